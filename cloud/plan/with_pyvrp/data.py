"""The nodes and arcs of a network as PyVRP's data."""

from collections.abc import Callable
from typing import Final

from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType

from cloud.plan.problem import Problem, Truck
from cloud.plan.with_pyvrp.axis import Axis
from cloud.plan.with_pyvrp.kinds import Kind
from cloud.plan.with_pyvrp.loading import loading
from cloud.plan.with_pyvrp.network import NEVER_S, Matrix
from cloud.plan.with_pyvrp.nodes import Nodes

# More than any truck unloads in a day.
MANY: Final = 1000


class Data:
    """Makes PyVRP's data of a problem."""

    def __init__(
        self, problem: Problem, nodes: Nodes, axis: Axis, reserve_s: Callable[[Truck], int]
    ) -> None:
        self._problem, self._nodes, self._net = problem, nodes, nodes.net
        self._axis, self._reserve_s = axis, reserve_s
        self._loading = loading(problem, nodes.net)

    def searched(self, *, all_musts: bool) -> ProblemData:
        """Return what is searched: with all musts in it, or everything to be left at its price."""
        net, groups = self._net, self._nodes.groups()
        grouped = [ClientGroup(clients, required=False) for clients in groups.values()]
        group = {location: i for i, location in enumerate(groups)}
        most = max(net.prizes) + net.never
        clients = [
            *(
                self._lift(
                    i, None if all_musts and self._alone(at, group) else price, group.get(at)
                )
                for i, at in enumerate(node.location for node in self._nodes.lifts)
                for price in [net.prizes[at] + net.units[at] * net.lap]
            ),
            *(self._start(kind, most) for kind in self._nodes.goers),
        ]
        costs = [net.lapped(one) if net.lap else one.cost for one in net.profiles]
        return self._made(clients, costs, grouped)

    def _alone(self, location: int, group: dict[int, int]) -> bool:
        """Tell whether a must is one client and not one of several, a window each."""
        return self._net.pickups[location].must and location not in group

    def near(self) -> ProblemData:
        """Return the same without laps, prizes and choices, which hide what is near what."""
        clients = [
            *(self._lift(i, None, None) for i in range(len(self._nodes.lifts))),
            *(self._start(kind, None) for kind in self._nodes.goers),
        ]
        return self._made(clients, [one.cost for one in self._net.profiles], [])

    def _made(
        self, clients: list[Client], costs: list[Matrix], groups: list[ClientGroup]
    ) -> ProblemData:
        net = self._net
        seconds = [one.seconds for one in net.profiles]
        return ProblemData(
            [Location(0, 0)] * (net.end + 1),
            clients,
            self._depots(),
            [self._vehicle(k) for k in range(len(net.kinds))],
            # PyVRP's stub says what numbers an array holds where its shape is said.
            costs,  # type: ignore[arg-type]
            seconds,  # type: ignore[arg-type]
            groups,
        )

    def _lift(self, client: int, prize: int | None, group: int | None) -> Client:
        node = self._nodes.lifts[client]
        return Client(
            node.location,
            pickup=self._loading.loads[node.location],
            service_duration=self._net.pickups[node.location].service_s,
            tw_early=node.from_s,
            tw_late=node.until_s,
            prize=prize or 0,
            required=prize is None,
            group=group,
        )

    def _start(self, kind: int, prize: int | None) -> Client:
        """Return a client in the place of a truck's start, which that truck alone can serve."""
        none = [0] * len(self._loading.loads[0])
        at = self._net.start(kind)
        return Client(at, pickup=none, prize=prize or 0, required=prize is None)

    def _depots(self) -> list[Depot]:
        """Return the starts, the end, and the places to unload."""
        net, nodes = self._net, self._nodes
        unloads = [
            Depot(node.location, node.from_s, node.until_s, nodes.unloading(i)[-1].unload_s)
            for i, node in enumerate(nodes.unloads, nodes.end + 1)
        ]
        return [*(Depot(net.start(k)) for k in range(len(net.kinds))), Depot(net.end), *unloads]

    def _vehicle(self, k: int) -> VehicleType:
        net, kind, cap = self._net, self._net.kinds[k], self._net.caps[k]
        starts_s = self._axis(kind.state.at_s)
        ends_s = self._axis(self._home_s(kind)) - self._reserve_s(kind.truck)
        trips = MANY if kind.trips is None else kind.trips
        return VehicleType(
            len(kind.trucks),
            self._loading.rooms[k],
            start_depot=k,
            end_depot=self._nodes.end,
            fixed_cost=kind.truck.costs.per_use_ueur // net.scale,
            tw_early=starts_s,
            tw_late=max(starts_s, ends_s),
            start_late=starts_s,
            max_distance=net.never - 1 if cap is None else (cap + 1) * net.lap - 1,
            profile=net.profile(k),
            initial_load=self._loading.aboard[k],
            reload_depots=self._nodes.reloads(k),
            max_reloads=max(trips - 1, 0),
        )

    def _home_s(self, kind: Kind) -> int:
        """Return when a truck of a kind must be home: after its shift no, nor after all tips."""
        home = self._problem.travel(kind.truck).seconds[:, kind.truck.end]
        closed = [
            unload[-1].windows[-1].closes_s + int(home[unload[-1].place])
            if unload[-1].windows
            else NEVER_S
            for unload in kind.unloads
        ]
        return min(kind.truck.hours[1], max(closed, default=NEVER_S))
