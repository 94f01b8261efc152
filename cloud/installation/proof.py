"""Whether what is stored proves a node: a plausible reading, then a day without a gap.

    mounting → first plausible reading → 24 h in which it is on line and no gap is too long → proven

A gap, or a word of undervoltage, begins the day anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

S_US: Final = 1_000_000
HOUR_US: Final = 3600 * S_US
SUPPLY_US: Final = 24 * HOUR_US

# Two readings in a row may get lost or come late; three are no accident.
GAP_PACES: Final = 3.0
# A node that sends twice a day cannot be seen to be supplied in between.
LONGEST_GAP_US: Final = 6 * HOUR_US
# A lighting circuit is dead by day: 15 h 25 in June at 43.7° N, and dusk and dawn.
LIGHTING_GAP_US: Final = 18 * HOUR_US
# Of the first readings the pace is not known yet; settings say 15 min if nothing else is said.
FIRST_PACE_US: Final = 900 * S_US
_LEAST_PACED: Final = 4
_NOTHING: Final[tuple[str, ...]] = ("first-reading", "presence", "supply")
_NOTHING_GOOD: Final[tuple[str, ...]] = ("plausible", "supply")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the store has of a node since it was mounted, each oldest first.

    Attributes:
        read_us: when anything of it was read.
        plausible_us: when something was read that can be true there.
        links: when it came on line (true) or went off.
        low_us: when it said that its supply is too low.
    """

    read_us: Sequence[int]
    plausible_us: Sequence[int]
    links: Sequence[tuple[int, bool]]
    low_us: Sequence[int]


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a node, or as much of it as there is.

    Attributes:
        first_us: its first plausible reading; None if none is stored yet.
        from_us: since when there is no gap.
        proven_us: when the day was full; None if it is not yet.
        pace_s: the median time between its readings.
        longest_gap_s: the longest gap within the day, at most `allowed_gap_s`.
        missing: what is still to come, by code.
    """

    first_us: int | None = None
    from_us: int | None = None
    proven_us: int | None = None
    pace_s: float | None = None
    allowed_gap_s: float | None = None
    longest_gap_s: float | None = None
    readings: int = 0
    missing: tuple[str, ...] = ()


def prove(heard: Heard, since_us: int, now_us: int, *, lighting: bool) -> Proof:
    """Return what proves a node that was mounted at `since_us`."""
    read_us = sorted(at for at in set(heard.read_us) if since_us <= at <= now_us)
    first_us = next((at for at in heard.plausible_us if since_us <= at <= now_us), None)
    if first_us is None:
        return Proof(readings=len(read_us), missing=_NOTHING_GOOD if read_us else _NOTHING)
    after = [at for at in read_us if at >= first_us]
    pace_us = _pace_us(after)
    allowed_us = LIGHTING_GAP_US if lighting else min(GAP_PACES * pace_us, LONGEST_GAP_US)
    after = _online(after, _long_off(heard.links, now_us, allowed_us))
    broken_us = [at for at in heard.low_us if at >= first_us]
    day = _first_day(after, allowed_us, broken_us)
    from_us = day[0] if day else _last_start(after, allowed_us, broken_us, now_us)
    within = day or [at for at in after if from_us is not None and at >= from_us]
    online = bool(heard.links) and (day is not None or heard.links[-1][1] or lighting)
    missing = _missing(heard, is_full=day is not None, online=online, from_us=from_us)
    return Proof(
        first_us,
        from_us,
        day[-1] if day and not missing else None,
        pace_us / S_US,
        allowed_us / S_US,
        max((b - a for a, b in pairwise(within)), default=0) / S_US,
        len(read_us),
        missing,
    )


def _pace_us(read_us: Sequence[int]) -> float:
    if len(read_us) < _LEAST_PACED:
        return float(FIRST_PACE_US)
    return float(median(b - a for a, b in pairwise(read_us)))


def _long_off(
    links: Sequence[tuple[int, bool]], now_us: int, allowed_us: float
) -> list[tuple[int, int]]:
    """Return the times for which it was off line for longer than a gap may be."""
    found = []
    was_up, off_us = True, 0
    for at_us, up in (*links, (now_us, True)):
        if was_up and not up:
            off_us = at_us
        elif up and not was_up and at_us - off_us > allowed_us:
            found.append((off_us, at_us))
        was_up = up
    return found


def _online(read_us: Sequence[int], off: Sequence[tuple[int, int]]) -> list[int]:
    """Return the readings without those that were only kept, while the node was off line."""
    return [at for at in read_us if not any(since < at < until for since, until in off)]


def _first_day(
    read_us: Sequence[int], allowed_us: float, broken_us: Sequence[int]
) -> list[int] | None:
    """Return the readings of the first day without a gap; None if there is none yet."""
    for run in _runs(read_us, allowed_us, broken_us):
        if run and run[-1] - run[0] >= SUPPLY_US:
            full = next(at for at in run if at - run[0] >= SUPPLY_US)
            return [at for at in run if at <= full]
    return None


def _last_start(
    read_us: Sequence[int], allowed_us: float, broken_us: Sequence[int], now_us: int
) -> int | None:
    """Return since when there is no gap, up to now; None if it is silent now."""
    run = [*_runs(read_us, allowed_us, broken_us)][-1]
    return run[0] if run and now_us - run[-1] <= allowed_us else None


def _runs(
    read_us: Sequence[int], allowed_us: float, broken_us: Sequence[int]
) -> Iterator[list[int]]:
    """Yield the readings from gap to gap."""
    run = list(read_us[:1])
    for before, at in pairwise(read_us):
        if at - before > allowed_us or any(before <= one <= at for one in broken_us):
            yield run
            run = []
        run.append(at)
    yield run


def _missing(heard: Heard, *, is_full: bool, online: bool, from_us: int | None) -> tuple[str, ...]:
    """Return what is still to come: the day, and why it began anew if it did."""
    missing = []
    if not online:
        missing.append("presence")
    if not is_full:
        missing.append("supply")
        if from_us is not None and heard.low_us and heard.low_us[-1] >= from_us:
            missing.append("voltage")
    return tuple(missing)
