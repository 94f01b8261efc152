"""How many devices came by, told from windows of a few minutes without knowing any of them.

Theory of operation. Time is cut into windows. Window w and the one before it share a key, drawn
at random, that is in memory and nowhere else. An address that is heard in w is hashed under the
key that w shares with w - 1, to see whether it was there then (if not, it is a *birth*), and
under the key that w shares with w + 1, to be found again by the next window. When a window ends,
the older key and its set are wiped, so that none of them outlives two windows, and nothing ties
an address to one that was heard before.

    window          w - 1              w                  w + 1
    key w           adds to set w      looks up, wiped
    key w + 1                          adds to set w + 1  looks up, wiped

A window in which nothing was heard gives no count. One whose predecessor is not known, as at a
start, after a silence or after a jump of the clock, knows who was seen and not who was born.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from math import sqrt
from typing import Final, NamedTuple

KEY_BYTES: Final = 32
# Two of a window's addresses share eight bytes once in a million years.
_DIGEST_BYTES: Final = 8
# A radio that is silent for longer is taken to be deaf; its watchdog is of the same mind.
SILENCE_US: Final = 90_000_000
# Twenty times a crowd; two sets of so many take about 4 MB.
CEILING: Final = 20_000
# Who was there is known if the radio listened for at least this share of the window.
_LEAST_HEARD: Final = 0.5


class Count(NamedTuple):
    """What one window told.

    Attributes:
        begins_us: when the window begins, a multiple of its length since 1970.
        heard_us: for how much of it the radio is known to have listened.
        adverts: all that were heard, whoever sent them.
        seen: devices of people.
        births: those of them that were not seen in the window before; None if that is not known.
    """

    begins_us: int
    heard_us: int
    adverts: int
    seen: int
    births: int | None


class Arrivals(NamedTuple):
    """How many devices came, and the 95 % interval of that."""

    mean: float
    low: float
    high: float


def arrivals(seen: int, births: int, turning: float) -> Arrivals:
    """Return the births that were no device's new address.

    `turning` is the share of those that stay which change their address in a window: the length
    of the window by the life of an address. The rotations, (seen - births) · turning, are born
    again. Births and rotations are both taken as Poisson counts; the variance of their difference
    is the sum of their means (Skellam, 1946), each estimated by itself: the 95 % interval is
    1.96 · √(births + rotations) either way. Variances of several windows add. None of the three
    is ever below 0, which lifts a sum of many small ones: for that, sum births and seen.
    """
    rotations = (seen - births) * turning
    mean = max(0.0, births - rotations)
    margin = 1.96 * sqrt(births + rotations)
    return Arrivals(mean, max(0.0, mean - margin), mean + margin)


class _Memory:
    """Who was there in one window, for the next one to ask: a key, and hashes under it."""

    __slots__ = ("_hashes", "_key")

    def __init__(self, key: bytes) -> None:
        self._key = bytearray(key)
        self._hashes: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, address: bytes) -> bool:
        return self._hash(address) in self._hashes

    def add(self, address: bytes) -> bool:
        """Remember `address`; tell whether that is news."""
        known = len(self._hashes)
        self._hashes.add(self._hash(address))
        return len(self._hashes) > known

    def wipe(self) -> None:
        """Overwrite the key and forget the hashes."""
        self._key[:] = bytes(len(self._key))
        self._hashes.clear()

    def _hash(self, address: bytes) -> bytes:
        return blake2b(address, key=self._key, digest_size=_DIGEST_BYTES).digest()


@dataclass(slots=True)
class Counter:
    """Counts the devices of people in windows of `window_us`.

    `draw_key` gives so many random bytes that nobody can guess. When a window has seen `ceiling`
    devices, somebody makes addresses up: further ones are let go and their adverts counted in
    `let_go`; the births of that window and of the next are not known.
    """

    window_us: int
    draw_key: Callable[[int], bytes]
    ceiling: int = CEILING
    let_go: int = 0
    _window: int = -1
    _before: _Memory = field(init=False)
    _here: _Memory = field(init=False)
    _before_known: bool = False
    _full: bool = False
    _births: int = 0
    _adverts: int = 0
    _heard_us: int = 0
    _last_us: int | None = None
    _mark_us: int = 0

    def __post_init__(self) -> None:
        """Begin with nobody."""
        self._before, self._here = self._memory(), self._memory()

    def tick(self, now_us: int) -> list[Count]:
        """Go on to the window of `now_us`; return the count of the one that this ends, if any.

        A clock that is set back by less than a window only makes the open one longer; one that
        is set back further shows that the open window's own time was wrong: it is dropped.
        """
        window = now_us // self.window_us
        if window in (self._window, self._window - 1):
            return []
        counts = self._close() if window > self._window else []
        if window == self._window + 1:
            self._go_on()
        else:
            self._start(window)
        return counts

    def listen(self, at_us: int, adverts: int) -> None:
        """Note that the radio heard so many adverts up to `at_us`, in the window of the tick."""
        self._hear_until(at_us)
        self._last_us = at_us
        self._adverts += adverts

    def meet(self, address: bytes) -> None:
        """Count the device of a person, in the window of the tick."""
        if len(self._here) >= self.ceiling and address not in self._here:
            self._full = True
            self.let_go += 1
        elif self._here.add(address) and address not in self._before:
            self._births += 1

    def end(self) -> list[Count]:
        """Return the count of the open window as it stands, and forget everything."""
        counts = self._count()
        self._start(self._window)
        return counts

    def _close(self) -> list[Count]:
        self._hear_until((self._window + 1) * self.window_us)
        return self._count()

    def _count(self) -> list[Count]:
        if not self._adverts:
            return []
        begins_us = self._window * self.window_us
        births = self._births if self._before_known and not self._full else None
        return [Count(begins_us, self._heard_us, self._adverts, len(self._here), births)]

    def _go_on(self) -> None:
        """Let who was here be who was before."""
        listened = self._heard_us >= _LEAST_HEARD * self.window_us
        self._before_known = listened and not self._full
        self._before.wipe()
        self._before, self._here = self._here, self._memory()
        self._open(self._window + 1)

    def _start(self, window: int) -> None:
        """Begin with nobody known."""
        self._before_known = False
        self._before.wipe()
        self._here.wipe()
        self._before, self._here = self._memory(), self._memory()
        self._last_us = None
        self._open(window)

    def _open(self, window: int) -> None:
        self._window = window
        self._full = False
        self._births = self._adverts = self._heard_us = 0
        self._mark_us = window * self.window_us

    def _hear_until(self, at_us: int) -> None:
        """Count the time since the mark as heard, as far as silence may last."""
        if self._last_us is not None:
            until_us = min(at_us, self._last_us + SILENCE_US)
            self._heard_us += max(0, until_us - max(self._mark_us, self._last_us))
        self._mark_us = max(self._mark_us, at_us)

    def _memory(self) -> _Memory:
        return _Memory(self.draw_key(KEY_BYTES))
