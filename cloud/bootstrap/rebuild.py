"""The containers' series made anew, from the real store and the registry."""

from typing import Final

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.series.rebuild import rebuild as rebuild_series
from cloud.settings import Settings

DAY_NS: Final = 86_400 * 10**9


def rebuild(settings: Settings, days: int, now_us: int) -> int:
    """Rebuild the last `days` days of every container; return how many points were written."""
    with registry(settings) as records, store(settings) as points:
        local_zone(records)
        until_ns = now_us * 1000
        return rebuild_series(points, records.mounts(), until_ns - days * DAY_NS, until_ns)
