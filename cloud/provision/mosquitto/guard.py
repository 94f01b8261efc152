"""A broker is told to read its files anew, and is not believed before it was tried.

Before it is told and at each look after that, the list of the revoked on the disk is held against
what was written: a reload that meets another one lets everybody in. So it is written again and the
broker restarted at once, without waiting for what looks would tell.

It is reloaded and tried; if that does not turn out well it is restarted and tried again. Then it is
*closed* if nobody gets in, or no canary: nodes keep what they measure until it is mended. Or it is
*open*, if the revoked canary gets in or the other may do what nobody may: the worst of all, and
somebody must stop it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final, Protocol

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.canary import Look

# Whoever spoils the list between writing and reading does it once; a disk that does it three times
# is not mended by a fourth.
_RESTARTS: Final = 3


class Outcome(StrEnum):
    """What the broker does now."""

    RELOADED = "reloaded"
    RESTARTED = "restarted"
    CLOSED = "closed"
    OPEN = "open"

    @property
    def good(self) -> bool:
        """Whether the revoked are out, and the others in, and no further."""
        return self in {Outcome.RELOADED, Outcome.RESTARTED}


class Control(Protocol):
    """How a broker's process is told; both raise BrokerDown if there is none, or it cannot be."""

    def reload(self) -> None:
        """Have it read its files anew."""

    def restart(self) -> None:
        """End it, and have it started again."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What is seen of a broker and of its list.

    Attributes:
        look: how it treats the canaries; raises BrokerDown.
        tries: yields as often as to look again, waiting in between.
        mend: writes the list again if it is not what was written, and tells whether it did.
    """

    look: Callable[[], Look]
    tries: Callable[[], Iterable[object]]
    mend: Callable[[], bool]


class _Seen(Enum):
    GOOD = auto()
    BAD = auto()
    SPOILT = auto()


def guard(control: Control, eyes: Eyes) -> Outcome:
    """Reload, look as often as it is worth it, and restart if it does not turn out well."""
    # Twice: a list that stays spoilt is never given to a reload.
    stays_spoilt = eyes.mend() and eyes.mend()
    if not stays_spoilt and _told(control.reload, eyes) is _Seen.GOOD:
        return Outcome.RELOADED
    for _ in range(_RESTARTS):
        seen = _told(control.restart, eyes)
        if seen is _Seen.GOOD:
            return Outcome.RESTARTED
        if seen is not _Seen.SPOILT:
            break
    try:
        return Outcome.CLOSED if eyes.look().is_closed else Outcome.OPEN
    except BrokerDown:
        return Outcome.CLOSED


def _told(tell: Callable[[], None], eyes: Eyes) -> _Seen:
    with suppress(BrokerDown):
        tell()
        for _ in eyes.tries():
            if eyes.mend():
                return _Seen.SPOILT
            # A broker that is just starting does not listen yet.
            with suppress(BrokerDown):
                if eyes.look().good:
                    return _Seen.GOOD
    return _Seen.SPOILT if eyes.mend() else _Seen.BAD
