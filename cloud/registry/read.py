"""Rows read from the registry and given out as values, in the order of their ids."""

from dataclasses import fields
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, select, union_all

from cloud.registry import tables
from cloud.registry.values import Container, Model, Mount, Round, Sensor
from cloud.rounds.ages import AgeRule
from cloud.rounds.calendar import Calendar
from cloud.rounds.trace import FixedRound, Side
from contract.presence import Link, NodeStatus

V = TypeVar("V")


def every(connection: Connection, table: Table, kind: type[V]) -> list[V]:
    """Read a whole table whose columns are the fields of `kind`."""
    return [kind(**row) for row in _rows(connection, table)]


def containers(connection: Connection) -> list[Container]:
    """Read every container with its model."""
    models = {model.id: model for model in every(connection, tables.models, Model)}
    return [
        Container(**{**row, "model": models[row["model"]]})
        for row in _rows(connection, tables.containers)
    ]


def names(connection: Connection) -> dict[str, str]:
    """Read the names of all places and trucks."""
    named = (tables.containers, tables.sites, tables.trucks)
    query = union_all(*(select(one.c.id, one.c.name) for one in named))
    return {row.id: row.name for row in connection.execute(query)}


def rounds(connection: Connection) -> list[Round]:
    """Read every round that goes over the columns of communes."""
    rows = (_calendar(row) for row in _rows(connection, tables.rounds) if row["communes"])
    return [Round(**{key: row[key] for key in row if key != "gear"}) for row in rows]


def fixed_rounds(connection: Connection) -> list[FixedRound]:
    """Read every round that has street sides."""
    sides: dict[str, list[Side]] = {}
    for row in _rows(connection, tables.sides):
        name, _ = row.pop("round"), row.pop("number")
        sides.setdefault(name, []).append(Side(**row))
    rows = (_calendar(row) for row in _rows(connection, tables.rounds) if row["id"] in sides)
    return [
        FixedRound(
            **{key: row[key] for key in row if key != "communes"}, sides=(*sides[row["id"]],)
        )
        for row in rows
    ]


def ages(connection: Connection) -> list[AgeRule]:
    """Read every rule on how long waste may wait, in the order of the files."""
    return [
        AgeRule(row["stream"], row["days"], row["zone"], row["season"])
        for row in _rows(connection, tables.ages)
    ]


def sensors(connection: Connection) -> dict[tuple[str, str], Sensor]:
    """Read every sensor with its mounts, oldest first."""
    found: dict[tuple[str, str], list[Mount]] = {}
    for mount in every(connection, tables.mounts, Mount):
        found.setdefault((mount.node, mount.sensor), []).append(mount)
    return {
        key: Sensor(**row, mounts=tuple(found.get(key, ())))
        for row in _rows(connection, tables.sensors)
        for key in [(row["node"], row["name"])]
    }


def zone(connection: Connection) -> ZoneInfo:
    """Read the territory's local time; UTC as long as none is loaded."""
    table = tables.territories
    name = connection.execute(select(table.c.timezone).order_by(table.c.name)).scalars().first()
    return ZoneInfo(name or "UTC")


def statuses(connection: Connection) -> list[NodeStatus]:
    """Read the last status of each node that ever sent one."""
    return [
        NodeStatus(**{**row, "link": Link(row["link"])})
        for row in _rows(connection, tables.node_status)
    ]


def _calendar(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a calendar in place of the columns that are its fields."""
    calendar = Calendar(**{one.name: row.pop(one.name) for one in fields(Calendar)})
    return row | {"calendar": calendar}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    found = connection.execute(select(table).order_by(*table.primary_key))
    # A mapping of SQLAlchemy's for each row costs more than all the rest.
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found.all()]
