"""From the bytes of thirty sensors to tomorrow's rounds, all of it the real code, in memory."""

import numpy as np

from cloud.forecast.emptying import emptyings
from cloud.forecast.need import Need
from cloud.plan.check import violations
from cloud.plan.problem import Problem
from cloud.plan.route import Plan
from cloud.registry.values import Container
from cloud.series.container import MEASUREMENT, series_of
from tests.flow.conftest import Valley

# An emptying that is found within this of a true one is that one.
NEAR_US = 2 * 3600 * 1_000_000


def series(valley: Valley, container: Container) -> tuple[np.ndarray, np.ndarray]:
    points = valley.store.read(MEASUREMENT, series_of(container.id), 0, 2**63 - 1)
    times = np.array([point.time_ns // 1000 for point in points], dtype=np.int64)
    return times, np.array([point.fields["fill_ratio"] for point in points], dtype=np.float64)


def test_every_reading_of_every_node_is_settled_and_none_refused(valley: Valley) -> None:
    tallies = [agent.outbox.tally() for agent in valley.agents.values()]

    assert len(tallies) == 31
    assert all(tally.pending == 0 and tally.dropped == 0 for tally in tallies)
    assert sum(tally.produced for tally in tallies) > 30 * 21 * 96
    assert valley.registry.dead_letter_count() == 0


def test_the_fill_now_is_the_true_fill(valley: Valley, needs: dict[str, Need]) -> None:
    now = np.array([valley.now_us - 1], dtype=np.int64)

    errors = [
        abs((need.fill_ratio or 0.0) - float(valley.world.fill_ratio(need.container, now)[0]))
        for need in needs.values()
    ]

    assert {need.trouble for need in needs.values()} == {None}
    assert float(np.quantile(errors, 0.9)) <= 0.06


def test_emptyings_are_found_and_none_invented(valley: Valley) -> None:
    hits = false = missed = 0
    for container in valley.registry.containers():
        found = emptyings(*series(valley, container))
        true = valley.world.emptied_at_us(container.id)
        true = true[true < valley.now_us - NEAR_US]
        near = np.abs(found[:, None] - true[None, :]) <= NEAR_US
        hits += int(near.any(axis=0).sum())
        missed += int((~near.any(axis=0)).sum())
        false += int((~near.any(axis=1)).sum())

    f1 = 2 * hits / (2 * hits + false + missed)
    assert hits > 100
    assert f1 >= 0.98


def test_every_container_that_will_overflow_is_served_or_has_its_reason(
    plan: Plan, needs: dict[str, Need]
) -> None:
    served = {stop.ref for route in plan.routes for stop in route.containers}
    left = {one.container: one for one in plan.left}
    due = {name for name, need in needs.items() if need.p_overflow_if_left >= 0.25}

    assert due
    for name in due - served:
        assert left[name].reason in {"no-room", "no-time", "no-truck", "no-tip"}
        assert left[name].detail


def test_the_plan_passes_the_checker_and_says_that_it_is_crow_flight(
    plan: Plan, day_problem: Problem
) -> None:
    assert violations(day_problem, plan) == ()
    assert not plan.exact_roads
    assert "crow flight" in plan.travel


def test_a_truck_unloads_residual_waste_at_soumont_and_comes_home_empty(plan: Plan) -> None:
    driven = [route for route in plan.routes if route.stops]

    assert driven
    for route in driven:
        assert [stop.kind for stop in route.stops[-2:]] == ["tip", "depot"]
        assert {stop.ref for stop in route.stops if stop.kind == "tip"} == {"soumont-isdnd"}
        assert route.stops[-1].load_kg == 0
