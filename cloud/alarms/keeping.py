"""How long alarms are kept: what was mailed to whom two months, that there was one a year."""

from typing import Final

from cloud.registry.alarms import Alarms

DAY_US: Final = 86_400_000_000
# Long enough to see who was told what; a message names its reader, and is about no more than that.
MESSAGE_DAYS: Final = 61
# The year in which an insurer or a commune asks when it burned.
ALARM_DAYS: Final = 366


def purge(alarms: Alarms, now_us: int) -> tuple[int, int]:
    """Delete what is too old; return how many messages and alarms. Again changes nothing.

    What lasts, or waits to be delivered, stays however old it is.
    """
    return alarms.purge(now_us - MESSAGE_DAYS * DAY_US, now_us - ALARM_DAYS * DAY_US)
