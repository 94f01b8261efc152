"""A truck goes round what is forbidden to it, a car does not; nobody drives against a one-way."""

import pytest

from cloud.roads.graph import Graph
from cloud.roads.matrix import travel
from cloud.roads.profile import RoadProfile
from tests.cloud.roads.conftest import Net, Tags


def metres(net: Net, graph: Graph, start: str, end: str) -> int:
    return int(travel(graph, *net.at(start + end)).metres[0, 1])


@pytest.mark.parametrize(
    "tags",
    [
        {"maxweight": "3.5"},
        {"maxweight": "3500 kg"},
        {"maxweightrating:hgv": "7.5"},
        {"maxheight": "2.8"},
        {"maxheight": "10'6\""},
        {"hgv": "no"},
        {"hgv": "destination"},
        {"maxweight": "3.5", "maxweight:conditional": "none @ destination"},
    ],
)
def test_a_truck_goes_round_a_limit_and_a_car_does_not(
    net: Net, truck: RoadProfile, car: RoadProfile, tags: Tags
) -> None:
    ways = net.with_middle(tags)

    assert metres(net, net.graph(ways, car), "a", "d") == pytest.approx(2000, abs=2)
    assert metres(net, net.graph(ways, truck), "a", "d") == pytest.approx(4000, abs=2)


@pytest.mark.parametrize("tags", [{}, {"maxweight": "19"}, {"maxheight": "4"}, {"hgv": "yes"}])
def test_a_truck_takes_the_straight_way_where_it_may(
    net: Net, truck: RoadProfile, tags: Tags
) -> None:
    graph = net.graph(net.with_middle(tags), truck)

    assert metres(net, graph, "a", "d") == pytest.approx(2000, abs=2)


@pytest.mark.parametrize(
    "tags", [{"access": "no"}, {"motor_vehicle": "private"}, {"vehicle": "no"}]
)
def test_nobody_takes_a_closed_way(net: Net, car: RoadProfile, tags: Tags) -> None:
    graph = net.graph(net.with_middle(tags), car)

    assert metres(net, graph, "a", "d") == pytest.approx(4000, abs=2)


def test_the_more_special_key_wins(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({"access": "no", "hgv": "yes"}), truck)

    assert metres(net, graph, "a", "d") == pytest.approx(2000, abs=2)


def test_a_stop_on_a_street_for_residents_is_served(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({"hgv": "destination"}), truck)

    assert metres(net, graph, "a", "m") == pytest.approx(1000, abs=2)


@pytest.mark.parametrize(
    "tags",
    [{"oneway": "yes"}, {"junction": "roundabout"}, {"oneway": "1"}, {"junction": "circular"}],
)
def test_a_one_way_is_not_driven_against(net: Net, truck: RoadProfile, tags: Tags) -> None:
    graph = net.graph(net.with_middle(tags), truck)

    assert metres(net, graph, "a", "d") == pytest.approx(2000, abs=2)
    assert metres(net, graph, "d", "a") == pytest.approx(4000, abs=2)
    # On the street itself, too: from its middle back to its begin is the whole way round.
    assert metres(net, graph, "m", "b") == pytest.approx(3500, abs=2)


def test_a_one_way_may_run_against_its_drawing(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({"oneway": "-1"}), truck)

    assert metres(net, graph, "a", "d") == pytest.approx(4000, abs=2)
    assert metres(net, graph, "d", "a") == pytest.approx(2000, abs=2)


def test_a_bollard_is_driven_up_to_and_not_past(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({}), truck, barriers={"m": {"barrier": "bollard"}})

    assert metres(net, graph, "a", "d") == pytest.approx(4000, abs=2)


def test_a_gate_without_a_word_is_passed(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({}), truck, barriers={"m": {"barrier": "gate"}})

    assert metres(net, graph, "a", "d") == pytest.approx(2000, abs=2)


def test_a_sign_below_the_class_slows(net: Net, car: RoadProfile) -> None:
    plain = travel(net.graph(net.with_middle({}), car), *net.at("bc")).seconds[0, 1]
    slow = travel(net.graph(net.with_middle({"maxspeed": "20"}), car), *net.at("bc")).seconds[0, 1]

    assert slow == pytest.approx(1000 / (18 / 3.6), abs=1)
    assert slow > plain
