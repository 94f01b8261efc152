"""The law of mounts: at any instant a sensor hangs in at most one container."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import Connection, delete, insert, select

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.values import Mount


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


def add(connection: Connection, mount: Mount) -> None:
    """Write one more mount; raise RegistryFault if it overlaps another of its sensor."""
    if pair := clash([*mounts_of(connection, mount.node, mount.sensor), mount]):
        raise RegistryFault(_sentence(*pair))
    connection.execute(insert(tables.mounts), [_row(mount)])


def hang(connection: Connection, now: Mount) -> bool:
    """Write that a sensor hangs as `now` says; tell whether that was news."""
    before = tuple(mounts_of(connection, now.node, now.sensor))
    after = hung(before, now)
    if after == before:
        return False
    table = tables.mounts
    connection.execute(delete(table).where(table.c.node == now.node, table.c.sensor == now.sensor))
    connection.execute(insert(table), [_row(mount) for mount in after])
    return True


def _row(mount: Mount) -> dict[str, object]:
    return {name: getattr(mount, name) for name in Mount.__dataclass_fields__}


def _sentence(one: Mount, other: Mount) -> str:
    return (
        f"sensor {one.sensor!r} of node {one.node!r} cannot hang in {one.container!r} "
        f"and {other.container!r} at once; end the one mount before the other begins"
    )
