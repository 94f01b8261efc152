"""A node hung up at a place by a visit: its sensors' mounts, its stock, and whom it replaces."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, delete, select, update

from cloud.errors import RegistryFault
from cloud.registry import devices, mounting, read, tables
from cloud.registry.replacing import Swap, replace_node
from cloud.registry.territory.load import BEACON, RADIO
from cloud.registry.values import Closed, Device, Installation, Mount, Stock

_HUNG_UP: Final = frozenset({Stock.MOUNTED, Stock.PROVEN})
_IN_NO_CONTAINER: Final = frozenset({RADIO, BEACON})


def is_free(connection: Connection, visit: Installation, replaces: str | None) -> bool:
    """Tell whether the node may be hung up there; hold all that is asked until the end."""
    names = {visit.node} if replaces is None else {visit.node, replaces}
    # Always in the order of their names: two visits at once do not wait for one another.
    held = {name: devices.held(connection, name) for name in sorted(names)}
    device = held[visit.node]
    if device is None or device.stock is not Stock.IN_STOCK or device.revoked_us is not None:
        return False
    _hold(connection, visit.place)
    return hanging(connection).get(visit.place, set()) <= {replaces}


def hang(connection: Connection, visit: Installation, replaces: str | None, now_us: int) -> None:
    """Hang the node's sensors up in the visit's container, and write that it is mounted."""
    own = _sensors(connection, visit.node, visit.place)
    if _is_container(connection, visit.place):
        if replaces is not None and not own:
            # It has no sensor of its own: it takes over the other's, part by part.
            replace_node(connection, Swap(replaces, visit.node, visit.at_us), now_us)
            return
        if not own:
            raise RegistryFault(
                f"every sensor of node {visit.node} hangs in another container than {visit.place}; "
                "take a node that has one for it"
            )
        _end_others(connection, visit, now_us)
        until_us, zone = now_us + mounting.AHEAD_US, read.zone(connection)
        for sensor in own:
            now = Mount(visit.node, sensor, visit.place, visit.at_us)
            news = mounting.hang(connection, now, until_us) or ()
            mounting.mark(connection, news, zone, now_us)
    if replaces is not None:
        _take_down(connection, replaces, now_us)
    devices.change(connection, visit.node, Stock.MOUNTED, "", now_us)


def hanging(connection: Connection) -> dict[str, set[str]]:
    """Return the nodes that hang at each place where one does.

    In a container it is the mounts that say so: whoever was moved by the office hangs elsewhere
    now. On a lamp post it is each node's last visit.
    """
    mounts = tables.mounts
    mounted = select(mounts.c.container, mounts.c.node).where(mounts.c.until_us.is_(None))
    things = {one.node: one for one in devices.every(connection)}
    found: dict[str, set[str]] = {}
    for place, node in (*connection.execute(mounted), *_on_lamp_posts(connection)):
        if _hangs(things.get(node)):
            found.setdefault(place, set()).add(node)
    return found


def _on_lamp_posts(connection: Connection) -> list[tuple[str, str]]:
    """Return the place and the node of each node's last visit, if that is no container."""
    table = tables.installations
    closed = table.c.state.in_([Closed.MOUNTED.value, Closed.PROVEN.value])
    query = select(table.c.place, table.c.node).where(closed).order_by(table.c.at_us)
    last = {node: place for place, node in connection.execute(query)}
    containers = set(connection.execute(select(tables.containers.c.id)).scalars())
    return [(place, node) for node, place in last.items() if place not in containers]


def _hangs(device: Device | None) -> bool:
    # Who hangs in the registry and is no thing of the stock was hung up before there was one.
    return device is None or device.stock in _HUNG_UP


def _is_container(connection: Connection, place: str) -> bool:
    table = tables.containers
    return connection.execute(select(table.c.id).where(table.c.id == place)).first() is not None


def _hold(connection: Connection, place: str) -> None:
    for table in (tables.containers, tables.places_to_visit):
        connection.execute(select(table.c.id).where(table.c.id == place).with_for_update())


def _sensors(connection: Connection, node: str, place: str) -> list[str]:
    """Return the node's sensors that are meant for a container, or that hang nowhere yet."""
    table, mounts = tables.sensors, tables.mounts
    query = select(table.c.name, table.c.model).where(table.c.node == node).order_by(table.c.name)
    names = [row.name for row in connection.execute(query) if row.model not in _IN_NO_CONTAINER]
    opened = select(mounts.c.sensor, mounts.c.container).where(
        mounts.c.node == node, mounts.c.until_us.is_(None)
    )
    where = {row.sensor: row.container for row in connection.execute(opened)}
    meant = [name for name in names if where.get(name) == place]
    return meant or [name for name in names if name not in where]


def _end_others(connection: Connection, visit: Installation, now_us: int) -> None:
    """End what other nodes were to measure there: who was only planned, and who is taken down."""
    table = tables.mounts
    others = select(table).where(
        table.c.container == visit.place, table.c.until_us.is_(None), table.c.node != visit.node
    )
    rows = connection.execute(others).mappings().all()
    for mount in (Mount(**row) for row in rows):
        _end(connection, mount, visit.at_us, now_us)


def _end(connection: Connection, mount: Mount, at_us: int, now_us: int) -> None:
    table = tables.mounts
    before = mounting.mounts_of(connection, mount.node, mount.sensor)
    it = (
        (table.c.node == mount.node) & (table.c.sensor == mount.sensor) & table.c.until_us.is_(None)
    )
    after = [one for one in before if one != mount]
    if mount.from_us < at_us:
        connection.execute(update(table).where(it).values(until_us=at_us))
        after.append(replace(mount, until_us=at_us))
    else:
        connection.execute(delete(table).where(it))
    _mark(connection, before, after, now_us)


def _mark(
    connection: Connection, before: Iterable[Mount], after: Iterable[Mount], now_us: int
) -> None:
    news = mounting.differences([*before], [*after], now_us + mounting.AHEAD_US)
    mounting.mark(connection, news, read.zone(connection), now_us)


def _take_down(connection: Connection, node: str, now_us: int) -> None:
    if devices.held(connection, node) is None:
        devices.add(connection, Device(node, Stock.MOUNTED, now_us))
    devices.change(connection, node, Stock.IN_REPAIR, "", now_us)
