"""Ten passages make a street's speed; the traces go, the medians stay and name nobody."""

from pathlib import Path

import numpy as np
import pytest

from cloud.errors import BadExtract
from cloud.roads.built import build
from cloud.roads.calibrate import LEAST, Driven, Edge, Passage, calibrated, edges, medians
from cloud.roads.graph import Graph
from cloud.roads.profile import RoadProfile
from cloud.roads.roads import Roads, opened
from cloud.roads.traces import NAME, driven, learn
from tests.cloud.roads.conftest import Net

# The nodes of a net are numbered as its letters stand: a 1, b 2, c 3, d 4, e 5, f 6, m 7.
B_M: Edge = (2, 7)
C_M: Edge = (3, 7)


@pytest.fixture
def graph(net: Net, truck: RoadProfile) -> Graph:
    return net.graph(net.with_middle({}), truck)


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    folder = tmp_path / "traces"
    folder.mkdir()
    return folder


@pytest.fixture
def roads(net: Net, tmp_path: Path) -> Roads:
    build(net.write(net.with_middle({})), tmp_path / "roads")
    return opened(tmp_path / "roads") or pytest.fail("nothing is built")


def passages(edge: Edge, seconds: list[float]) -> list[Passage]:
    return [Passage(edge, one) for one in seconds]


def test_the_median_of_enough_passages_is_the_speed(graph: Graph) -> None:
    # The street from b over m to c is 1,000 m long; one of them met a closed level crossing.
    seconds = [98.0, 99.0, 100.0, 100.0, 100.0, 100.0, 100.0, 101.0, 102.0, 900.0]

    found = medians(passages(B_M, seconds), graph)

    assert found == {B_M: Driven(kmh=36.0, passages=10)}


def test_too_few_passages_change_nothing(graph: Graph) -> None:
    assert medians(passages(B_M, [100.0] * (LEAST - 1)), graph) == {}


@pytest.mark.parametrize("seconds", [0.0, -5.0, float("nan"), 0.001, 1e9])
def test_what_no_truck_drives_does_not_count(graph: Graph, seconds: float) -> None:
    assert medians(passages(B_M, [100.0] * 9 + [seconds]), graph) == {}


def test_a_street_that_the_map_lacks_does_not_count(graph: Graph) -> None:
    assert medians(passages((4711, 4712), [100.0] * LEAST), graph) == {}


def test_only_the_street_and_the_direction_that_was_driven_change(graph: Graph) -> None:
    changed = calibrated(graph, {C_M: Driven(72.0, 10)})

    forth, back = edges(graph)
    assert back[forth.index(B_M)] == C_M
    for i, edge in enumerate(forth):
        assert changed.forth_s[i] == graph.forth_s[i]
        assert (changed.back_s[i] == graph.back_s[i]) == (edge != B_M)
    assert changed.back_s[forth.index(B_M)] == pytest.approx(50, abs=0.1)


def test_a_trace_against_a_one_way_does_not_open_it(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({"oneway": "yes"}), truck)

    changed = calibrated(graph, {C_M: Driven(50.0, 10)})

    np.testing.assert_array_equal(np.isfinite(changed.back_s), np.isfinite(graph.back_s))


@pytest.mark.parametrize(("kmh", "count"), [(0.0, 10), (500.0, 10), (40.0, 9), (np.nan, 10)])
def test_no_median_is_of_too_few_or_absurd(kmh: float, count: int) -> None:
    with pytest.raises(ValueError, match="no median"):
        Driven(kmh, count)


def test_after_learning_the_traces_are_gone_and_the_trucks_are_as_fast_as_they_were(
    net: Net, roads: Roads, traces: Path, truck: RoadProfile, car: RoadProfile
) -> None:
    (traces / "monday.csv").write_text("first_node,next_node,seconds\n" + "2,7,200\n" * 6)
    (traces / "tuesday.csv").write_text("2,7,200\n" * 6 + "7;2;junk\n\n" + "3,7,100\n" * 9)
    (traces / "notes.txt").write_text("not a trace")

    learned = learn(traces, roads.graph(truck), roads.folder)

    assert [one.name for one in traces.iterdir()] == ["notes.txt"]
    assert (learned.files, learned.passages, learned.unread, learned.streets) == (2, 21, 1, 1)
    assert (roads.folder / NAME).read_text().split() == [
        "first_node,next_node,kmh,passages",
        "2,7,18.0,12",
    ]
    slow = opened(roads.folder) or pytest.fail("nothing is built")
    assert slow.travel(truck, *net.at("bc")).seconds[0, 1] == pytest.approx(200, abs=1)
    assert slow.travel(truck, *net.at("cb")).seconds[0, 1] < 160
    before, after = (one.travel(car, *net.at("bc")).seconds[0, 1] for one in (roads, slow))
    assert before == after


def test_newer_medians_take_the_place_of_older_ones_and_the_others_stay(
    roads: Roads, traces: Path, truck: RoadProfile
) -> None:
    (traces / "one.csv").write_text("2,7,200\n" * 10 + "3,7,100\n" * 10)
    learn(traces, roads.graph(truck), roads.folder)
    (traces / "two.csv").write_text("2,7,100\n" * 11 + "3,7,50\n" * 9)

    learn(traces, roads.graph(truck), roads.folder)

    assert driven(roads.folder) == {B_M: Driven(36.0, 11), C_M: Driven(36.0, 10)}


def test_traces_stay_if_what_was_learned_cannot_be_kept(
    roads: Roads, traces: Path, truck: RoadProfile
) -> None:
    graph = roads.graph(truck)
    (traces / "one.csv").write_text("2,7,200\n" * 10)
    (roads.folder / NAME).write_text("first_node,next_node,kmh,passages\n1,2,fast,10\n")

    with pytest.raises(BadExtract, match=r"speeds\.csv is damaged"):
        learn(traces, graph, roads.folder)

    assert (traces / "one.csv").exists()


def test_a_folder_that_is_none_is_said_in_a_sentence(
    roads: Roads, traces: Path, truck: RoadProfile
) -> None:
    with pytest.raises(BadExtract, match="is no folder"):
        learn(traces / "no", roads.graph(truck), roads.folder)
