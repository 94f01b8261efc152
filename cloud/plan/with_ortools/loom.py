"""Tours on a loom, which are taken apart and woven again."""

from collections.abc import Iterable

from cloud.plan.with_ortools.gaps import Gaps
from cloud.plan.with_ortools.points import Points
from cloud.plan.with_ortools.strands import Strands, strand_ueur, tidy


class Loom:
    """Tours that change, with what is known of their gaps and what they cost.

    Attributes:
        left: the containers that no tour lifts.
        where: by container, the truck that lifts it, or did so last.
    """

    def __init__(self, points: Points, tours: Strands) -> None:
        self.of, self.gaps = points, Gaps(points)
        self.left: set[int] = set()
        self.where = [-1] * points.n
        self._tours: Strands = []
        self._cost = [0] * points.k
        self.load(tours)

    @property
    def tours(self) -> Strands:
        """The points of each truck's tour as they are now."""
        return [list(tour) for tour in self._tours]

    @property
    def cost_ueur(self) -> int:
        """What the tours cost, and what is left."""
        return self.way_ueur + sum(self.of.prices[c] for c in self.left)

    @property
    def way_ueur(self) -> int:
        """What the tours cost alone."""
        return sum(self._cost)

    def tour(self, v: int) -> list[int]:
        """Return a truck's tour, to be looked at only."""
        return self._tours[v]

    def stops(self, v: int) -> list[int]:
        """Return the containers of a truck's tour."""
        return [at for at in self._tours[v] if at < self.of.n]

    def load(self, tours: Iterable[list[int]]) -> None:
        """Start again from some tours."""
        self._tours = [list(tour) for tour in tours]
        self.left = set(range(self.of.n)) - {at for tour in self._tours for at in tour}
        for v in range(self.of.k):
            self._refresh(v)

    def restore(self, tours: Strands, left: set[int]) -> None:
        """Go back to tours, and to what was left by them."""
        changed = [v for v, tour in enumerate(tours) if tour != self._tours[v]]
        self._tours, self.left = tours, left
        for v in changed:
            self._refresh(v)

    def take(self, v: int, out: set[int], without: int | None = None) -> None:
        """Take containers out of a tour, and tips to which then nothing is brought.

        What stands at index `without` of the tour is taken out too.
        """
        tour = [at for i, at in enumerate(self._tours[v]) if at not in out and i != without]
        self.left |= out
        self._tours[v] = tidy(self.of, v, tour)
        self._refresh(v)

    def put(self, v: int, gap: int, c: int, tip: int | None) -> None:
        """Put a container into a gap of a tour, and a visit to a tip after it if there is one."""
        self._tours[v][gap:gap] = [c] if tip is None else [c, tip]
        self.left.discard(c)
        self._refresh(v)

    def _refresh(self, v: int) -> None:
        self.gaps.refresh(v, self._tours)
        self._cost[v] = strand_ueur(self.of, v, self._tours[v])
        for c in self.stops(v):
            self.where[c] = v
