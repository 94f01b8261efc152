"""A dispatcher's change is judged at once, and what breaks is named in French."""

from dataclasses import replace

import pytest

from cloud.dispatch.driven import Stood, driven_so_far
from cloud.dispatch.french import SENTENCES
from cloud.dispatch.move import Asked, move
from cloud.dispatch.tours import of_now
from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.effort import Effort
from cloud.plan.news import News
from cloud.plan.planner import plan_day
from cloud.plan.problem import Compartment, Problem
from cloud.plan.route import Plan
from tests.cloud.plan.conftest import TRUCK, Small

QUICK = Effort(seed=1, rounds=1, seconds=20.0, walks=1)


def world(second: Compartment | None = None) -> tuple[Problem, Plan]:
    """Return four containers and two trucks; the first truck lifts them all."""
    room = second or TRUCK.compartments[0]
    other = replace(TRUCK, id="t2", name="Truck 2", compartments=(room,))
    alone = Small()([(2, 0), (2, 2), (-3, 1), (0, 6)], trucks=[TRUCK])
    both = replace(alone, trucks=(TRUCK, other))
    pickups = tuple(replace(one, must=True) for one in both.pickups)
    problem = replace(both, pickups=pickups)
    made = plan_day(replace(problem, trucks=(TRUCK,)), issued_at_us=1, effort=QUICK)
    return problem, of_now(problem, made)


def trucks_of(plan: Plan) -> dict[str, str]:
    return {stop.ref: route.truck for route in plan.routes for stop in route.containers}


def test_a_container_goes_to_another_truck_and_the_checker_agrees() -> None:
    problem, plan = world()

    answer = move(problem, plan, Asked("c1", truck="t2"))

    assert answer.broken == ()
    assert trucks_of(answer.plan)["c1"] == "t2"
    assert violations(problem, answer.plan) == ()
    assert answer.extra_m == answer.plan.distance_m - plan.distance_m


def test_a_full_truck_is_named_in_french() -> None:
    problem, plan = world(Compartment(("glass",), 300, 20_000))

    answer = move(problem, plan, Asked("c1", truck="t2"))

    assert "weight" in {one.rule for one in answer.broken}
    assert "C1 : le camion serait plein (poids)." in {one.sentence for one in answer.broken}


def test_a_truck_that_may_not_take_the_stream_is_told_so() -> None:
    problem, plan = world(Compartment(("paper",), 5000, 20_000))

    answer = move(problem, plan, Asked("c1", truck="t2"))

    assert answer.broken != ()


def test_a_locked_container_stays() -> None:
    problem, plan = world()

    with pytest.raises(NoPlan, match="locked"):
        move(problem, plan, Asked("c1", truck="t2"), locks=["c1"])


def test_a_container_moved_to_another_day_is_left_with_that_reason() -> None:
    problem, plan = world()

    answer = move(problem, plan, Asked("c1", to_day="2025-10-22"))

    assert answer.broken == ()
    left = {one.container: one.detail for one in answer.plan.left}
    assert left["c1"] == "Moved to 2025-10-22 by hand."
    assert "c1" not in trucks_of(answer.plan)


@pytest.mark.parametrize("asked", [Asked("c9", truck="t2"), Asked("c1", truck="t9")])
def test_what_the_day_does_not_know_is_one_sentence(asked: Asked) -> None:
    problem, plan = world()

    with pytest.raises(NoPlan, match="no "):
        move(problem, plan, asked)


def test_every_sentence_can_be_said() -> None:
    said = {rule: text.format(where="X", rule=rule) for rule, text in SENTENCES.items()}

    assert all(text.startswith("X : ") and text.endswith(".") for text in said.values())


def again(problem: Problem, plan: Plan, closed: list[Stood], now_s: int) -> tuple[Plan, set[str]]:
    behind = driven_so_far(problem, plan, closed, News(), now_s)
    made = plan_day(
        behind.left.problem,
        issued_at_us=2,
        effort=QUICK,
        start=behind.left.tours,
        news=behind.news,
    )
    return made, set(behind.left.done)


def test_what_crews_collected_in_another_order_is_not_planned_again() -> None:
    problem, plan = world()
    order = list(plan.routes[0].containers)
    last, first = order[-1], order[0]
    closed = [
        Stood(last.ref, "collected", "t1", first.arrive_s + 60),
        Stood(first.ref, "collected", "t1", first.arrive_s + 900),
    ]

    made, done = again(problem, plan, closed, first.arrive_s + 1000)

    assert done == {first.ref, last.ref}
    assert set(trucks_of(made)) == {stop.ref for stop in order[1:-1]}


def test_what_a_crew_skipped_is_left_with_its_reason() -> None:
    problem, plan = world()
    first = plan.routes[0].containers[0]

    made, done = again(
        problem, plan, [Stood(first.ref, "skipped", "t1", first.arrive_s, "blocked")], first.leave_s
    )

    assert first.ref not in done | set(trucks_of(made))
    left = {one.container: one.detail for one in made.left}
    assert left[first.ref] == "Its crew skipped it: blocked."


def test_a_crew_ahead_of_its_plan_is_believed() -> None:
    problem, plan = world()
    order = plan.routes[0].containers
    early_s = order[0].arrive_s
    closed = [Stood(stop.ref, "collected", "t1", early_s) for stop in order[:3]]

    made, done = again(problem, plan, closed, early_s)

    assert done == {stop.ref for stop in order[:3]}
    assert set(trucks_of(made)) == {order[3].ref}
