"""The waste collection set of Kim, Kim and Sahoo (2006) as problems of ours.

A foot counts as a metre and a foot's drive as a µ€, a tenth of a yard as a litre; a second is a
second, rounded up on every leg, so that what is legal here is legal by the exact clock.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.plan.law.rules import LUNCH
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Costs, Pickup, Place, Problem, Tip, Truck
from cloud.roads.travel import Travel

FOLDER: Final = Path(__file__).parents[3] / "shared/data/routing/kim2006"
FEET_A_MILE: Final = 5280
DAY_S: Final = 24 * 3600
TENTHS: Final = 10

# Vehicles and miles of the best published plans (Buhrkal et al. 2012), and miles of our trials.
PUBLISHED: Final = {
    "102": (3, 174.5, 151.7),
    "335": (6, 182.1, 181.4),
    "444": (11, 78.3, 77.4),
    "804": (5, 586.2, 544.2),
    "1599": (13, 1170.2, 1082.3),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A line of an instance: `kind` is 0 of the depot, 1 of a customer, 2 of a landfill."""

    id: str
    x_ft: float
    y_ft: float
    early_s: int
    late_s: int
    service_s: int
    tenths: int
    kind: int


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance as its file tells it; loads in tenths of a yard."""

    name: str
    trip_tenths: int
    day_tenths: int
    day_stops: int
    lunch_s: int
    miles_an_hour: float
    stops: tuple[Stop, ...]

    @property
    def feet_a_second(self) -> float:
        return self.miles_an_hour * FEET_A_MILE / 3600

    @property
    def depot(self) -> Stop:
        return next(stop for stop in self.stops if stop.kind == 0)

    def feet(self) -> NDArray[np.float64]:
        """Return the Manhattan distances between the stops."""
        at = np.array([(stop.x_ft, stop.y_ft) for stop in self.stops])
        apart: NDArray[np.float64] = np.abs(at[:, None, :] - at[None, :, :]).sum(axis=2)
        return apart


def instance(name: str, folder: Path = FOLDER) -> Instance:
    """Return an instance by its name."""
    lines = (folder / f"{name}_stop.txt").read_text().splitlines()
    trip, day, stops, lunch, speed = (float(line.split()[0]) for line in lines[:5])
    rows = [line.split() for line in lines[6:] if line.strip()]
    return Instance(
        name,
        round(TENTHS * trip),
        round(TENTHS * day),
        round(stops),
        round(lunch),
        speed,
        tuple(_stop(row) for row in rows),
    )


def _stop(row: list[str]) -> Stop:
    ref, x, y, early, late, service, load, kind = row
    tenths = round(TENTHS * float(load)) if kind == "1" else 0
    return Stop(
        ref,
        float(x),
        float(y),
        _second(early),
        _second(late),
        round(float(service)),
        tenths,
        int(kind),
    )


def _second(clock: str) -> int:
    hours, minutes = divmod(int(clock), 100)
    return 3600 * hours + 60 * minutes


def problem(kim: Instance, vehicles: int) -> Problem:
    """Return an instance as a problem, to be driven by so many vehicles at the most."""
    feet, depot = kim.feet(), kim.stops.index(kim.depot)
    seconds = np.ceil(feet / kim.feet_a_second - 1e-9).astype(np.int64)
    travel = Travel(seconds, np.rint(feet).astype(np.int64), "Manhattan, in feet", exact=True)
    places = tuple(Place(stop.id, stop.id, 0.0, 0.0) for stop in kim.stops)
    at = list(enumerate(kim.stops))
    return Problem(
        day="2006-12-01",
        places=places,
        pickups=tuple(_pickup(i, stop) for i, stop in at if stop.kind == 1),
        trucks=tuple(_truck(kim, depot, number) for number in range(1, vehicles + 1)),
        tips=tuple(_tip(i, stop) for i, stop in at if stop.kind == 2),
        travels={"car": travel},
    )


def _windows(stop: Stop) -> tuple[Window, ...]:
    """Return when work there is done: the set tells the latest instant at which it may begin."""
    always = stop.early_s == 0 and stop.late_s >= DAY_S
    return () if always else (Window(stop.early_s, stop.late_s + stop.service_s),)


def _pickup(place: int, stop: Stop) -> Pickup:
    return Pickup(
        container=stop.id,
        place=place,
        operator="kim",
        stream="waste",
        gear="any",
        load_kg=0,
        load_l=stop.tenths,
        service_s=stop.service_s,
        must=True,
        prize_ueur=0,
        p_overflow=0.0,
        windows=_windows(stop),
    )


def _tip(place: int, stop: Stop) -> Tip:
    return Tip(stop.id, place, ("waste",), _windows(stop), stop.service_s)


def _truck(kim: Instance, depot: int, number: int) -> Truck:
    return Truck(
        id=f"vehicle {number}",
        name=f"Vehicle {number}",
        operator="kim",
        gear=("any",),
        compartments=(Compartment(("waste",), 1, kim.trip_tenths),),
        start=depot,
        end=depot,
        starts_s=kim.depot.early_s,
        ends_s=kim.depot.late_s,
        costs=Costs(1),
        rules=LUNCH,
        daily_l=kim.day_tenths,
        daily_stops=kim.day_stops,
    )
