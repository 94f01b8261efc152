"""How often an address may fail: ten times a minute, then it waits."""

from collections import OrderedDict, deque
from threading import Lock
from typing import Final

from cloud.errors import TurnedAway
from cloud.registry.addresses import place_of

MOST: Final = 10
WITHIN_US: Final = 60_000_000
# Beyond, who failed longest ago is forgotten: a flood costs a few megabytes, not all memory.
_ADDRESSES: Final = 20_000


class TooManyTries(TurnedAway):
    """An address has failed too often; it may try again in a minute."""

    def __init__(self) -> None:
        super().__init__(f"{MOST} failures in a minute; wait one", again=True)


class Tries:
    """The failures of the last minute, by address; any thread may use it."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, deque[int]] = OrderedDict()
        self._lock = Lock()

    def check(self, address: str, now_us: int) -> None:
        """Raise TooManyTries if an address has to wait."""
        with self._lock:
            failed = self._failed.get(place_of(address))
            if failed is not None and len(failed) == MOST and failed[0] > now_us - WITHIN_US:
                raise TooManyTries

    def failed(self, address: str, now_us: int) -> None:
        """Note a failure."""
        place = place_of(address)
        with self._lock:
            self._failed.setdefault(place, deque(maxlen=MOST)).append(now_us)
            self._failed.move_to_end(place)
            if len(self._failed) > _ADDRESSES:
                self._failed.popitem(last=False)
