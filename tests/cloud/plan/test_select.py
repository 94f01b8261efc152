"""A day's problem is made of needs and of what the registry says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from cloud.forecast.need import Need
from cloud.plan.problem import Problem
from cloud.plan.select import Day, Prices, Territory, problem
from cloud.registry.values import Container, Model, Site, Truck
from cloud.roads.crow import finder
from cloud.roads.profile import RoadProfile
from cloud.roads.travel import Travel
from cloud.rounds.ages import AgeRule
from cloud.rounds.calendar import Calendar
from cloud.rounds.trace import FixedRound, Side

EVE = Day(date(2025, 10, 21), date(2025, 10, 22))
MODEL = Model("col", "hook", 1500, (1000, 1000), (1200, 1200), 250)


def need(container: str, p: float, fill: float = 0.4, trouble: str | None = None) -> Need:
    return Need(container, 0, fill, fill, 300, 30, p, None, None, trouble)


def container(name: str) -> Container:
    return Container(
        id=name,
        name=name.title(),
        insee="34114",
        operator="sch",
        stream="glass",
        model=MODEL,
        lat=43.65,
        lon=3.55,
        kg_per_m3=300.0,
        litres_per_day=80.0,
        service_s=240,
        invented=True,
    )


def site(name: str, kind: str, streams: tuple[str, ...]) -> Site:
    return Site(name, name, kind, "sch", streams, 43.6, 3.5, 21_600, 50_000, 600, True, "")


def no_matrix(
    profile: RoadProfile,
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    names: Sequence[str] | None = None,
) -> Travel:
    del profile, lons, names
    empty = np.zeros((0, 0), dtype=np.int64)
    assert len(lats) < 4000
    return Travel(empty, empty, "none", exact=False)


def microseconds(day: date, before: int) -> int:
    return int((day.toordinal() - date(1970, 1, 1).toordinal() - before) * 86_400e6 + 3600e6)


@pytest.fixture
def ground() -> Territory:
    return Territory(
        containers=[container("a"), container("b"), container("c")],
        trucks=[
            Truck("t", "T", "sch", "yard", ("hook",), ("glass",), 9000, 20_000, 3.0, 0, 9, True)
        ],
        sites=[site("yard", "depot", ()), site("works", "outlet", ("glass",))],
    )


@pytest.fixture
def made(ground: Territory) -> Problem:
    needs = {"a": need("a", 0.7), "b": need("b", 0.1, trouble="silent")}
    return problem(EVE, ground, needs, Prices(), finder())


def test_only_containers_with_a_need_are_considered(made: Problem) -> None:
    assert [one.container for one in made.pickups] == ["a", "b"]


def test_a_probable_overflow_is_a_must(made: Problem) -> None:
    assert [one.must for one in made.pickups] == [True, False]


def test_doubt_about_a_sensor_travels_along(made: Problem) -> None:
    assert [one.trouble for one in made.pickups] == [None, "silent"]


def test_a_truck_that_presses_takes_more(made: Problem) -> None:
    assert made.trucks[0].compartments[0].capacity_l == 60_000


def test_sites_that_take_a_stream_are_tips(made: Problem) -> None:
    assert [tip.site for tip in made.tips] == ["works"]
    assert made.places[made.tips[0].place].ref == "works"
    assert made.places[made.trucks[0].start].ref == "yard"


def test_an_overflow_costs_its_price() -> None:
    prices = Prices(overflow_eur=60, visit_eur=0)

    assert prices.prize_ueur(need("a", 0.25)) == 15_000_000


@pytest.mark.parametrize(("fill", "eur"), [(0.3, 0), (0.5, 0), (0.75, 4.5), (1.2, 9)])
def test_waiting_costs_nothing_below_half_full(fill: float, eur: float) -> None:
    assert Prices(visit_eur=9).prize_ueur(need("a", 0.0, fill)) == eur * 1_000_000


def test_waste_that_would_grow_too_old_is_a_must_whatever_the_forecast(ground: Territory) -> None:
    ages = [AgeRule("glass", 14)]
    emptied = {"a": 15, "b": 7}
    needs = {
        name: replace(need(name, 0.0), emptied_at_us=microseconds(EVE.day, days))
        for name, days in emptied.items()
    }

    made = problem(EVE, replace(ground, ages=ages), needs, Prices(), finder())

    assert [one.must for one in made.pickups] == [True, False]


def test_a_point_that_is_nowhere_is_left_and_the_rest_is_planned(ground: Territory) -> None:
    lost = [replace(ground.containers[0], lat=float("nan")), replace(ground.containers[1], lat=91)]
    territory = replace(ground, containers=[*lost, ground.containers[2]])
    needs = {name: need(name, 0.3) for name in "abc"}

    made = problem(EVE, territory, needs, Prices(), finder())

    assert [one.container for one in made.pickups] == ["c"]
    assert [(one.container, one.reason) for one in made.unfit] == [
        ("a", "no-place"),
        ("b", "no-place"),
    ]


def test_of_too_many_containers_those_that_press_are_planned(ground: Territory) -> None:
    many = [replace(container("x"), id=f"c{i:05}") for i in range(10_000)]
    needs = {one.id: need(one.id, i / 10_000) for i, one in enumerate(many)}

    made = problem(EVE, replace(ground, containers=many), needs, Prices(), no_matrix)

    assert len(made.pickups) == 3000
    assert min(one.p_overflow for one in made.pickups) == 0.7
    assert {one.reason for one in made.unfit} == {"too-many"}
    assert "10,000 containers are more than the 3,000" in made.unfit[0].detail


def test_a_round_is_due_on_the_days_of_its_calendar(ground: Territory) -> None:
    side = Side("Rue", "both", 43.6, 3.5, 43.61, 3.5, 1000, 600, 400, 2000)
    every_tuesday = Calendar(("tue",), EVE.day)
    due = FixedRound("r", "R", "sch", "glass", "hook", None, every_tuesday, (side,), True)
    other = replace(due, id="s", calendar=Calendar(("wed",), EVE.day))

    made = problem(EVE, replace(ground, rounds=[due, other]), {}, Prices(), finder())

    assert [one.id for one in made.rounds] == ["r"]
    assert made.places[made.rounds[0].sides[0].leaves].lat == 43.61
