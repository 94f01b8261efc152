"""What a search must offer, whatever finds the tours: proposals, better and better ones."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from cloud.plan.problem import Problem, Tours, Truck

Reserve: TypeAlias = Callable[[Problem, Truck], int]
"""Seconds of a truck's shift that a search which knows no breaks leaves for them."""


def nothing(problem: Problem, truck: Truck) -> int:
    """Reserve nothing."""
    del problem, truck
    return 0


class Engine(Protocol):
    """A search for tours.

    Its proposals start with each truck's fixed duties. They may break rules that the engine does
    not know, such as the breaks of a crew: `settle` makes legal tours of them. Rounds are no
    concern of it: they are `fixed` duties of some truck by now.
    """

    @property
    def name(self) -> str:
        """What it is called where a plan says who found it."""
        ...

    def search(
        self,
        problem: Problem,
        start: Tours | None,
        *,
        seed: int,
        rounds: int,
        left_s: Callable[[], float],
    ) -> Iterator[Tours]:
        """Yield the best tours so far after each round of the search; a first one early.

        Equal problem, start, seed and number of the round give equal tours, and more rounds go
        on where fewer ended. It ends early, and then not the same way again, if no seconds are
        left. A problem with nothing to search for yields nothing.
        """
        ...
