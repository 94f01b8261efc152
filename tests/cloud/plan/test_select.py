"""A day's problem is made of needs and of what the registry says."""

import pytest

from cloud.forecast.need import Need
from cloud.plan.problem import Problem
from cloud.plan.select import Prices, Territory, problem
from cloud.registry.values import Container, Model, Site, Truck
from cloud.roads.crow import travel

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


@pytest.fixture
def made() -> Problem:
    territory = Territory(
        containers=[container("a"), container("b"), container("c")],
        trucks=[
            Truck("t", "T", "sch", "yard", ("hook",), ("glass",), 9000, 20_000, 3.0, 0, 9, True)
        ],
        sites=[site("yard", "depot", ()), site("works", "outlet", ("glass",))],
    )
    needs = {"a": need("a", 0.7), "b": need("b", 0.1, trouble="silent")}
    return problem("2025-10-21", territory, needs, Prices(), travel)


def test_only_containers_with_a_need_are_considered(made: Problem) -> None:
    assert [one.container for one in made.pickups] == ["a", "b"]


def test_a_probable_overflow_is_a_must(made: Problem) -> None:
    assert [one.must for one in made.pickups] == [True, False]


def test_doubt_about_a_sensor_travels_along(made: Problem) -> None:
    assert [one.trouble for one in made.pickups] == [None, "silent"]


def test_a_truck_that_presses_takes_more(made: Problem) -> None:
    assert made.trucks[0].capacity_l == 60_000


def test_sites_that_take_a_stream_are_tips(made: Problem) -> None:
    assert [tip.site for tip in made.tips] == ["works"]
    assert made.places[made.tips[0].place].ref == "works"
    assert made.places[made.trucks[0].depot].ref == "yard"


def test_an_overflow_costs_its_price_in_metres() -> None:
    prices = Prices(overflow_eur=60, eur_per_km=3, full_round_m=0)

    assert prices.prize_m(need("a", 0.25)) == 5000


@pytest.mark.parametrize(("fill", "metres"), [(0.3, 0), (0.5, 0), (0.75, 1500), (1.2, 3000)])
def test_waiting_costs_nothing_below_half_full(fill: float, metres: int) -> None:
    assert Prices(full_round_m=3000).prize_m(need("a", 0.0, fill)) == metres
