"""The classic sets as problems of ours: a depot that is its own tip, one trip a truck.

Distances are whole numbers as each set wants them, a unit costs a µ€: rounded in the X set,
tenths cut off (DIMACS) in the sets with time windows, where time counts in tenths too.
"""

import json
import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Costs, Pickup, Place, Problem, Tip, Tour, Tours, Truck
from cloud.roads.travel import Travel
from tests.bench_plan.case import Case

FOLDER: Final = Path(__file__).parents[3] / "shared/data/routing"
WINDOWS: Final = ("C201", "R101", "RC208", "r1_2_1", "rc2_4_1")
PRIZES: Final = ("R1_10_1", "RC2_10_2")
PLAIN: Final = ("X-n101-k25", "X-n439-k37")
TENTHS: Final = 10
# No limit: more than any sum.
ANY_L: Final = 1
DAY_S: Final = 1_000_000

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A file's figures, row 0 the depot: positions, demands, windows, service times, prizes."""

    name: str
    trucks: int
    capacity: int
    at: Column
    demands: Column
    opens: Column | None = None
    closes: Column | None = None
    services: Column | None = None
    prizes: Column | None = None


def classics(folder: Path = FOLDER) -> list[Case]:
    """Return the samples of all sets."""
    return [
        *(windows(name, folder) for name in WINDOWS),
        *(prizes(name, folder) for name in PRIZES),
        *(plain(name, folder) for name in PLAIN),
    ]


def windows(name: str, folder: Path = FOLDER) -> Case:
    """Return an instance of Solomon, or of Gehring and Homberger."""
    text = (folder / "vrptw" / f"{name}.txt").read_text()
    heads = re.findall(r"^\s*(\d+)\s+(\d+)\s*$", text, re.MULTILINE)
    rows = re.findall(r"^\s*(\d+(?:\s+[\d.]+){6})\s*$", text, re.MULTILINE)
    grid = np.array([row.split() for row in rows], dtype=np.float64)
    known = json.loads((folder / "vrptw/dimacs_bks.json").read_text())[name.upper()]
    trucks, capacity = map(int, heads[0])
    table = Table(name, trucks, capacity, grid[:, 1:3], *(grid[:, i] for i in (3, 4, 5, 6)))
    return Case(name, problem(table), _cpu_s(table), round(TENTHS * known))


def prizes(name: str, folder: Path = FOLDER) -> Case:
    """Return a prize-collecting instance."""
    text = (folder / "pcvrptw" / f"{name}.vrp").read_text()
    hours = _section(text, "TIME_WINDOW")
    table = Table(
        name,
        int(_head(text, "VEHICLES")),
        int(_head(text, "CAPACITY")),
        _section(text, "NODE_COORD"),
        _section(text, "DEMAND")[:, 0],
        hours[:, 0],
        hours[:, 1],
        np.full(len(hours), float(_head(text, "SERVICE_TIME"))),
        _section(text, "PRIZE")[:, 0],
    )
    return Case(f"PC {name}", problem(table), _cpu_s(table), _cost(folder / f"pcvrptw/{name}.sol"))


def plain(name: str, folder: Path = FOLDER) -> Case:
    """Return an instance of the X set, with some more trucks than its name says."""
    text = (folder / "cvrp" / f"{name}.vrp").read_text()
    least = int(name.partition("-k")[2])
    table = Table(
        name,
        least + max(3, ceil(0.05 * least)),
        int(_head(text, "CAPACITY")),
        _section(text, "NODE_COORD"),
        _section(text, "DEMAND")[:, 0],
    )
    return Case(name, problem(table), _cpu_s(table), _cost(folder / f"cvrp/{name}.sol"))


def known_tours(one: Problem, path: Path) -> Tours:
    """Return the tours of a solution file."""
    routes = re.findall(r"^Route #\d+: (.*)$", path.read_text(), re.MULTILINE)
    tip = one.tips[0]
    found: list[Tour] = [
        (*(one.pickups[int(i) - 1] for i in route.split()), tip) for route in routes
    ]
    return dict(zip((truck.id for truck in one.trucks), found, strict=False))


def problem(table: Table) -> Problem:
    """Return a file's figures as a problem."""
    timed = table.opens is not None
    apart = np.sqrt(((table.at[:, None, :] - table.at[None, :, :]) ** 2).sum(axis=2))
    units = np.floor(TENTHS * apart) if timed else np.floor(apart + 0.5)
    metres = units.astype(np.int64)
    seconds = metres if timed else np.zeros_like(metres)
    size = len(table.demands)
    home = round(TENTHS * float(table.closes[0])) if table.closes is not None else DAY_S
    return Problem(
        day="2000-01-01",
        places=tuple(Place(str(i), str(i), 0.0, 0.0) for i in range(size)),
        pickups=tuple(_pickup(table, i) for i in range(1, size)),
        trucks=tuple(_truck(v, table.capacity, home) for v in range(table.trucks)),
        tips=(Tip("depot", 0, ("all",), (), 0),),
        travels={"car": Travel(seconds, metres, "Euclid", exact=True)},
    )


def _pickup(table: Table, i: int) -> Pickup:
    service_s = 0 if table.services is None else round(TENTHS * float(table.services[i]))
    hours: tuple[Window, ...] = ()
    if table.opens is not None and table.closes is not None:
        opens, closes = (round(TENTHS * float(one[i])) for one in (table.opens, table.closes))
        hours = (Window(opens, closes + service_s),)
    prize = None if table.prizes is None else round(TENTHS * float(table.prizes[i]))
    return Pickup(
        container=f"c{i}",
        place=i,
        operator="o",
        stream="all",
        gear="g",
        load_kg=round(float(table.demands[i])),
        load_l=0,
        service_s=service_s,
        must=prize is None,
        prize_ueur=prize or 0,
        p_overflow=0.0,
        windows=hours,
    )


def _truck(number: int, capacity: int, home_s: int) -> Truck:
    return Truck(
        id=f"t{number:03}",
        name=f"Truck {number}",
        operator="o",
        gear=("g",),
        compartments=(Compartment(("all",), capacity, ANY_L),),
        start=0,
        end=0,
        starts_s=0,
        ends_s=home_s,
        costs=Costs(1),
        trips=1,
    )


def _cpu_s(table: Table) -> float:
    steps = ((150, 10.0), (300, 15.0), (600, 20.0), (10_000, 30.0))
    return next(cpu_s for size, cpu_s in steps if len(table.demands) < size)


def _head(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(\S+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def _section(text: str, name: str) -> Column:
    """Return the rows of a section without their numbers."""
    body = text.partition(f"{name}_SECTION")[2]
    rows = []
    for line in body.splitlines()[1:]:
        if not re.fullmatch(r"[\s\d.-]+", line):
            break
        rows.append([float(word) for word in line.split()[1:]])
    return np.array(rows)


def _cost(path: Path) -> int:
    return round(float(re.findall(r"^Cost:? ([\d.]+)", path.read_text(), re.MULTILINE)[0]))
