"""Tours on a loom stay what may be driven, and it knows what they cost."""

from random import Random
from typing import Protocol

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.cost import tours_ueur
from cloud.plan.engine import nothing
from cloud.plan.problem import Problem
from cloud.plan.settle import driven
from cloud.plan.with_ortools.able import able
from cloud.plan.with_ortools.anneal import Heat, anneal
from cloud.plan.with_ortools.clock import all_opened, opened
from cloud.plan.with_ortools.loom import Loom
from cloud.plan.with_ortools.mend import fill, mend
from cloud.plan.with_ortools.points import NEVER, Points
from cloud.plan.with_ortools.ruin import ruin
from cloud.plan.with_ortools.strands import named, strands, strands_ueur


class Small(Protocol):
    def random(self, seed: int, *, containers: int, trucks: int = 1) -> Problem: ...


def loom_of(problem: Problem, seed: int) -> tuple[Loom, Random]:
    """Return a loom into which all that fits is woven."""
    trucks = [able(problem, truck, nothing) for truck in problem.trucks]
    points = Points(problem, trucks, [(one, (one.load_kg, one.load_l)) for one in problem.pickups])
    loom, random = Loom(points, strands(points, {})), Random(seed)  # noqa: S311 - no secret
    fill(loom, random)
    return loom, random


@given(seed=st.integers(0, 10_000), trucks=st.integers(1, 3))
@settings(max_examples=10, deadline=None)
def test_after_each_mend_tours_may_be_driven_and_cost_what_the_loom_says(
    small: Small, seed: int, trucks: int
) -> None:
    problem = small.random(seed, containers=16, trucks=trucks)
    loom, random = loom_of(problem, seed)

    for _ in range(20):
        mend(loom, random, set(loom.left), ruin(loom, random))

        tours = named(loom.of, loom.tours)
        assert all(driven(problem, one, tours[one.id]) is not None for one in problem.trucks)
        assert loom.cost_ueur == strands_ueur(loom.of, loom.tours) == tours_ueur(problem, tours)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_what_was_restored_is_as_it_was(small: Small, seed: int) -> None:
    loom, random = loom_of(small.random(seed, containers=16, trucks=2), seed)
    tours, left, cost = loom.tours, set(loom.left), loom.cost_ueur

    mend(loom, random, set(left), ruin(loom, random))
    loom.restore([list(tour) for tour in tours], set(left))

    assert (loom.tours, loom.left, loom.cost_ueur) == (tours, left, cost)


def test_annealing_returns_the_best_that_came_along(small: Small) -> None:
    loom, random = loom_of(small.random(3, containers=16, trucks=2), 3)
    costs: list[int] = []

    def going() -> bool:
        costs.append(loom.cost_ueur)
        return True

    # So hot that all is accepted, and it ends anywhere.
    best = anneal(loom, random, Heat(1e12, 1e11, 60), going)

    assert strands_ueur(loom.of, best) == min(costs) < loom.cost_ueur


def test_a_loom_that_is_stopped_weaves_no_more(small: Small) -> None:
    loom, random = loom_of(small.random(3, containers=16, trucks=2), 3)
    tours = loom.tours

    anneal(loom, random, Heat(1e9, 1e8, 60), lambda: False)

    assert loom.tours == tours


@pytest.mark.parametrize(
    ("comes_s", "begins_s"), [(0, 100), (150, 150), (201, 500), (500, 500), (601, NEVER)]
)
def test_who_comes_between_two_windows_waits_for_the_second(comes_s: int, begins_s: int) -> None:
    windows = ((100, 200), (500, 600))

    assert opened(windows, comes_s) == begins_s
    assert all_opened(windows, np.array([comes_s])).tolist() == [begins_s]
