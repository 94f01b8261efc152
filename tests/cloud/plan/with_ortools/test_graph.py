"""Nodes and arcs say where a truck may go next, and what that costs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cloud.plan.engine import nothing
from cloud.plan.loads import stretched
from cloud.plan.problem import Compartment, Problem
from cloud.plan.with_ortools.able import able
from cloud.plan.with_ortools.graph import Graph, graph
from cloud.plan.with_ortools.nodes import Kind, tour_of, visited
from tests.cloud.plan.conftest import Small

HOUR = 3600


def graph_of(problem: Problem) -> Graph:
    trucks = [able(problem, truck, nothing) for truck in problem.trucks]
    load = stretched(problem)
    return graph(problem, trucks, [(pickup, load(pickup)) for pickup in problem.pickups])


def nodes_of(made: Graph, kind: Kind, ref: str | None = None) -> list[int]:
    return [
        i
        for i, node in enumerate(made.nodes)
        if node.kind == kind and (ref is None or (node.duty is not None and node.duty.ref == ref))
    ]


def two_streams(small: Small, compartments: Sequence[Compartment]) -> Problem:
    one = small([(2, 0), (2, 2)])
    glass, paper = one.pickups[0], replace(one.pickups[1], stream="paper")
    tip = replace(small.tip, streams=("glass", "paper"))
    truck = replace(small.truck, compartments=tuple(compartments))
    return small([(2, 0), (2, 2)], pickups=[glass, paper], trucks=[truck], tips=[tip])


def test_a_truck_that_lifted_something_cannot_go_home_without_a_tip(
    four_containers: Problem,
) -> None:
    made = graph_of(four_containers)

    (end,), picked = nodes_of(made, "end"), nodes_of(made, "pickup")

    assert not made.allowed[picked, end].any()
    assert made.allowed[picked][:, nodes_of(made, "closing")].all()


def test_a_truck_that_stays_costs_nothing(four_containers: Problem) -> None:
    made = graph_of(four_containers)

    (start,), (end,), (closing,) = (nodes_of(made, kind) for kind in ("start", "end", "closing"))

    assert made.costs(0)[start, closing] == 0
    assert made.costs(0)[closing, end] == 0


def test_the_way_home_is_paid_on_arrival_at_the_last_tip(four_containers: Problem) -> None:
    made = graph_of(four_containers)

    (picked,), (closing,) = nodes_of(made, "pickup", "c0"), nodes_of(made, "closing")

    # Five kilometres from (2, 0) to the tip at (0, 3), three from there to the depot.
    assert made.costs(0)[picked, closing] == (5000 + 3000) * 1000


def test_a_use_is_paid_on_the_way_to_the_first_container(small: Small) -> None:
    dear = replace(small.truck, costs=replace(small.truck.costs, per_use_ueur=7))
    made = graph_of(small([(2, 0)], trucks=[dear]))

    (start,), (picked,) = nodes_of(made, "start"), nodes_of(made, "pickup")

    assert made.costs(0)[start, picked] == 2000 * 1000 + 7


def test_a_change_costs_only_the_truck_that_was_not_to_come(small: Small) -> None:
    trucks = [replace(small.truck, id=name) for name in ("t1", "t2")]
    problem = replace(small([(2, 0)], trucks=trucks), planned={"c0": "t1"}, change_ueur=9)
    made = graph_of(problem)

    (picked,) = nodes_of(made, "pickup")

    assert made.costs(1)[picked - 1, picked] - made.costs(0)[picked - 1, picked] == 9


def test_one_compartment_holds_one_stream_between_tips(small: Small) -> None:
    problem = two_streams(small, [Compartment(("glass", "paper"), 5000, 20_000)])
    made = graph_of(problem)

    (glass,), (paper,) = nodes_of(made, "pickup", "c0"), nodes_of(made, "pickup", "c1")

    assert not made.allowed[glass, paper]
    assert made.allowed[nodes_of(made, "middle")[0], paper]


def test_compartments_hold_several_streams_at_once(small: Small) -> None:
    both = [Compartment(("glass",), 5000, 20_000), Compartment(("paper",), 900, 4000)]
    made = graph_of(two_streams(small, both))

    (glass,), (paper,) = nodes_of(made, "pickup", "c0"), nodes_of(made, "pickup", "c1")

    assert made.allowed[glass, paper]


def test_where_fleets_are_mixed_each_truck_keeps_its_own_rule(small: Small) -> None:
    both = [Compartment(("glass",), 5000, 20_000), Compartment(("paper",), 900, 4000)]
    problem = two_streams(small, both)
    single = replace(
        small.truck, id="t2", compartments=(Compartment(("glass", "paper"), 5000, 20_000),)
    )
    made = graph_of(replace(problem, trucks=(*problem.trucks, single)))

    (glass,), (paper,) = nodes_of(made, "pickup", "c0"), nodes_of(made, "pickup", "c1")

    assert made.times(0)[glass, paper] < HOUR
    assert made.times(1)[glass, paper] > 24 * HOUR


def test_what_is_carried_over_forbids_another_stream_and_a_free_day(small: Small) -> None:
    carrying = Compartment(("glass", "paper"), 5000, 20_000, "glass", 100, 400)
    made = graph_of(two_streams(small, [carrying]))

    (start,), (glass,), (paper,), (closing,) = (
        nodes_of(made, "start"),
        nodes_of(made, "pickup", "c0"),
        nodes_of(made, "pickup", "c1"),
        nodes_of(made, "closing"),
    )

    assert made.allowed[start, glass]
    assert not made.allowed[start, paper]
    assert made.costs(0)[start, closing] == (3000 + 3000) * 1000


def test_a_truck_unloads_no_more_often_than_it_may(small: Small) -> None:
    full = small([(2, 0), (2, 2), (-3, 1), (0, 6)])
    tight = (Compartment(("glass",), 800, 20_000),)
    often = replace(small.truck, id="t1", compartments=tight)
    made = graph_of(replace(full, trucks=(often, replace(often, id="t2", trips=1))))

    middles = [made.nodes[i].truck for i in nodes_of(made, "middle")]

    assert set(middles) == {0}


def test_a_tour_has_no_tip_to_which_nothing_is_brought(small: Small) -> None:
    problem = small([(2, 0)])
    made = graph_of(problem)
    closing, lifted = made.nodes[nodes_of(made, "closing")[0]], made.nodes[-1]

    assert tour_of(made.able[0], [made.nodes[0], closing]) == ()
    assert tour_of(made.able[0], [lifted, closing, closing]) == (problem.pickups[0], small.tip)


def test_a_table_is_shared_by_trucks_that_drive_and_cost_alike(small: Small) -> None:
    trucks = [replace(small.truck, id=name) for name in ("t1", "t2")]
    made = graph_of(small([(2, 0)], trucks=trucks))

    assert made.cost_key(0) == made.cost_key(1)
    assert np.array_equal(made.costs(0), made.costs(1))


def test_a_tour_goes_by_middle_tips_and_ends_by_a_closing_one(small: Small) -> None:
    tight = replace(small.truck, compartments=(Compartment(("glass",), 400, 20_000),))
    problem = small([(2, 0)], trucks=[tight])
    made = graph_of(problem)
    (lifted,), tip = problem.pickups, small.tip

    at = visited(made.nodes, 0, (tip, lifted, tip))

    assert [made.nodes[i].kind for i in at] == ["middle", "pickup", "closing"]


def test_a_truck_that_stays_goes_by_a_closing_tip_only(four_containers: Problem) -> None:
    made = graph_of(four_containers)

    assert visited(made.nodes, 0, ()) == nodes_of(made, "closing")
