"""Unloadings that crews tell, as the weighbridge wants them: those that stand."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, select

from cloud.registry import tables
from cloud.registry.driven_deeds import Key, once
from cloud.registry.driven_known import is_truck, streams
from cloud.registry.values import KeptDeed
from contract.deeds import Withdrawn

_UNLOADED: Final = "unloaded"
_WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """An unloading that a crew tells: by the deed that names it, at which tip, of what."""

    key: Key
    truck: str
    tip: str
    stream: str | None
    at_us: int
    weight_kg: int | None


def settle(connection: Connection, told: Sequence[Told], rows: Iterable[KeptDeed]) -> None:
    """Tell the weighbridge what was unloaded, and take from it what was taken back.

    Attributes:
        told: what is new.
        rows: all that is new of one device, truck, day and person, a withdrawal maybe among it.
    """
    _tell(connection, told)
    concerned = [one for one in rows if one.kind in (_UNLOADED, _WITHDRAWN)]
    if concerned:
        _take_back(connection, concerned[0])


def _tell(connection: Connection, told: Sequence[Told]) -> None:
    """Write unloadings, where it is known what was unloaded."""
    takes = streams(connection, {one.tip for one in told})
    rows = []
    for one in told:
        stream = one.stream or (takes[one.tip][0] if len(takes.get(one.tip, ())) == 1 else None)
        if stream is not None and is_truck(connection, one.truck):
            row = {"id": _name(one.key), "truck": one.truck, "tip": one.tip, "stream": stream}
            rows.append({**row, "at_us": one.at_us, "weight_kg": one.weight_kg, "source": "crew"})
    if rows:
        connection.execute(once(connection, tables.unloadings), rows)


def _take_back(connection: Connection, like: KeptDeed) -> None:
    """Delete the unloadings that were withdrawn, whichever of the two came first."""
    table = tables.crew_deeds
    mine = select(table.c.epoch, table.c.seq, table.c.body).where(
        table.c.device == like.device,
        table.c.truck == like.truck,
        table.c.day == like.day,
        table.c.person == like.person,
    )
    taken_back = {
        (said.of_epoch, said.of_seq)
        for row in connection.execute(mine.where(table.c.kind == _WITHDRAWN))
        for said in [msgspec.json.decode(row.body, type=Withdrawn)]
    }
    gone = [
        _name((like.device, row.epoch, row.seq))
        for row in connection.execute(mine.where(table.c.kind == _UNLOADED))
        if (row.epoch, row.seq) in taken_back
    ]
    if gone:
        connection.execute(delete(tables.unloadings).where(tables.unloadings.c.id.in_(gone)))


def _name(key: Key) -> str:
    return hashlib.sha256("/".join(map(str, key)).encode()).hexdigest()[:32]
