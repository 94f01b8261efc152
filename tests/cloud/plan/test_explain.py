"""A container that is left has the reason that stands in its way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem

HOUR = 3600
Change = Callable[[Problem], Problem]


def first(problem: Problem, **change: Any) -> Problem:  # noqa: ANN401 - any field
    changed = replace(problem.pickups[0], **change)
    return replace(problem, pickups=(changed, *problem.pickups[1:]))


def truck(problem: Problem, **change: Any) -> Problem:  # noqa: ANN401 - any field
    changed = replace(problem.trucks[0], **change)
    return replace(problem, trucks=(changed,))


def musts(problem: Problem) -> Problem:
    return replace(problem, pickups=tuple(replace(one, must=True) for one in problem.pickups))


CASES: dict[str, tuple[Change, str, str]] = {
    "a detour that costs more than waiting": (
        lambda world: first(world, prize_m=0),
        "can-wait",
        "waiting costs as much as 0.0 km",
    ),
    "a silent one that can wait": (
        lambda world: first(world, prize_m=0, trouble="silent"),
        "silent",
        "sensor is silent",
    ),
    "more than any truck can carry": (
        lambda world: first(world, load_kg=6000, must=True),
        "no-room",
        "fit no empty truck",
    ),
    "full, with no time to unload twice": (
        lambda world: first(
            truck(musts(world), capacity_kg=4900, ends_s=26_500), load_kg=4900, must=False
        ),
        "no-room",
        "full",
    ),
    "full too, but not worth the way with room either": (
        lambda world: first(
            truck(musts(world), capacity_kg=4900, ends_s=26_500),
            load_kg=4900,
            must=False,
            prize_m=0,
        ),
        "can-wait",
        "waiting costs as much as 0.0 km",
    ),
    "too far for the shift": (
        lambda world: first(truck(world, ends_s=7 * HOUR + 900), service_s=2 * HOUR, must=True),
        "no-time",
        "after its shift",
    ),
    "gear that no truck has": (lambda world: first(world, gear="crane"), "no-truck", "crane"),
    "another operator's": (lambda world: first(world, operator="cc"), "no-truck", "cc"),
    "no tip for its stream": (
        lambda world: truck(first(world, stream="paper"), streams=("glass", "paper")),
        "no-tip",
        "paper",
    ),
    "a tip that opens after the shift": (
        lambda world: replace(
            world, tips=(replace(world.tips[0], opens_s=14 * HOUR, closes_s=15 * HOUR),)
        ),
        "no-tip",
        "shift",
    ),
}


@pytest.mark.parametrize(("change", "reason", "words"), CASES.values(), ids=CASES.keys())
def test_it_is_left_for_this_reason(
    four_containers: Problem, change: Change, reason: str, words: str
) -> None:
    problem = change(four_containers)

    plan = plan_day(problem, issued_at_us=0, rounds=2)

    left = {one.container: one for one in plan.left}
    assert left["c0"].reason == reason
    assert words in left["c0"].detail
