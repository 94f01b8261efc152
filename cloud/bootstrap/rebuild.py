"""Containers' days made anew, from the real store and the registry."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.errors import PointsRefused
from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.rollup.roll import is_old, roll_day
from cloud.series.rebuild import rebuild_day
from cloud.settings import Settings
from cloud.store.port import Store

log = logging.getLogger(__name__)

# An ingester believes an old mounting for ten seconds, and a batch takes its time: a mark that is
# younger than this is worked on, and kept for the next time.
SETTLED_US: Final = 60_000_000

Days = Sequence[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many days were made anew, how many came out otherwise, and plans marked for it."""

    days: int
    changed: int
    plans: int


def rebuild(settings: Settings, days: int | None, now_us: int) -> Rebuilt:
    """Rebuild the days that are marked, and with `days` all of that many last ones."""
    with registry(settings) as records, store(settings) as points:
        zone = local_zone(records)
        wanted = _every(records, days, local_day(now_us, zone)) if days else []
        return rebuild_days(records, points, wanted, settings.planning.history_days, now_us)


def rebuild_days(
    records: Registry, points: Store, wanted: Days, history_days: int, now_us: int
) -> Rebuilt:
    """Rebuild (container, day) pairs and those that are marked; take settled marks away.

    The hours still say what was known before, until plans that rest on it are marked: killed
    anywhere, the next run finds the same again.
    """
    zone = local_zone(records)
    marks = records.dirty_days()
    chosen = sorted({*wanted, *((mark.container, mark.day) for mark in marks)})
    mounts = records.mounts()
    for container, day in chosen:
        with _refusals(container, day):
            rebuild_day(points, mounts, container, day, zone)
    changed = [one for one in chosen if is_old(points, *one, zone)]
    plans = records.mark_plans(changed, history_days) if changed else 0
    for container, day in changed:
        with _refusals(container, day):
            roll_day(points, container, day, zone)
    for mark in marks:
        if mark.since_us <= now_us - SETTLED_US:
            records.clear_dirty(mark)
    return Rebuilt(len(chosen), len(changed), plans)


def _every(records: Registry, days: int, today: date) -> Days:
    return [
        (container.id, today - timedelta(back))
        for container in records.containers()
        for back in range(days + 1)
    ]


@contextmanager
def _refusals(container: str, day: date) -> Iterator[None]:
    """Go on to the next day where a store refuses one, as it does beyond its retention."""
    try:
        yield
    except PointsRefused as error:
        log.warning("%s on %s is not whole: %s", container, day, error)
