"""A problem that PyVRP can search, and the tours that its solutions are."""

from collections.abc import Callable, Iterator

from pyvrp import Activity, ActivityType, Route, Solution
from pyvrp.search import compute_neighbours

from cloud.plan.problem import Duty, Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.tour import tidy
from cloud.plan.with_pyvrp.axis import Axis
from cloud.plan.with_pyvrp.data import Data
from cloud.plan.with_pyvrp.network import Network
from cloud.plan.with_pyvrp.nodes import nodes


class Model:
    """A network as PyVRP reads it.

    Attributes:
        net: the network.
        data: what is searched.
        neighbours: what is near what.
    """

    def __init__(
        self,
        problem: Problem,
        net: Network,
        axis: Axis,
        reserve_s: Callable[[Truck], int],
        *,
        all_musts: bool = False,
    ) -> None:
        self.net, self._problem, self._nodes = net, problem, nodes(net, axis)
        data = Data(problem, self._nodes, axis, reserve_s)
        self.neighbours = compute_neighbours(data.near())
        self.data = data.searched(all_musts=all_musts)

    def tours(self, solution: Solution) -> Tours:
        """Return the tours of a solution, each begun with its truck's fixed duties."""
        found: dict[str, Tour] = {truck.id: truck.fixed for truck in self._problem.trucks}
        free = [list(kind.trucks) for kind in self.net.kinds]
        for route in solution.routes():
            truck = free[route.vehicle_type()].pop(0)
            aboard = self.net.kinds[route.vehicle_type()].state.aboard
            found[truck.id] = truck.fixed + tidy(self._duties(route), aboard)
        for kind, idle in enumerate(free):
            for truck in idle:
                if truck.loaded:
                    found[truck.id] = truck.fixed + self.net.last(kind, self.net.start(kind))
        return found

    def solution(self, tours: Tours) -> Solution | None:
        """Return tours as a solution to begin from; None if PyVRP sees none in them."""
        try:
            routes = [
                Route(self.data, activities, kind)
                for kind, one in enumerate(self.net.kinds)
                for truck in one.trucks
                if (activities := self._activities(kind, truck, tours.get(truck.id, ())))
            ]
            return Solution(self.data, routes)
        except (RuntimeError, ValueError):
            return None

    def _duties(self, route: Route) -> Iterator[Duty]:
        kind, here = route.vehicle_type(), self.net.start(route.vehicle_type())
        for done in route:
            if done.is_client():
                if done.idx < len(self._nodes.lifts):
                    here = self._nodes.lifts[done.idx].location
                    yield self.net.pickups[here]
            elif done.idx > self._nodes.end:
                here = self._nodes.unloads[done.idx - self._nodes.end - 1].location
                yield from self._nodes.unloading(done.idx)
        yield from self.net.last(kind, here)

    def _activities(self, kind: int, truck: Truck, tour: Tour) -> list[Activity]:
        """Return what PyVRP calls a tour, whose last unloading is part of the way home."""
        first = {node.location: i for i, node in reversed(list(enumerate(self._nodes.lifts)))}
        known = {one.container: first.get(i) for i, one in enumerate(self.net.pickups)}
        found: list[Activity] = []
        if self.net.kinds[kind].goes:
            goer = len(self._nodes.lifts) + self._nodes.goers.index(kind)
            found.append(Activity(ActivityType.CLIENT, goer))
        tips: tuple[Tip, ...] = ()
        for duty in tour[len(truck.fixed) :]:
            if isinstance(duty, Tip):
                tips = (*tips, duty)
            elif isinstance(duty, Pickup) and (client := known.get(duty.container)) is not None:
                if tips and found:
                    found += self._reload(kind, tips)
                tips = ()
                found.append(Activity(ActivityType.CLIENT, client))
        return found

    def _reload(self, kind: int, tips: tuple[Tip, ...]) -> list[Activity]:
        depots = (i for i in self._nodes.reloads(kind) if self._nodes.unloading(i) == tips)
        return [Activity(ActivityType.DEPOT, depot) for depot in depots][:1]
