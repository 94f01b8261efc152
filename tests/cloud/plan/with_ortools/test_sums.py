"""What fills a truck and what is capped adds up along its tour."""

from dataclasses import replace
from typing import Protocol

from cloud.plan.engine import nothing
from cloud.plan.loads import stretched
from cloud.plan.problem import Compartment, Pickup, Problem, Tip, Truck
from cloud.plan.with_ortools.able import able
from cloud.plan.with_ortools.graph import Graph, graph
from cloud.plan.with_ortools.sums import caps, fillings


class Small(Protocol):
    truck: Truck
    tip: Tip

    def __call__(
        self, points: list[tuple[int, int]], *, trucks: list[Truck] | None = None
    ) -> Problem: ...


GLASS = Compartment(("glass",), 5000, 20_000)
PAPER = Compartment(("paper",), 900, 4000, "paper", 70, 300)


def graph_of(problem: Problem) -> Graph:
    trucks = [able(problem, truck, nothing) for truck in problem.trucks]
    load = stretched(problem)
    return graph(problem, trucks, [(pickup, load(pickup)) for pickup in problem.pickups])


def kinds(made: Graph, figures: list[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for node, figure in zip(made.nodes, figures, strict=True):
        found.setdefault(type(node.duty).__name__, set()).add(figure)
    return found


def test_a_tip_takes_out_all_that_a_container_may_have_put_in(four_containers: Problem) -> None:
    made = graph_of(four_containers)

    kg, litres = fillings(made)

    assert kinds(made, kg.change) == {
        "NoneType": {0},
        Pickup.__name__: {400},
        Tip.__name__: {-5000},
    }
    assert (kg.most, litres.most) == ([5000], [20_000])


def test_where_streams_are_mixed_each_fills_its_own_room(small: Small) -> None:
    both = replace(small.truck, id="t2", compartments=(GLASS, PAPER))
    made = graph_of(small([(2, 0)], trucks=[small.truck, both]))

    found = {one.name: one for one in fillings(made)}

    assert [one.bound for one in found.values()] == [
        [True, False],
        [False, True],
        [False, True],
    ] * 2
    assert found["kg paper"].aboard == [0, 70]
    assert found["kg paper"].most == [70, 900]


def test_a_cap_that_nobody_can_reach_is_none(four_containers: Problem) -> None:
    (truck,) = four_containers.trucks
    some = replace(truck, daily_kg=1600, daily_stops=3)

    found = list(caps(graph_of(replace(four_containers, trucks=(some,)))))

    assert [(one.name, one.most) for one in found] == [("stops", [3])]


def test_what_is_fixed_counts_for_a_cap(four_containers: Problem) -> None:
    (truck,) = four_containers.trucks
    some = replace(truck, daily_kg=900, fixed=(four_containers.pickups[0],))

    (cap,) = caps(graph_of(replace(four_containers, trucks=(some,))))

    assert cap.most == [500]
