"""A problem of the benchmark, with what is known of it."""

from dataclasses import dataclass

from cloud.plan.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A problem, the CPU time it is given, and the best that others have found; None if nobody."""

    name: str
    problem: Problem
    cpu_s: float
    known_ueur: int | None = None

    @property
    def size(self) -> int:
        """How many containers there are."""
        return len(self.problem.pickups)
