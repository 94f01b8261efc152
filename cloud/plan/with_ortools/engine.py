"""The engine that proposes what weaving and OR-Tools' local search find together.

A search is a row of rounds. In each, strings of containers are taken out of the tours and put back
while it cools (`anneal`), and then guided local search goes through the tours of some neighbouring
trucks (`beside`); both count steps and solutions, not seconds. The best of all is kept. So seed
and rounds reproduce a plan, more rounds go on where fewer ended, and never make it worse.

OR-Tools' own guided and iterated local search, from any first solution, ended 5 to 17 % behind
PyVRP on generated one-way towns with tips: none of their moves knows what a trip is. The weaving
does most of the work here; the local search after it gains on up to a hundred containers.
"""

from collections.abc import Callable, Iterator
from random import Random

from cloud.plan.engine import Reserve, nothing
from cloud.plan.loads import stretched
from cloud.plan.problem import Problem, Tours
from cloud.plan.with_ortools.able import able, carriers
from cloud.plan.with_ortools.points import Points


class OrTools:
    """The search by weaving and by OR-Tools' guided local search.

    It knows windows, streams, compartments, sizes, caps and loads carried over; of the crews'
    breaks only how much of the day `reserve_s` keeps free for them. Waiting costs it nothing.
    """

    name: str = "ortools"

    def __init__(self, reserve_s: Reserve = nothing) -> None:
        self._reserve_s = reserve_s

    def search(
        self,
        problem: Problem,
        start: Tours | None,
        *,
        seed: int,
        rounds: int,
        left_s: Callable[[], float],
    ) -> Iterator[Tours]:
        """Yield the best tours so far after each round, those of a first filling before."""
        # OR-Tools is 20 MB that the pages do without until somebody has them plan.
        from cloud.plan.with_ortools.search import Search  # noqa: PLC0415

        trucks = [able(problem, truck, self._reserve_s) for truck in problem.trucks]
        load = stretched(problem)
        fixed = {duty.ref for truck in problem.trucks for duty in truck.fixed}
        loads = [(one, load(one)) for one in problem.pickups if one.ref not in fixed]
        carried = carriers(problem, trucks, loads)
        some = [it for it, by in zip(loads, carried, strict=True) if by.any()]
        if not some:
            return
        search = Search(Points(problem, trucks, some), start or {}, Random(seed))  # noqa: S311 - no secret
        yield search.tours
        for done in range(rounds):
            if left_s() <= 0:
                return
            search.go_on(done, left_s)
            yield search.tours
