"""A day's rows as they come: counted by truck, and read from where a reader left off.

Rows of a day are only ever added, and each counts once. So a reader who has as many of a truck's
as there are has them all, and whoever has fewer asks for numbers beyond those that he knows. Where
that does not add up, a number came late, and that truck is read anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from sqlalchemy import Connection, bindparam, func, select

from cloud.registry import tables
from cloud.registry.driven_deeds import NUMBERS, OF_START, of_day, of_numbers
from cloud.registry.values import KeptDeed
from cloud.registry.values.driven import POSITION

Start: TypeAlias = tuple[str, str]
"""A device's start: (device, epoch); its numbers only grow."""

# Made once: to put a question together takes longer than to answer it.
_TRUCK: Final = tables.crew_deeds.c.truck
_COUNTS: Final = (
    select(_TRUCK, func.count()).where(tables.crew_deeds.c.day == bindparam("day")).group_by(_TRUCK)
)
# No more than this: by truck and day a database would look through all of them.
_BEYOND: Final = OF_START.where(tables.crew_deeds.c.seq > bindparam("seq"))
_POSITIONS: Final = NUMBERS.where(
    tables.crew_deeds.c.day == bindparam("day"),
    tables.crew_deeds.c.truck == bindparam("truck"),
    tables.crew_deeds.c.kind == POSITION,
)
_COUNTS_OF: Final = _COUNTS.where(_TRUCK.in_(bindparam("trucks", expanding=True)))


@dataclass(frozen=True, slots=True)
class Heard:
    """How much of a truck's rows of a day a reader has: how many, and the last number by start."""

    count: int
    last: Mapping[Start, int]


@dataclass(frozen=True, slots=True)
class News:
    """What a reader lacks of a truck's rows.

    Attributes:
        heard: how much he has with them.
        rows: the new ones; or, if `anew`, all that there are, positions aside.
    """

    heard: Heard
    rows: tuple[KeptDeed, ...]
    anew: bool


def since(
    connection: Connection,
    day: date,
    known: Mapping[str, Heard],
    trucks: Collection[str] | None = None,
) -> dict[str, News]:
    """Read by truck what a reader lacks who knows so much; trucks without news are left out.

    Of all trucks, or of some if they are named: that is some thirty times as cheap.
    """
    counts = _counts(connection, day, trucks)
    changed = {truck for truck, count in counts.items() if _count(known, truck) != count}
    found: dict[str, News] = {}
    for truck in changed & known.keys():
        rows = _beyond(connection, day, truck, known[truck].last)
        if known[truck].count + len(rows) == counts[truck]:
            last = {**known[truck].last, **{row.key[:2]: row.seq for row in rows}}
            found[truck] = News(Heard(counts[truck], last), tuple(rows), anew=False)
    return found | _anew(connection, day, changed - found.keys())


def _count(known: Mapping[str, Heard], truck: str) -> int:
    return known[truck].count if truck in known else 0


def _counts(connection: Connection, day: date, trucks: Collection[str] | None) -> dict[str, int]:
    """Count rows by truck; the index alone answers that."""
    if trucks is None:
        rows = connection.execute(_COUNTS, {"day": day})
    else:
        rows = connection.execute(_COUNTS_OF, {"day": day, "trucks": sorted(trucks)})
    return {row[0]: row[1] for row in rows}


def _beyond(
    connection: Connection, day: date, truck: str, last: Mapping[Start, int]
) -> list[KeptDeed]:
    """Read the rows of known starts beyond their last numbers, in order, positions too."""
    rows = (
        row
        for (device, epoch), seq in last.items()
        for row in of_numbers(connection, _BEYOND, {"device": device, "epoch": epoch, "seq": seq})
    )
    return [row for row in rows if (row.truck, row.day) == (truck, day)]


def _anew(connection: Connection, day: date, trucks: set[str]) -> dict[str, News]:
    """Read all of some trucks but their positions."""
    if not trucks:
        return {}
    table = tables.crew_deeds
    start = (table.c.truck, table.c.device, table.c.epoch)
    query = select(*start, func.count(), func.max(table.c.seq)).group_by(*start)
    counts: dict[str, int] = dict.fromkeys(trucks, 0)
    last: dict[str, dict[Start, int]] = {truck: {} for truck in trucks}
    which = (table.c.day == day) & table.c.truck.in_(sorted(trucks))
    for truck, device, epoch, count, seq in connection.execute(query.where(which)):
        counts[truck] += count
        last[truck][device, epoch] = seq
    rows: dict[str, list[KeptDeed]] = {truck: [] for truck in trucks}
    for row in of_day(connection, day, trucks):
        rows[row.truck].append(row)
    return {
        truck: News(Heard(counts[truck], last[truck]), tuple(rows[truck]), anew=True)
        for truck in trucks
    }


def positions_of(connection: Connection, day: date, truck: str) -> list[KeptDeed]:
    """Read the positions of a truck's round that are still there, by way of its rows' index."""
    rows = of_numbers(connection, _POSITIONS, {"day": day, "truck": truck})
    return [row for row in rows if row.body is not None]
