"""A plan under way is made again from where the trucks are, and little of it is changed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.errors import NoPlan
from cloud.plan.changes import changes
from cloud.plan.check import violations
from cloud.plan.effort import Effort
from cloud.plan.news import News, told
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from cloud.plan.replan import FROZEN, UnderWay, under_way, under_way_again
from cloud.plan.route import Plan
from cloud.plan.with_pyvrp import PyVrp
from tests.cloud.plan.conftest import HOUR, Small

QUICK = Effort(seed=1, rounds=2, seconds=60)
NINE = 9 * HOUR


def plan_of(problem: Problem) -> Plan:
    return plan_day(problem, issued_at_us=0, effort=QUICK, makers=(PyVrp,))


def again(left: UnderWay) -> Plan:
    return plan_day(left.problem, issued_at_us=1, effort=QUICK, makers=(PyVrp,), start=left.tours)


@pytest.fixture(scope="module")
def day(small: Small) -> Problem:
    problem = small.random(11, containers=24, trucks=3)
    roomy = tuple(replace(one, ends_s=13 * HOUR) for one in problem.trucks)
    wanted = tuple(replace(one, prize_ueur=60_000_000) for one in problem.pickups)
    return replace(problem, trucks=roomy, pickups=wanted)


@pytest.fixture(scope="module")
def plan(day: Problem) -> Plan:
    return plan_of(day)


def refs(plan: Plan, truck: str) -> list[str]:
    (route,) = [one for one in plan.routes if one.truck == truck]
    return [stop.ref for stop in route.duties[1:-1]]


def last_of(day: Problem, plan: Plan) -> str:
    """Return a container that is not lifted by nine."""
    return under_way(day, plan, News(), NINE).problem.pickups[-1].container


def test_what_is_done_is_not_planned_again(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(), NINE)

    served = {
        stop.ref for route in plan.routes for stop in route.containers if stop.leave_s <= NINE
    }
    assert served == left.done
    assert {one.container for one in left.problem.pickups} == {
        one.container for one in day.pickups
    } - served


def test_a_truck_goes_on_from_its_last_stop_with_what_it_carries(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(), NINE)

    for truck in left.problem.trucks:
        (route,) = [one for one in plan.routes if one.truck == truck.id]
        if not route.stops:
            continue
        done = [stop for stop in route.duties[:-1] if stop.leave_s <= NINE]
        assert left.problem.places[truck.start].ref == done[-1].ref
        assert sum(part.kg for part in truck.compartments) == done[-1].load_kg
        assert truck.hours[0] == done[-1].leave_s


def test_without_news_everything_stays(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(), NINE)

    made = again(left)

    assert violations(left.problem, made) == ()
    assert {one.what for one in changes(plan, made, left.done)} <= {"kept"}


def test_the_next_two_stops_stay_whatever_happens(day: Problem, plan: Plan) -> None:
    late = News(late_s={"t0": 1800}, closed=frozenset({last_of(day, plan)}))
    left = under_way(day, plan, late, NINE)

    made = again(left)

    for truck in left.problem.trucks:
        ahead = [duty.ref for duty in left.tours[truck.id][:FROZEN]]
        assert refs(made, truck.id)[:FROZEN] == ahead


def test_a_broken_truck_drives_no_further_and_others_take_over(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(broken=frozenset({"t1"})), NINE)

    made = again(left)

    assert violations(left.problem, made) == ()
    assert {route.truck for route in made.routes} == {"t0", "t2"}
    found = changes(plan, made, left.done)
    orphans = {
        stop.ref
        for stop in next(one for one in plan.routes if one.truck == "t1").containers
        if stop.leave_s > NINE
    }
    assert {one.container for one in found if one.what in ("moved", "dropped")} >= orphans
    assert all(one.why for one in found if one.what == "dropped")


def test_an_alarm_is_served(day: Problem) -> None:
    cheap = replace(
        day, pickups=tuple(replace(one, must=False, prize_ueur=0) for one in day.pickups)
    )
    idle = plan_of(cheap)
    left = under_way(cheap, idle, News(alarms=frozenset({"c3"})), NINE)

    made = again(left)

    assert "c3" not in {stop.ref for route in idle.routes for stop in route.containers}
    assert "c3" in {stop.ref for route in made.routes for stop in route.containers}


def test_a_closed_street_leaves_its_container_and_says_so(day: Problem, plan: Plan) -> None:
    shut = last_of(day, plan)

    made = again(under_way(day, plan, News(closed=frozenset({shut})), NINE))

    assert [(one.container, one.reason) for one in made.left if one.container == shut] == [
        (shut, "no-road")
    ]


def test_a_late_crew_is_late_and_still_lawful(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(late_s={"t0": 3600}), NINE)

    made = again(left)

    truck = left.problem.trucks[0]
    assert truck.past[-1].doing == "wait"
    assert truck.past[-1].end_s - truck.past[-1].begin_s == 3600
    assert violations(left.problem, made) == ()


def test_a_plan_that_was_made_again_is_made_again_and_nothing_is_lifted_twice(
    day: Problem, plan: Plan
) -> None:
    first = News(9 * HOUR, late_s={"t0": 900})
    second = News(10 * HOUR, alarms=frozenset({last_of(day, plan)}))
    once = replace(again(under_way(day, plan, first, NINE)), news=first)

    left = under_way_again(day, [plan, once], second)
    made = again(left)

    assert violations(left.problem, made) == ()
    assert left.done > under_way(day, plan, first, NINE).done
    assert not left.done & {stop.ref for route in made.routes for stop in route.containers}
    assert all(truck.past for truck in left.problem.trucks if left.tours[truck.id])


def test_before_the_shift_the_whole_day_is_open(day: Problem, plan: Plan) -> None:
    left = under_way(day, plan, News(), 5 * HOUR)

    assert left.done == frozenset()
    assert all(not truck.past and not truck.fixed for truck in left.problem.trucks)


@given(at_s=st.integers(5 * HOUR, 14 * HOUR), late_s=st.integers(0, 5400))
@settings(max_examples=15, deadline=None)
def test_whenever_news_come_the_new_plan_is_lawful_or_says_why(
    day: Problem, plan: Plan, at_s: int, late_s: int
) -> None:
    left = under_way(day, plan, News(late_s={"t2": late_s}), at_s)

    try:
        made = again(left)
    except NoPlan as error:
        if not late_s or "cannot do what is fixed" not in str(error):
            raise
    else:
        assert violations(left.problem, made) == ()


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (News(broken=frozenset({"t9"})), "no truck t9 drives"),
        (News(late_s={"t9": 60}), "no truck t9 drives"),
        (News(alarms=frozenset({"c99"})), "no container c99"),
    ],
)
def test_news_of_what_nobody_knows_are_refused(
    day: Problem, plan: Plan, news: News, words: str
) -> None:
    with pytest.raises(NoPlan, match=words):
        under_way(day, plan, news, NINE)


def test_news_are_told_in_words() -> None:
    news = told("09:30", ["t1"], ["t2=20"], ["c1"], [])

    assert news == News(34_200, frozenset({"t1"}), {"t2": 1200}, frozenset({"c1"}))


@pytest.mark.parametrize(
    ("at", "late"), [("9h30", []), ("09:75", []), (None, ["t2"]), (None, ["t2=x"])]
)
def test_other_words_are_one_sentence(at: str | None, late: list[str]) -> None:
    with pytest.raises(NoPlan, match=r"TRUCK=MINUTES|HH:MM"):
        told(at, [], late, [], [])
