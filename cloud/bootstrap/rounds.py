"""A fixed round in a better order, for whoever asks: a file to look at, and nothing is changed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from cloud.bootstrap.parts import registry
from cloud.bootstrap.roads import roads
from cloud.errors import RegistryFault
from cloud.registry.registry import Registry
from cloud.registry.values import Site
from cloud.roads.profile import RoadProfile
from cloud.rounds.order import Course, reordered
from cloud.rounds.trace import FixedRound, Side
from cloud.settings import Settings


@dataclass(frozen=True, slots=True)
class Reordered:
    """A round as it is driven today and as it could be; seconds and metres between the sides.

    Attributes:
        sheet: the sides in their new order, as a territory's `rounds/ID.csv`.
        method: how ways were found; crow flight is no reason to change a round.
    """

    round: str
    seconds: int
    metres: int
    seconds_before: int
    metres_before: int
    method: str
    sheet: str


def reorder(settings: Settings, name: str) -> Reordered:
    """Return a round in a better order, or in that of today if none was found.

    Raises RegistryFault if there is no such round, or no truck and depot for it.
    """
    with registry(settings) as records:
        one = _round(records, name)
        depot, profile = _truck(records, one)
    lats = [depot.lat, *(at for side in one.sides for at in (side.lat, side.exit_lat))]
    lons = [depot.lon, *(at for side in one.sides for at in (side.lon, side.exit_lon))]
    travel = roads(settings)(profile, np.array(lats), np.array(lons))
    ends = [(1 + 2 * i, 2 + 2 * i) for i in range(len(one.sides))]
    course = Course(ends, 0, 0, travel.seconds, travel.metres)
    order = reordered(course)
    before, after = course.driven(range(len(one.sides))), course.driven(order)
    sheet = _sheet([one.sides[i] for i in order])
    return Reordered(one.id, *after, *before, travel.method, sheet)


def _round(records: Registry, name: str) -> FixedRound:
    known = {one.id: one for one in records.fixed_rounds()}
    if name not in known:
        raise RegistryFault(
            f"There is no fixed round {name!r}; known: {', '.join(known) or 'none'}."
        )
    return known[name]


def _truck(records: Registry, one: FixedRound) -> tuple[Site, RoadProfile]:
    """Return the depot and the size of the truck that drives a round."""
    sites = {site.id: site for site in records.sites()}
    for truck in records.trucks():
        fits = truck.operator == one.operator and one.gear in truck.gear
        if fits and one.truck in (None, truck.id):
            return sites[truck.depot], RoadProfile(truck.gross_kg, truck.height_cm)
    raise RegistryFault(f"No truck of {one.operator} with {one.gear} can drive {one.id}.")


def _sheet(sides: Sequence[Side]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(field.name for field in fields(Side))
    rows.writerows(astuple(side) for side in sides)
    return text.getvalue()
