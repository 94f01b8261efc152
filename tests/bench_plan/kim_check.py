"""The judge of sheets: knows the instance's file and nothing of our planner."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tests.bench_plan.kim_set import FEET_A_MILE, Instance, Stop
from tests.bench_plan.kim_sheet import LUNCH, Row, Sheet, stops_of

ELEVEN_S, NOON_S = 11 * 3600, 12 * 3600
# Of a sum of floats.
SLACK_S: Final = 1e-6
DEPOT, CUSTOMER, LANDFILL = 0, 1, 2


def miles(kim: Instance, sheet: Sheet) -> float:
    """Return what all vehicles drive."""
    stops = {stop.id: stop for stop in kim.stops}
    ways = (
        _feet(stops[a], stops[b]) for rows in sheet.values() for a, b in pairwise(stops_of(rows))
    )
    return sum(ways) / FEET_A_MILE


def faults(kim: Instance, sheet: Sheet, vehicles: int) -> list[str]:
    """Return everything that is wrong with a sheet, a sentence each."""
    return list(_faults(kim, sheet, vehicles))


def _faults(kim: Instance, sheet: Sheet, vehicles: int) -> Iterator[str]:
    stops = {stop.id: stop for stop in kim.stops}
    if len(sheet) > vehicles:
        yield f"{len(sheet)} vehicles are more than {vehicles}"
    served = Counter(ref for rows in sheet.values() for ref in stops_of(rows))
    for stop in kim.stops:
        if stop.kind == CUSTOMER and served[stop.id] != 1:
            yield f"{stop.id} is served {served[stop.id]} times"
    for ref in served:
        if ref not in stops:
            yield f"{ref} is no stop"
            return
    for name, rows in sheet.items():
        for fault in (*_times(kim, stops, rows), *_loads(kim, stops, rows), *_lunch(kim, rows)):
            yield f"{name}: {fault}"


def _times(kim: Instance, stops: dict[str, Stop], rows: tuple[Row, ...]) -> Iterator[str]:
    if rows[0].ref != kim.depot.id or rows[-1].ref != kim.depot.id:
        yield "does not start and end in the depot"
    before: Row | None = None
    paused_s = 0
    for one, other in pairwise(rows):
        if other.begins_s < one.leaves_s:
            yield f"begins {other.ref} before it leaves {one.ref}"
    for row in rows:
        if row.ref == LUNCH:
            paused_s += row.leaves_s - row.begins_s
            continue
        stop = stops[row.ref]
        if not stop.early_s <= row.begins_s <= stop.late_s or row.begins_s < row.there_s:
            yield f"begins {row.ref} out of its hours"
        if row.leaves_s < row.begins_s + stop.service_s:
            yield f"leaves {row.ref} too early"
        if before is not None:
            drive_s = _feet(stops[before.ref], stop) / kim.feet_a_second
            if before.leaves_s + drive_s + paused_s > row.begins_s + SLACK_S:
                yield f"is at {row.ref} too soon"
        before, paused_s = row, 0


def _loads(kim: Instance, stops: dict[str, Stop], rows: tuple[Row, ...]) -> Iterator[str]:
    aboard = collected = count = 0
    for row in rows:
        if row.ref == LUNCH:
            continue
        stop = stops[row.ref]
        if stop.kind == CUSTOMER:
            aboard, collected, count = aboard + stop.tenths, collected + stop.tenths, count + 1
        elif stop.kind == LANDFILL:
            aboard = 0
        elif aboard:
            yield "is in the depot with a load"
        if aboard > kim.trip_tenths:
            yield f"has too much on board after {row.ref}"
        if (row.aboard, row.collected) != (aboard, collected):
            yield f"has other loads after {row.ref} than it says"
    if collected > kim.day_tenths or count > kim.day_stops:
        yield "collects too much in a day"


def _lunch(kim: Instance, rows: tuple[Row, ...]) -> Iterator[str]:
    lunches = [row for row in rows if row.ref == LUNCH]
    owed = rows[0].leaves_s < NOON_S < rows[-1].begins_s
    if owed and not any(
        ELEVEN_S <= row.begins_s <= NOON_S and row.leaves_s - row.begins_s >= kim.lunch_s
        for row in lunches
    ):
        yield "has no lunch"


def _feet(one: Stop, other: Stop) -> float:
    return abs(one.x_ft - other.x_ft) + abs(one.y_ft - other.y_ft)
