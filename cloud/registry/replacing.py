"""A node hung up in another's place: what it measures is the container's history, and goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, select, update

from cloud.errors import RegistryFault
from cloud.registry import devices, mounting, read, tables
from cloud.registry.upsert import upsert
from cloud.registry.values import Device, Mount, Stock

# The model of what hangs in a container and is heard by a node's radio.
BY_RADIO: Final = "bthome"


@dataclass(frozen=True, slots=True)
class Swap:
    """Which node takes whose place, since when, and what becomes of the old one."""

    old: str
    new: str
    at_us: int
    becomes: Stock = Stock.IN_REPAIR


def replace_node(connection: Connection, swap: Swap, now_us: int) -> list[Mount]:
    """Move the open mounts of the old node's sensors; return them as they are now."""
    old, new = _both(connection, swap)
    mounts = _open_mounts(connection, swap.old)
    _must_hear_nothing(connection, swap, mounts)
    if not mounts:
        raise RegistryFault(
            f"no sensor of node {swap.old} hangs in a container; nothing can be moved to {swap.new}"
        )
    _must_be_unhung(connection, swap.new)
    moved = [_move(connection, mount, swap, now_us) for mount in mounts]
    if old is None:
        devices.add(connection, Device(swap.old, Stock.MOUNTED, now_us))
    devices.change(connection, swap.old, swap.becomes, "", now_us)
    devices.change(connection, new.node, Stock.MOUNTED, "", now_us)
    return moved


def _both(connection: Connection, swap: Swap) -> tuple[Device | None, Device]:
    if swap.old == swap.new:
        raise RegistryFault(f"node {swap.old} cannot take its own place")
    # Always in the order of their names: two swaps at once do not wait for one another.
    held = {node: devices.held(connection, node) for node in sorted({swap.old, swap.new})}
    new = held[swap.new] or devices.known(connection, swap.new)
    devices.must_be_free(new)
    if new.stock is not Stock.IN_STOCK:
        raise RegistryFault(f"node {new.node} is {new.stock}; take one that is in stock")
    return held[swap.old], new


def _open_mounts(connection: Connection, node: str) -> list[Mount]:
    table = tables.mounts
    query = select(table).where(table.c.node == node, table.c.until_us.is_(None))
    rows = connection.execute(query.order_by(table.c.sensor)).mappings()
    return [Mount(**row) for row in rows]


def _must_hear_nothing(connection: Connection, swap: Swap, mounts: Sequence[Mount]) -> None:
    """Raise RegistryFault if what is to move is heard by the old node's radio, or is that radio.

    What a radio counted is read by its node's name: under another one the days that are still made
    anew would lose their counts.
    """
    radios, sensors = tables.radios, tables.sensors
    query = select(radios.c.sensor).where(radios.c.node == swap.old)
    radio = connection.execute(query).scalar()
    if radio is None:
        return
    models = select(sensors.c.name).where(sensors.c.node == swap.old, sensors.c.model == BY_RADIO)
    heard = set(connection.execute(models).scalars())
    if not mounts or any(mount.sensor in heard for mount in mounts):
        raise RegistryFault(
            f"node {swap.old} has a radio, whose history goes by its node's name: let another"
            f" machine become {swap.old}, with a card from: vallee-cloud nodes card {swap.old}"
            " --boot DIR"
        )


def _must_be_unhung(connection: Connection, node: str) -> None:
    for mount in _open_mounts(connection, node):
        raise RegistryFault(f"node {node} hangs in {mount.container!r}; take one that is in stock")


def _move(connection: Connection, mount: Mount, swap: Swap, now_us: int) -> Mount:
    if mount.from_us >= swap.at_us:
        raise RegistryFault(
            f"sensor {mount.sensor!r} of node {swap.old} hangs in {mount.container!r} only since "
            "later; give a later time"
        )
    _give_sensor(connection, swap.old, mount.sensor, swap.new)
    until_us, zone = now_us + mounting.AHEAD_US, read.zone(connection)
    before = mounting.mounts_of(connection, mount.node, mount.sensor)
    ended = replace(mount, until_us=swap.at_us)
    table = tables.mounts
    connection.execute(
        update(table)
        .where(table.c.node == mount.node, table.c.sensor == mount.sensor)
        .where(table.c.until_us.is_(None))
        .values(until_us=swap.at_us)
    )
    after = [ended if one == mount else one for one in before]
    mounting.mark(connection, mounting.differences(before, after, until_us), zone, now_us)
    now = replace(mount, node=swap.new, from_us=swap.at_us)
    mounting.mark(connection, mounting.add(connection, now, until_us), zone, now_us)
    return now


def _give_sensor(connection: Connection, old: str, sensor: str, node: str) -> None:
    """Write that the new node has the sensor, as the old one has it: same part, same port."""
    table = tables.sensors
    theirs = (table.c.node == old) & (table.c.name == sensor)
    row = connection.execute(select(table).where(theirs)).mappings().one()
    upsert(connection, table, [{**row, "node": node}])
