"""Days of a container's series made anew from raw readings and from who was mounted where when."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cloud.registry.local import begins_us
from cloud.registry.values import Mount
from cloud.series.container import MEASUREMENT, container_point, series_of
from cloud.series.exact import exact
from cloud.store.point import Point
from cloud.store.port import Store
from contract.reading import Kind


def rebuild_day(
    store: Store, mounts: Sequence[Mount], container: str, day: date, zone: ZoneInfo
) -> int:
    """Make a local day of `container` what `mounts` say; return how many points differed.

    A point has its raw point's time, so doing it twice changes nothing.
    """
    begin_ns, end_ns = span_ns(day, zone)
    own = [mount for mount in mounts if mount.container == container]
    return exact(
        store,
        (MEASUREMENT, series_of(container)),
        begin_ns,
        end_ns,
        lambda: _points(store, own, begin_ns, end_ns),
    )


def span_ns(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """Return when a local day begins and ends, ns since 1970 UTC."""
    return begins_us(day, zone) * 1000, begins_us(day + timedelta(1), zone) * 1000


def _points(store: Store, mounts: Sequence[Mount], begin_ns: int, end_ns: int) -> Iterator[Point]:
    for mount in mounts:
        since_ns = max(begin_ns, mount.from_us * 1000)
        until_ns = end_ns if mount.until_us is None else min(end_ns, mount.until_us * 1000)
        if since_ns < until_ns:
            tags = (("node", mount.node), ("sensor", mount.sensor))
            for raw in store.read(Kind.LEVEL.value, tags, since_ns, until_ns):
                if point := container_point(mount.container, raw):
                    yield point
