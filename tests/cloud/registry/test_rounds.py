"""Rounds of street sides, rules on ages, and what planning asks of trucks and places."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from cloud.registry.driven import open_driven
from cloud.registry.registry import Registry
from cloud.registry.territory.folder import read_folder
from cloud.registry.values import Compartment, Hours
from cloud.rounds.ages import AgeRule
from cloud.rounds.calendar import Calendar, falls_on
from cloud.rounds.season import Season
from cloud.rounds.trace import Side
from tests.cloud.registry.conftest import faults, spoil

VALLEY: Final = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"
BESIDE: Final = Path(__file__).with_name("door_to_door")

ROUND: Final = """
[[rounds]]
id = "alpha"
name = "Alpha, porte à porte"
operator = "a"
stream = "residual"
gear = "hook"
weekdays = ["tue"]
every_weeks = 2
anchor = 2026-01-06
on_holiday = "shift-week"
holidays = ["christmas"]
season = ["11-01", "03-31"]
until = 2028-12-31
invented = true
"""
AGES: Final = """
[[ages]]
stream = "residual"
days = 14

[[ages]]
stream = "residual"
days = 7
zone = "34001"
season = ["06-15", "09-15"]
"""
SIDES: Final = """\
street,side,lat,lon,exit_lat,exit_lon,metres,seconds,load_kg,load_l,spread_kg
Rue Haute,right,43.6,3.5,43.61,3.5,120,150,90,700,20
"Rue Haute, retour",left,43.61,3.5,43.6,3.5,120,140,80,600,15
"""
CUTS: Final = """\
compartments = [
  { streams = ["residual"], capacity_kg = 2000, capacity_l = 9000 },
  { streams = ["residual"], capacity_kg = 3000, capacity_l = 7000 },
]
"""


@pytest.fixture
def streets(folder: Path) -> Path:
    """Give the territory a round of two street sides, and two rules on ages."""
    with (folder / "territory.toml").open("a", encoding="utf-8") as file:
        file.write(ROUND + AGES)
    (folder / "rounds").mkdir()
    (folder / "rounds" / "alpha.csv").write_text(SIDES, encoding="utf-8")
    return folder


@pytest.fixture
def served(registry: Registry, streets: Path) -> Registry:
    registry.load_territory(streets)
    return registry


def test_a_round_comes_back_with_its_calendar_and_its_sides_in_order(served: Registry) -> None:
    (found,) = served.fixed_rounds()

    assert (found.id, found.gear, found.truck, found.invented) == ("alpha", "hook", None, True)
    assert found.calendar == Calendar(
        ("tue",),
        date(2026, 1, 6),
        every_weeks=2,
        season=Season((11, 1), (3, 31)),
        until=date(2028, 12, 31),
        on_holiday="shift-week",
        holidays=("christmas",),
    )
    assert found.sides == (
        Side("Rue Haute", "right", 43.6, 3.5, 43.61, 3.5, 120, 150, 90, 700, 20),
        Side("Rue Haute, retour", "left", 43.61, 3.5, 43.6, 3.5, 120, 140, 80, 600, 15),
    )


def test_a_round_of_communes_is_none_of_street_sides(served: Registry) -> None:
    (over_columns,) = served.rounds()

    assert (over_columns.id, over_columns.communes) == ("thursday", ("34001",))
    assert over_columns.runs_on(date(2026, 1, 8))
    assert not over_columns.runs_on(date(2026, 1, 15))


def test_a_crew_is_told_of_a_side_what_its_round_takes(served: Registry, url: str) -> None:
    (found,) = served.fixed_rounds()
    sides = {("side", f"{found.id}/{number}") for number in range(len(found.sides))}

    with open_driven(url) as driven:
        about = driven.about({*sides, ("side", "no-round/1")})

    assert about.keys() == sides != set()
    assert {known.stream for known in about.values()} == {found.stream} == {"residual"}


def test_a_round_that_loses_a_street_has_lost_it(served: Registry, streets: Path) -> None:
    lines = SIDES.splitlines()
    (streets / "rounds" / "alpha.csv").write_text(f"{lines[0]}\n{lines[2]}\n", encoding="utf-8")

    summary = served.load_territory(streets)

    assert summary.sides == 1
    assert [side.street for side in served.fixed_rounds()[0].sides] == ["Rue Haute, retour"]


def test_a_round_of_sides_may_become_one_of_communes(served: Registry, streets: Path) -> None:
    (streets / "rounds" / "alpha.csv").unlink()
    spoil(streets / "territory.toml", 'gear = "hook"\nweekdays', 'truck = "one"\nweekdays')
    spoil(
        streets / "territory.toml", 'season = ["11-01"', 'communes = ["34001"]\nseason = ["11-01"'
    )

    served.load_territory(streets)

    assert served.fixed_rounds() == []
    assert [one.id for one in served.rounds()] == ["alpha", "thursday"]


def test_rules_on_ages_are_replaced_as_a_whole(served: Registry, streets: Path) -> None:
    before = served.ages()
    spoil(streets / "territory.toml", AGES, '\n[[ages]]\nstream = "glass"\ndays = 60\n')

    served.load_territory(streets)

    assert before == [
        AgeRule("residual", 14),
        AgeRule("residual", 7, "34001", Season((6, 15), (9, 15))),
    ]
    assert served.ages() == [AgeRule("glass", 60)]


def test_a_second_load_of_rounds_and_ages_changes_nothing(served: Registry, streets: Path) -> None:
    before = served.fixed_rounds(), served.ages()

    summary = served.load_territory(streets)

    assert (summary.rounds, summary.sides, summary.ages) == (2, 2, 2)
    assert (served.fixed_rounds(), served.ages()) == before


def test_a_territory_that_says_nothing_of_it_has_what_was_so_far(loaded: Registry) -> None:
    (truck,), (site,), (first, _) = loaded.trucks(), loaded.sites(), loaded.containers()

    assert truck.body == (Compartment(("residual",), 5000, 16_000),)
    assert (truck.home, truck.rules, truck.eur_per_km) == ("depot", ("labour-code",), None)
    assert (truck.gross_kg, truck.height_cm, truck.daily_kg) == (19_000, 380, None)
    assert site.hours == (Hours(5 * 3600, 20 * 3600),)
    assert (first.windows, first.max_truck_kg, first.zone) == ((), None, "34001")
    assert (loaded.fixed_rounds(), loaded.ages()) == ([], [])


def test_what_planning_asks_of_a_truck_is_kept(registry: Registry, folder: Path) -> None:
    spoil(
        folder / "territory.toml",
        "capacity_l = 16000\n",
        f'capacity_l = 16000\n{CUTS}end_depot = "depot"\neur_per_km = 1.1\neur_per_hour = 60\n'
        'eur_per_use = 40\nrules = ["eu-561", "lunch"]\ngross_kg = 12000\nheight_cm = 320\n'
        "daily_kg = 9000\ndaily_l = 40000\ndaily_stops = 120\n",
    )

    registry.load_territory(folder)

    (truck,) = registry.trucks()
    assert truck.body == (
        Compartment(("residual",), 2000, 9000),
        Compartment(("residual",), 3000, 7000),
    )
    assert (truck.eur_per_km, truck.eur_per_hour, truck.eur_per_use) == (1.1, 60, 40)
    assert (truck.end_depot, truck.rules) == ("depot", ("eu-561", "lunch"))
    assert (truck.gross_kg, truck.height_cm) == (12_000, 320)
    assert (truck.daily_kg, truck.daily_l, truck.daily_stops) == (9000, 40_000, 120)


def test_hours_and_limits_of_places_are_kept(registry: Registry, folder: Path) -> None:
    spoil(folder / "territory.toml", "unload_s", 'windows = "05:00-12:00 13:30-20:00"\nunload_s')
    spoil(
        folder / "containers.csv",
        "invented\n",
        "invented,windows,max_truck_kg,max_truck_cm,age_zone\n",
    )
    spoil(folder / "containers.csv", ",yes\n", ",yes,06:00-09:30 14:00-16:00,12000,350,centre\n")
    spoil(folder / "containers.csv", ",no\n", ",no,,,,\n")

    registry.load_territory(folder)

    (site,), (first, second) = registry.sites(), registry.containers()
    assert site.hours == (Hours(18_000, 43_200), Hours(48_600, 72_000))
    assert first.windows == (Hours(21_600, 34_200), Hours(50_400, 57_600))
    assert (first.max_truck_kg, first.max_truck_cm, first.zone) == (12_000, 350, "centre")
    assert (second.windows, second.max_truck_kg, second.zone) == ((), None, "34001")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("territory.toml", "2028-12-31", "2025-12-31", "until: 2025-12-31 is before the anchor"),
        ("territory.toml", '["11-01"', '["11-31"', "season: no year has both days, 11-31 and"),
        (
            "territory.toml",
            '["11-01"',
            '["1 Nov"',
            "season[0]: expected a day of the year as MM-DD",
        ),
        ("territory.toml", '"shift-week"', '"later"', "on_holiday: invalid enum value 'later'"),
        ("territory.toml", '"christmas"', '"noel"', "holidays[0]: invalid enum value 'noel'"),
        (
            "territory.toml",
            'gear = "hook"\nweek',
            "week",
            "gear: a round of street sides needs one",
        ),
        (
            "territory.toml",
            'season = ["11-01"',
            'communes = ["34001"]\nseason = ["11-01"',
            "communes: none, it has rounds/alpha.csv",
        ),
        (
            "territory.toml",
            'gear = "hook"\nweek',
            'gear = "bin-lift"\ntruck = "one"\nweek',
            "truck: 'one' has no bin-lift for residual",
        ),
        ("territory.toml", 'truck = "one"\n', "", "truck: a round of communes needs one"),
        (
            "territory.toml",
            'truck = "one"\n',
            'truck = "one"\ngear = "hook"\n',
            "gear: a round of communes has that of its containers",
        ),
        (
            "territory.toml",
            'communes = ["34001"]\n',
            "",
            "communes: say some, or write its street sides into rounds/thursday.csv",
        ),
        ("territory.toml", "days = 14", "days = 0", "days: expected `int` >= 1"),
        ("territory.toml", 'zone = "34001"', 'zone = "x"', "zone: 'x' is no commune and no"),
        (
            "territory.toml",
            "days = 14",
            'days = 9\nzone = "34001"\nseason = ["06-15", "09-15"]',
            "days: already told at",
        ),
        ("rounds/alpha.csv", "right", "east", "side: invalid enum value 'east'"),
        ("rounds/alpha.csv", "43.6,3.5", "nan,3.5", "lat: expected `float` >= -90.0"),
        ("rounds/alpha.csv", "seconds", "minutes", "the first line names the columns: street,"),
        ("rounds/alpha.csv", SIDES.partition("\n")[2], "", "a round has one street side or more"),
        ("territory.toml", 'id = "alpha"', 'id = "beta"', "'alpha' is none of the rounds"),
        (
            "territory.toml",
            'depot = "depot"',
            'depot = "depot"\nend_depot = "x"',
            "end_depot: 'x' is",
        ),
        ("territory.toml", "unload_s", 'windows = "5-9"\nunload_s', "windows: expected hours like"),
        (
            "territory.toml",
            "unload_s",
            'windows = "04:00-09:00"\nunload_s',
            "windows: they lie between 05:00 and 20:00",
        ),
        (
            "territory.toml",
            "unload_s",
            'windows = "09:00-08:00"\nunload_s',
            "windows: 09:00-08:00 ends before it begins",
        ),
        (
            "territory.toml",
            "unload_s",
            'windows = "08:00-09:00 09:00-10:00"\nunload_s',
            "windows: 09:00 is not after 09:00",
        ),
        (
            "territory.toml",
            "capacity_kg = 5000",
            f"capacity_kg = 4000\n{CUTS}",
            "compartments: together they hold 5000 kg, the truck 4000",
        ),
        (
            "territory.toml",
            "capacity_kg = 5000",
            f"capacity_kg = 5000\n{CUTS.replace('residual', 'glass')}",
            "compartments: together they hold the truck's streams, no others",
        ),
        (
            "territory.toml",
            "capacity_kg = 5000",
            f"capacity_kg = 5000\n{CUTS.replace('capacity_kg', 'payload')}",
            "compartments[0]: object",
        ),
    ],
)
def test_a_fault_in_rounds_and_fleet_is_one_sentence(
    streets: Path, file: str, old: str, new: str, fault: str
) -> None:
    spoil(streets / file, old, new)

    said = [line.partition(": ")[2] for line in faults(read_folder, streets)]

    assert any(sentence.startswith(fault) for sentence in said), said


@pytest.fixture
def valley(registry: Registry, tmp_path: Path) -> Registry:
    """Give the Vallée de l'Hérault a truck for bins and two rounds from door to door."""
    folder = tmp_path / "valley"
    shutil.copytree(VALLEY, folder)
    shutil.copytree(BESIDE / "rounds", folder / "rounds")
    with (folder / "territory.toml").open("a", encoding="utf-8") as file:
        file.write((BESIDE / "rounds.toml").read_text(encoding="utf-8"))
    registry.load_territory(folder)
    return registry


def test_the_valleys_own_rounds_and_trucks_stay_beside_those_of_streets(valley: Registry) -> None:
    sides = {one.id: len(one.sides) for one in valley.fixed_rounds()}

    assert sides == {"aniane-tuesday": 27, "gignac-monday": 28}
    assert len(valley.rounds()) == 3
    assert [truck.id for truck in valley.trucks()] == ["benne-1", "grue-1", "grue-2"]
    assert all(one.invented for one in valley.fixed_rounds())


def test_a_street_of_the_valley_is_as_long_as_it_can_be(valley: Registry) -> None:
    for one in valley.fixed_rounds():
        for side in one.sides:
            assert abs(side.exit_lat - side.lat) * 111_195 <= side.metres + 2
            assert 43.63 < side.lat < 43.70
            assert 3.53 < side.lon < 3.61


def test_the_fortnight_of_aniane_holds_over_the_new_year(valley: Registry) -> None:
    (aniane,) = (one for one in valley.fixed_rounds() if one.id == "aniane-tuesday")
    since = date(2026, 12, 15)

    driven = [day for n in range(40) if falls_on(aniane.calendar, day := since + timedelta(n))]

    assert driven == [date(2026, 12, 22), date(2027, 1, 5), date(2027, 1, 19)]
