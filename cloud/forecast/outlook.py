"""From a container's readings to its need on a planning day."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cloud.forecast.emptying import emptyings
from cloud.forecast.faults import SHORT_DAYS, silent, still_from, stuck
from cloud.forecast.fill import Ahead, level_of, unknown_level
from cloud.forecast.need import Need
from cloud.forecast.rhythm import Rhythm, learn
from cloud.forecast.series import Fills, Times

# Waste beside a container is lifted by hand too, but nobody loads without end.
HEAPED = 1.3


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry knows of a container.

    `litres_per_day` is its mean arrival, None if nobody has ever guessed one.
    """

    container: str
    volume_l: float
    kg_per_m3: float
    litres_per_day: float | None


@dataclass(frozen=True, slots=True)
class Chances:
    """When a truck may come: now, the planned visit, the next chance after it; µs since 1970."""

    now_us: int
    visit_us: int
    next_us: int
    zone: ZoneInfo


def outlook(known: Known, times: Times, fills: Fills, when: Chances) -> Need:
    """Return what a container needs.

    Readings later than now are not looked at. Where a sensor has gone silent or stuck, the
    forecast starts at its last good reading, so that doubt and expected waste grow until
    somebody goes and looks.
    """
    seen = times <= when.now_us
    times, fills = times[seen], fills[seen]
    prior = None if known.litres_per_day is None else known.litres_per_day / known.volume_l
    good, rhythm, trouble = _trusted(times, fills, when, prior)
    emptied = emptyings(times[:good], fills[:good])
    level = (
        level_of(times[:good], fills[:good], emptied, rhythm, when.zone)
        if good
        else unknown_level(when.now_us)
    )
    ahead = Ahead(level, rhythm, when.zone)
    at_visit, spread = ahead.fill(max(when.visit_us, level.at_us))
    full_kg = known.volume_l * known.kg_per_m3 / 1000
    return Need(
        container=known.container,
        as_of_us=int(times[-1]) if times.size else None,
        fill_ratio=level.fill_ratio if good else None,
        fill_at_visit=min(max(at_visit, 0.0), HEAPED),
        load_kg=round(full_kg * min(max(at_visit, 0.0), HEAPED)),
        load_spread_kg=round(full_kg * spread),
        p_overflow_if_left=ahead.p_full(max(when.next_us, level.at_us)),
        overflows_at_us=ahead.full_at_us(),
        emptied_at_us=int(emptied[-1]) if emptied.size else None,
        trouble=trouble,
    )


def _trusted(
    times: Times, fills: Fills, when: Chances, prior: float | None
) -> tuple[int, Rhythm, str | None]:
    """Return how many readings can be trusted, the rhythm learned from them, and the trouble."""
    if times.size == 0:
        return 0, learn(times, fills, times, when.zone, prior), "silent"
    still = still_from(fills)
    rhythm = _learned(times, fills, still + 1, when.zone, prior)
    if stuck(times, fills, still, rhythm, when.zone):
        return still + 1, rhythm, "stuck"
    rhythm = _learned(times, fills, times.size, when.zone, prior)
    if silent(times, when.now_us):
        return times.size, rhythm, "silent"
    return times.size, rhythm, "short" if rhythm.days < SHORT_DAYS else None


def _learned(times: Times, fills: Fills, count: int, zone: ZoneInfo, prior: float | None) -> Rhythm:
    times, fills = times[:count], fills[:count]
    return learn(times, fills, emptyings(times, fills), zone, prior)
