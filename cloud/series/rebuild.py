"""A container's series made anew from raw readings and from who was mounted where when."""

from collections.abc import Iterable
from typing import Final

from cloud.registry.values import Mount
from cloud.series.container import container_point
from cloud.store.port import Store
from contract.reading import Kind

# What is read and written at a time: a day of one sensor is small, years of one are not.
DAY_NS: Final = 86_400 * 10**9


def rebuild(store: Store, mounts: Iterable[Mount], since_ns: int, until_ns: int) -> int:
    """Write the points that `mounts` give for since <= time < until; return how many.

    A point is written at its raw point's time, so doing it twice changes nothing.
    """
    return sum(_rebuild_mount(store, mount, since_ns, until_ns) for mount in mounts)


def _rebuild_mount(store: Store, mount: Mount, since_ns: int, until_ns: int) -> int:
    tags = (("node", mount.node), ("sensor", mount.sensor))
    begins = max(since_ns, mount.from_us * 1000)
    ends = until_ns if mount.until_us is None else min(until_ns, mount.until_us * 1000)
    count = 0
    for day in range(begins, ends, DAY_NS):
        raw = store.read(Kind.LEVEL.value, tags, day, min(day + DAY_NS, ends))
        points = [point for one in raw if (point := container_point(mount.container, one))]
        if points:
            store.write(points)
            count += len(points)
    return count
