"""Nodes as things: their stock state, and whether they may still get in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select, update

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.upsert import upsert
from cloud.registry.values import Device, Stock
from contract.names import is_name

_LONGEST_SERIAL: Final = 64
_HUNG_UP: Final = frozenset({Stock.MOUNTED, Stock.PROVEN})


def add(connection: Connection, device: Device) -> None:
    """Write a new thing; a name that there was once is never given again."""
    add_all(connection, [device])


def add_all(connection: Connection, things: Sequence[Device]) -> None:
    """Write new things; raise RegistryFault, naming the first that cannot be, with none written."""
    if not things:
        return
    there = {thing.node: thing for thing in every(connection)}
    owners = {one.serial: one.node for one in there.values() if one.serial is not None}
    for device in things:
        _must_be_new(device, there, owners)
        there[device.node] = device
        if device.serial is not None:
            owners[device.serial] = device.node
    upsert(connection, tables.nodes, [{"id": device.node} for device in things])
    rows = [asdict(device) | {"stock": device.stock.value} for device in things]
    connection.execute(insert(tables.devices), rows)


def one(connection: Connection, node: str) -> Device | None:
    """Read a thing; None if there is none of this name."""
    table = tables.devices
    return _first(connection, select(table).where(table.c.node == node))


def held(connection: Connection, node: str) -> Device | None:
    """Read a thing likewise, and keep other writers from it until the transaction ends."""
    table = tables.devices
    return _first(connection, select(table).where(table.c.node == node).with_for_update())


def known(connection: Connection, node: str) -> Device:
    """Hold a thing likewise; raise RegistryFault if there is none."""
    found = held(connection, node)
    if found is None:
        raise RegistryFault(
            f"there is no node {node!r} as a thing; add it with: vallee-cloud nodes add NODE"
        )
    return found


def every(connection: Connection) -> list[Device]:
    """Read every thing, by name."""
    table = tables.devices
    rows = connection.execute(select(table).order_by(table.c.node)).mappings()
    return [_device(row) for row in rows]


def change(connection: Connection, node: str, stock: Stock, note: str, now_us: int) -> None:
    """Write where a thing is now; an empty note leaves the old one."""
    device = known(connection, node)
    if stock in _HUNG_UP:
        must_be_free(device)
    news: dict[str, Any] = {"stock": stock.value, "changed_us": now_us}
    if note:
        news["note"] = note
    table = tables.devices
    connection.execute(update(table).where(table.c.node == node).values(news))


def must_be_free(device: Device) -> None:
    """Raise RegistryFault if a thing is never to be hung up again."""
    if device.revoked_us is not None:
        raise RegistryFault(f"node {device.node} was revoked; take another one")
    if device.stock is Stock.RETIRED:
        raise RegistryFault(f"node {device.node} is retired; take another one")


def bar(connection: Connection, node: str, why: str, now_us: int) -> None:
    """Write that a thing may not get in any more, for ever."""
    table = tables.devices
    news = {"revoked_us": now_us, "revoked_why": why, "changed_us": now_us}
    connection.execute(update(table).where(table.c.node == node).values(news))


def _first(connection: Connection, query: Select[Any]) -> Device | None:
    row = connection.execute(query).mappings().first()
    return None if row is None else _device(row)


def _must_be_new(device: Device, there: Mapping[str, Device], owners: Mapping[str, str]) -> None:
    """Raise RegistryFault if a thing's name or serial is none, or somebody's already."""
    if not is_name(device.node):
        raise RegistryFault(
            f"{device.node!r} cannot name a node: a-z, 0-9 and dashes within, 63 at most"
        )
    other, serial = there.get(device.node), device.serial
    if other is not None:
        what = "was revoked" if other.revoked_us is not None else f"is there, {other.stock}"
        raise RegistryFault(f"node {device.node} {what}; its name is not given again")
    if serial is None:
        return
    if not (1 <= len(serial) <= _LONGEST_SERIAL and serial.isprintable()):
        raise RegistryFault(
            f"node {device.node}: a serial is 1 to {_LONGEST_SERIAL} printable characters"
        )
    if serial in owners:
        raise RegistryFault(f"the board with serial {serial} is node {owners[serial]}'s")


def _device(row: Any) -> Device:  # noqa: ANN401 - SQLAlchemy's mapping of a row
    return Device(**{**row, "stock": Stock(row["stock"])})
