"""How long to wait before a message is tried again, and when it is given up."""

from typing import Final

FIRST_S: Final = 15.0
CEILING_S: Final = 900.0
# A weekend with a holiday behind it: a mail server that is away for longer has other readers.
GIVE_UP_US: Final = 4 * 86_400_000_000
_MOST_DOUBLINGS: Final = 30


def wait_us(tries: int, jitter: float) -> int:
    """Return the wait after so many failed tries; `jitter` in [0, 1) takes off up to half."""
    doubled = min(CEILING_S, FIRST_S * 2.0 ** min(max(tries - 1, 0), _MOST_DOUBLINGS))
    return round(doubled * (1.0 - jitter / 2.0) * 1e6)
