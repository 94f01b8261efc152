"""A container that is left has the reason that stands in its way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cloud.plan.effort import Effort
from cloud.plan.law.timetable import Window
from cloud.plan.planner import plan_day
from cloud.plan.problem import Compartment, Problem
from cloud.roads.travel import UNREACHABLE

HOUR = 3600
ROOM = (Compartment(("glass",), 4900, 20_000),)
PAPER = (Compartment(("glass", "paper"), 5000, 20_000),)
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
        lambda world: first(world, prize_ueur=0),
        "can-wait",
        "waiting costs 0.00 €",
    ),
    "a silent one that can wait": (
        lambda world: first(world, prize_ueur=0, trouble="silent"),
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
            truck(musts(world), compartments=ROOM, ends_s=26_500), load_kg=4900, must=False
        ),
        "no-room",
        "full",
    ),
    "full too, but not worth the way with room either": (
        lambda world: first(
            truck(musts(world), compartments=ROOM, ends_s=26_500),
            load_kg=4900,
            must=False,
            prize_ueur=0,
        ),
        "can-wait",
        "waiting costs 0.00 €",
    ),
    "too far for the shift": (
        lambda world: first(truck(world, ends_s=7 * HOUR + 900), service_s=2 * HOUR, must=True),
        "no-time",
        "after its shift",
    ),
    "a place too small for the truck": (
        lambda world: first(truck(world, gross_kg=19_000), heaviest_kg=3500),
        "no-access",
        "3500 kg",
    ),
    "no road to it": (
        lambda world: replace(
            world,
            travels={
                name: replace(
                    one,
                    metres=np.where(
                        np.arange(len(one.metres))[None, :] == 2, UNREACHABLE, one.metres
                    ),
                    faults={2: "C0 lies 900 m from the next road."},
                )
                for name, one in world.travels.items()
            },
        ),
        "no-road",
        "900 m",
    ),
    "a depot to which no road leads": (
        lambda world: replace(
            world,
            travels={
                name: replace(
                    one,
                    metres=np.where(
                        np.arange(len(one.metres))[:, None] == 0, UNREACHABLE, one.metres
                    ),
                    faults={0: "Depot lies 900 m from the next road."},
                )
                for name, one in world.travels.items()
            },
        ),
        "no-road",
        "Depot lies",
    ),
    "gear that no truck has": (lambda world: first(world, gear="crane"), "no-truck", "crane"),
    "another operator's": (lambda world: first(world, operator="cc"), "no-truck", "cc"),
    "no tip for its stream": (
        lambda world: truck(first(world, stream="paper"), compartments=PAPER),
        "no-tip",
        "paper",
    ),
    "a tip that opens after the shift": (
        lambda world: replace(
            world, tips=(replace(world.tips[0], windows=(Window(14 * HOUR, 15 * HOUR),)),)
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

    plan = plan_day(problem, issued_at_us=0, effort=Effort(1, 2, 60))

    left = {one.container: one for one in plan.left}
    assert left["c0"].reason == reason
    assert words in left["c0"].detail
