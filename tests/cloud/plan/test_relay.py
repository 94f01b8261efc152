"""The leader goes on from where the other engine came to, if that is ahead, and only then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import pytest

from cloud.plan.cost import tours_ueur
from cloud.plan.effort import Effort
from cloud.plan.engine import Reserve
from cloud.plan.improve import Limits
from cloud.plan.portfolio import searched
from cloud.plan.problem import Problem, Tours
from cloud.plan.relay import follow
from tests.cloud.plan.conftest import Small

WORST, BAD, GOOD, BEST = range(4)


@dataclass(frozen=True, slots=True)
class Told:
    """An engine that comes to one of some tours after each round, or as it began if that is better.

    Before its first round it has come to the first one, after the last one it stays there.
    """

    name: str
    tours: tuple[Tours, ...]

    def __call__(self, reserve: Reserve) -> "Told":
        """Return itself: it keeps nothing for breaks."""
        del reserve
        return self

    def search(
        self,
        problem: Problem,
        start: Tours | None,
        *,
        seed: int,
        rounds: int,
        left_s: Callable[[], float],
    ) -> Iterator[Tours]:
        """Yield a tour of all containers after each round."""
        del seed, left_s
        best = start
        for done in range(rounds + 1):
            found = self.tours[min(done, len(self.tours) - 1)]
            best = min([found, best or found], key=lambda one: tours_ueur(problem, one))
            yield best


@pytest.fixture
def day(small: Small) -> Problem:
    """One trip for twelve containers: enough for processes of their own."""
    return small([(x, y) for x in (-2, 1, 2) for y in (-3, 0, 4, 6)])


@pytest.fixture
def ways(day: Problem) -> list[Tours]:
    """Four orders in which to collect them, the dearest first."""
    rng = Random(5)  # noqa: S311 - no secret
    orders = [rng.sample(day.pickups, len(day.pickups)) for _ in range(4)]
    tours: list[Tours] = [{day.trucks[0].id: (*order, day.tips[0])} for order in orders]
    return sorted(tours, key=lambda one: -tours_ueur(day, one))


def told(ways: list[Tours], leader: tuple[int, ...], helper: tuple[int, ...]) -> list[Told]:
    """Return a leader and its helper that come to these ways."""
    return [
        Told("leads", tuple(ways[i] for i in leader)),
        Told("helps", tuple(ways[i] for i in helper)),
    ]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("leader", "helper", "by", "best"),
    [
        # The helper is ahead when they meet, and the leader gets no further than it did.
        ((WORST, WORST), (WORST, GOOD), "helps", GOOD),
        # So it is here, and the leader goes on from there: to its fourth round after the meeting.
        ((WORST, WORST, WORST, WORST, BEST), (WORST, GOOD), "helps + leads", BEST),
        # The helper was ahead, but no longer when they meet.
        ((WORST, BAD, GOOD), (WORST, BAD), "leads", GOOD),
        # Where they cost the same the leader goes on.
        ((WORST, GOOD), (WORST, GOOD), "leads", GOOD),
    ],
)
def test_the_leader_begins_again_only_where_the_other_is_ahead(
    day: Problem,
    ways: list[Tours],
    leader: tuple[int, ...],
    helper: tuple[int, ...],
    by: str,
    best: int,
    workers: int,
) -> None:
    found = searched(
        day, (day,), told(ways, leader, helper), Effort(1, 8, 60.0, walks=1), workers=workers
    )

    assert found.engines == (by,)
    assert found.best.cost_ueur == tours_ueur(day, ways[best])
    assert found.rounds == 8


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("leader", "helper", "by", "best"),
    [
        # The helper comes far, and the second walk further: as far as it gets in its rounds.
        ((WORST, WORST, WORST, BEST), (WORST, BAD), "leads", BEST),
        ((WORST, WORST, WORST, BAD), (WORST, GOOD), "helps", GOOD),
        ((BAD, GOOD), (WORST, WORST), "leads", GOOD),
    ],
)
def test_where_processors_are_idle_two_walk_and_the_better_one_counts(
    day: Problem,
    ways: list[Tours],
    leader: tuple[int, ...],
    helper: tuple[int, ...],
    by: str,
    best: int,
    workers: int,
) -> None:
    found = searched(
        day, (day,), told(ways, leader, helper), Effort(1, 8, 60.0, walks=2), workers=workers
    )

    assert found.engines == (by,)
    assert found.best.cost_ueur == tours_ueur(day, ways[best])
    assert found.rounds == 8


def test_the_second_walk_goes_on_from_where_the_helper_came_to(
    day: Problem, ways: list[Tours]
) -> None:
    leads = Told("leads", (ways[WORST], ways[WORST], ways[BEST]))
    helps = Told("helps", (ways[WORST], ways[GOOD], ways[BEST]))

    found = list(follow(day, leads, helps, Limits(1, 2, lambda: 60.0), None))

    costs = [tours_ueur(day, ways[i]) for i in (WORST, GOOD, GOOD, GOOD, BEST)]
    assert [step.best.cost_ueur for step in found] == costs
    assert [step.engine for step in found] == ["helps"] * 4 + ["helps + leads"]
