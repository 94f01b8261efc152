"""A problem falls into parts that have nothing to do with one another."""

from dataclasses import replace

from cloud.plan.parts import parts
from cloud.plan.problem import Compartment
from tests.cloud.plan.conftest import TRUCK, Small, pickup


def test_operators_are_planned_apart(small: Small) -> None:
    bins = [replace(pickup(f"c{i}", i + 2), operator="sch" if i % 2 else "cc") for i in range(4)]
    trucks = [TRUCK, replace(TRUCK, id="t2", operator="cc"), replace(TRUCK, id="t3")]
    problem = small([(i, 0) for i in range(4)], pickups=bins, trucks=trucks)

    found = parts(problem)

    assert [[truck.id for truck in part.trucks] for part in found] == [["t1", "t3"], ["t2"]]
    assert [[one.container for one in part.pickups] for part in found] == [
        ["c1", "c3"],
        ["c0", "c2"],
    ]


def test_a_truck_that_could_do_either_joins_two_parts(small: Small) -> None:
    paper = (Compartment(("paper",), 900, 900),)
    both = (Compartment(("glass", "paper"), 900, 900),)
    bins = [pickup("c0", 2), replace(pickup("c1", 3), stream="paper")]
    trucks = [TRUCK, replace(TRUCK, id="t2", compartments=paper)]
    problem = small([(1, 0), (2, 0)], pickups=bins, trucks=trucks)
    joined = replace(problem, trucks=(*trucks, replace(TRUCK, id="t3", compartments=both)))

    assert len(parts(problem)) == 2
    assert len(parts(joined)) == 1


def test_what_nobody_may_lift_and_what_is_fixed_is_in_no_part(small: Small) -> None:
    bins = [pickup("c0", 2), replace(pickup("c1", 3), gear="crane"), pickup("c2", 4)]
    trucks = [replace(TRUCK, fixed=(bins[0],))]
    problem = small([(1, 0), (2, 0), (3, 0)], pickups=bins, trucks=trucks)

    (part,) = parts(problem)

    assert [one.container for one in part.pickups] == ["c2"]


def test_of_very_many_containers_each_goes_to_the_nearest_depot(small: Small) -> None:
    points = [(i % 40 - 20, 0) for i in range(1100)]
    far = replace(TRUCK, id="t2", start=2, end=2)
    problem = small(points, trucks=[TRUCK, far])

    west, east = parts(problem)

    metres = problem.travels["car"].metres
    assert len(west.pickups) + len(east.pickups) == 1100
    assert all(metres[0, one.place] <= metres[2, one.place] for one in west.pickups)
    assert all(metres[2, one.place] <= metres[0, one.place] for one in east.pickups)
