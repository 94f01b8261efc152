"""The law of mounts: at any instant a sensor hangs in at most one container."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from cloud.errors import RegistryFault
from cloud.registry import dirty, tables
from cloud.registry.local import days_of
from cloud.registry.values import Mount

# A node's clock may run ahead by five minutes, and an ingester believes the old mounting for some
# seconds more: so far ahead of now a corrected mounting may have been used wrongly.
AHEAD_US: Final = 600_000_000


def clash(mounts: Sequence[Mount]) -> tuple[Mount, Mount] | None:
    """Return two mounts of one sensor that overlap, or None if none do."""
    ordered = sorted(mounts, key=lambda mount: mount.from_us)
    for earlier, later in pairwise(ordered):
        if earlier.until_us is None or later.from_us < earlier.until_us:
            return earlier, later
    return None


def hung(mounts: Sequence[Mount], now: Mount) -> tuple[Mount, ...]:
    """Return a sensor's mounts once it is known to hang as `now` says, open-ended.

    The same container at another time corrects the open mount; another container ends it.
    Raises RegistryFault if the result would overlap.
    """
    closed = [mount for mount in mounts if mount.until_us is not None]
    for mount in mounts:
        if mount.until_us is None and mount.container != now.container:
            if mount.from_us >= now.from_us:
                raise RegistryFault(_sentence(mount, now))
            closed.append(replace(mount, until_us=now.from_us))
    result = (*sorted(closed, key=lambda mount: mount.from_us), now)
    if pair := clash(result):
        raise RegistryFault(_sentence(*pair))
    return result


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time, since <= time < until, in which a container was measured otherwise than believed."""

    container: str
    from_us: int
    until_us: int


def differences(
    before: Sequence[Mount], after: Sequence[Mount], until_us: int
) -> tuple[Stretch, ...]:
    """Return where a sensor's mounts differ before `until_us`, for every container concerned."""
    mounts = [*before, *after]
    edges = {until_us, *(one.from_us for one in mounts), *(one.until_us or 0 for one in mounts)}
    found = []
    for begin, end in pairwise(sorted(edge for edge in edges if edge <= until_us)):
        was, is_now = (_container_at(these, begin) for these in (before, after))
        if was != is_now:
            found += [Stretch(one, begin, end) for one in (was, is_now) if one is not None]
    return tuple(found)


def mounts_of(connection: Connection, node: str, sensor: str) -> list[Mount]:
    """Read a sensor's mounts, oldest first, and keep other writers from them meanwhile."""
    table = tables.sensors
    connection.execute(
        select(table.c.name).where(table.c.node == node, table.c.name == sensor).with_for_update()
    )
    rows = connection.execute(
        select(tables.mounts)
        .where(tables.mounts.c.node == node, tables.mounts.c.sensor == sensor)
        .order_by(tables.mounts.c.from_us)
    )
    return [Mount(**row) for row in rows.mappings()]


def add(connection: Connection, mount: Mount, until_us: int) -> tuple[Stretch, ...]:
    """Write one more mount; raise RegistryFault if it overlaps another of its sensor.

    Returns what is different from what was believed, before `until_us`.
    """
    before = mounts_of(connection, mount.node, mount.sensor)
    if pair := clash([*before, mount]):
        raise RegistryFault(_sentence(*pair))
    connection.execute(insert(tables.mounts), [_row(mount)])
    return differences(before, [*before, mount], until_us)


def hang(connection: Connection, now: Mount, until_us: int) -> tuple[Stretch, ...] | None:
    """Write that a sensor hangs as `now` says; return what is different, None if it is no news."""
    before = tuple(mounts_of(connection, now.node, now.sensor))
    after = hung(before, now)
    if after == before:
        return None
    table = tables.mounts
    connection.execute(delete(table).where(table.c.node == now.node, table.c.sensor == now.sensor))
    connection.execute(insert(table), [_row(mount) for mount in after])
    return differences(before, after, until_us)


def mark(connection: Connection, stretches: Iterable[Stretch], zone: ZoneInfo, now_us: int) -> None:
    """Mark the days of what is different as dirty."""
    days = {
        (one.container, day)
        for one in stretches
        for day in days_of(one.from_us, one.until_us, zone)
    }
    dirty.mark(connection, days, now_us, dirty.Why.MOUNT)


def _container_at(mounts: Sequence[Mount], at_us: int) -> str | None:
    for mount in mounts:
        if mount.from_us <= at_us and (mount.until_us is None or at_us < mount.until_us):
            return mount.container
    return None


def _row(mount: Mount) -> dict[str, object]:
    return {name: getattr(mount, name) for name in Mount.__dataclass_fields__}


def _sentence(one: Mount, other: Mount) -> str:
    return (
        f"sensor {one.sensor!r} of node {one.node!r} cannot hang in {one.container!r} "
        f"and {other.container!r} at once; end the one mount before the other begins"
    )
