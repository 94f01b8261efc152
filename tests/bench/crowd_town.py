"""A day of thirty crews: a valley with their trucks and containers, its plan, their accounts."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin
from pathlib import Path
from typing import Final

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.bootstrap.people import staff
from cloud.bootstrap.plan import plan
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.plan.route import Plan
from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.registry.values import Person, Role
from cloud.settings import People as PeopleSettings
from cloud.settings import Planning, Settings, Store, Web
from cloud.settings import Registry as RegistrySettings

VALLEY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
CREWS: Final = 30
DISPATCHERS: Final = 5
# Twenty stops for each truck.
CONTAINERS: Final = 600
PASSWORD: Final = "une phrase assez longue"  # noqa: S105 - of a bench
HEAD: Final = """\
name = "Vallée de l'Hérault"
timezone = "Europe/Paris"

[[operators]]
id = "ccvh"
name = "Communauté de communes"

[[models]]
id = "aerial"
gear = "kinshofer"
depth_mm = 1500
bottom_mm = [1500, 1500]
top_mm = [1800, 1800]
sensor_above_full_mm = 300

[[sites]]
id = "tip"
name = "Quai de transfert"
kind = "tip"
operator = "ccvh"
streams = ["residual"]
lat = 43.63
lon = 3.52
opens = "05:00"
closes = "20:00"
unload_s = 600
invented = true

[[sites]]
id = "depot"
name = "Dépôt"
kind = "depot"
operator = "ccvh"
streams = []
lat = 43.6551
lon = 3.5569
opens = "04:00"
closes = "22:00"
unload_s = 0
invented = true
"""
TRUCK: Final = """
[[trucks]]
id = "{id}"
name = "{name}"
operator = "ccvh"
depot = "depot"
gear = ["kinshofer"]
streams = ["residual"]
capacity_kg = 5600
capacity_l = 26000
compaction = 1.6
starts = "05:00"
ends = "09:00"
invented = true
"""
COLUMNS: Final = (
    "id,name,insee,operator,stream,model,lat,lon,kg_per_m3,litres_per_day,service_s,"
    "node,sensor,sensor_model,mounted_on,invented"
)


@dataclass(frozen=True, slots=True)
class Town:
    """What the clients need: the plan that was issued, and how each of them comes in."""

    settings: Settings
    plan: Plan
    links: dict[str, str]
    dispatchers: tuple[str, ...]


def settings_in(folder: Path, port: int) -> Settings:
    """Return settings whose files are all in `folder`."""
    return Settings(
        registry=RegistrySettings(f"sqlite:///{folder}/registry.sqlite"),
        store=Store(file=folder / "points.sqlite"),
        planning=Planning(rounds=1, search_s=10.0),
        web=Web(port=port),
        people=PeopleSettings(key_file=folder / "people.key"),
    )


def found_town(folder: Path, port: int) -> Town:
    """Write the territory, have the planner plan today, and let everyone have an account."""
    settings = settings_in(folder, port)
    write_territory(folder / "territory")
    with registry(settings) as records:
        records.load_territory(folder / "territory")
        day = local_day(now_us(), local_zone(records))
        records.issue_forecast(Forecast(day, now_us(), tuple(needs(records))).issued())
    made = plan(settings, day, now_us())
    crews = {f"crew-{at:02d}": route.truck for at, route in enumerate(made.routes, 1)}
    desks = tuple(f"desk-{at}" for at in range(1, DISPATCHERS + 1))
    links = {}
    with staff(settings) as people:
        for who, truck in crews.items():
            person = Person(who, who.title(), frozenset({Role.CREW}), "fr", truck)
            people.accounts.add(person, None, None)
            links[who] = people.accounts.link(who, None, now_us()).secret
        for who in desks:
            person = Person(who, who.title(), frozenset({Role.DISPATCHER}))
            people.accounts.add(person, PASSWORD, None)
    return Town(settings, made, links, desks)


def day_of(town: Town) -> date:
    """Return the day of the plan."""
    return date.fromisoformat(town.plan.day)


def needs(records: Registry) -> Iterator[Need]:
    """Say how full the containers are: a third has to be lifted, most are worth it."""
    read_us = now_us() - 900_000_000
    for at, one in enumerate(records.containers()):
        fill = (0.97, 0.88, 0.78, 0.91, 0.84, 0.81)[at % 6]
        risk = (0.97, 0.6, 0.4, 0.9, 0.5, 0.45)[at % 6]
        yield Need(one.id, read_us, fill, fill, round(420 * fill), 20, risk, None, None)


def write_territory(folder: Path) -> None:
    """Write a territory whose containers stand around the real villages."""
    folder.mkdir()
    trucks = (TRUCK.format(id=f"benne-{at:02d}", name=f"Benne {at}") for at in range(1, CREWS + 1))
    (folder / "territory.toml").write_text(HEAD + "".join(trucks), encoding="utf-8")
    for name in ("communes.csv", "outlines.geojson"):
        shutil.copy(VALLEY / name, folder)
    with (VALLEY / "communes.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        communes = list(csv.DictReader(lines))
    rows = [COLUMNS]
    for at in range(CONTAINERS):
        there = communes[at % len(communes)]
        # Around the village, ever farther out.
        turn = at // len(communes)
        lat = float(there["lat"]) + 0.0007 * turn * cos(radians(137.5 * turn)) / 2
        lon = float(there["lon"]) + 0.0007 * turn * sin(radians(137.5 * turn)) / 2
        rows.append(
            f"c-{at:03d},{there['name']} {turn + 1},{there['insee']},ccvh,residual,aerial,"
            f"{lat:.5f},{lon:.5f},120,500,300,n-{at:03d},fill,a02yyuw,2026-01-05,yes"
        )
    (folder / "containers.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
