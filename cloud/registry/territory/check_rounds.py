"""What rounds must be to their sides and trucks, and rules on ages to the containers."""

from collections.abc import Iterator, Mapping
from typing import Any

from cloud.registry.territory.check import Sheets
from cloud.registry.territory.round_rows import AgeRow, RoundRow, SideRow
from cloud.registry.territory.sheet import Placed, Sheet


def broken_rounds(sheets: Sheets, sides: Mapping[str, Sheet[SideRow]]) -> Iterator[str]:
    """Yield what is wrong with rounds and ages, each as `file:line: sentence`.

    `sides` are the sheets of `rounds/ID.csv` by the id of their round.
    """
    trucks = {placed.row.id: placed.row for placed in sheets["trucks"].rows}
    for placed in sheets["rounds"].rows:
        if placed.row.id in sides:
            yield from _with_sides(placed, trucks)
        else:
            yield from _with_communes(placed)
    yield from _ages(sheets)


def _with_communes(placed: Placed[RoundRow]) -> Iterator[str]:
    one = placed.row
    if not one.communes:
        where = placed.place.of("communes")
        yield f"{where}: communes: say some, or write its street sides into rounds/{one.id}.csv"
    elif one.truck is None:
        yield f"{placed.place.of('')}: truck: a round of communes needs one"
    elif one.gear is not None:
        yield f"{placed.place.of('gear')}: gear: a round of communes has that of its containers"


def _with_sides(placed: Placed[RoundRow], trucks: Mapping[str, Any]) -> Iterator[str]:
    one = placed.row
    if one.communes:
        yield f"{placed.place.of('communes')}: communes: none, it has rounds/{one.id}.csv"
    if one.gear is None:
        yield f"{placed.place.of('')}: gear: a round of street sides needs one, like bin-lift"
    elif one.truck is not None and (truck := trucks.get(one.truck)):
        where = placed.place.of("truck")
        if one.gear not in truck.gear or one.stream not in truck.streams:
            yield f"{where}: truck: {one.truck!r} has no {one.gear} for {one.stream}"
        elif one.operator != truck.operator:
            yield f"{where}: truck: {one.truck!r} is one of {truck.operator!r}"


def _ages(sheets: Sheets) -> Iterator[str]:
    zones = {placed.row.age_zone for placed in sheets["containers"].rows} | {None}
    told: dict[AgeRow, str] = {}
    for placed in sheets["ages"].rows:
        one, where = placed.row, placed.place.of("zone")
        if one.zone not in zones and one.zone not in sheets["communes"].ids:
            yield f"{where}: zone: {one.zone!r} is no commune and no container's age_zone"
        about = AgeRow(one.stream, 1, one.zone, one.season)
        if about in told:
            yield f"{placed.place.of('days')}: days: already told at {told[about]}"
        told.setdefault(about, placed.place.of("days"))
