"""What never changes while a plan is woven: the points of its tours, and the ways between them.

A *point* is a container, a tip, or a truck's start or end, in this order; a *gap* lies between
two points of a tour. Points carry numbers, so that all gaps can be looked at together.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.plan.cost import change_ueur, leaving_ueur
from cloud.plan.head import duty_s
from cloud.plan.problem import Pickup, Problem, Tip
from cloud.plan.with_ortools.able import Able, Load, begins_s, carriers

Ints: TypeAlias = NDArray[np.int64]

# Of each container only so many neighbours, and so many tips near it, are of interest.
NEAR: Final = 100
NEAR_TIPS: Final = 3

NEVER: Final = 1 << 60
"""A price that nothing has, an instant that does not come."""


class Points:
    """Points by their numbers: `n` containers, the tips, and from `starts` and `ends` `k` trucks.

    Attributes:
        loads, plain: kilograms and litres of each container, stretched and as they are expected.
        prices: what leaving each container costs; `price` has all points.
        extra: by container and truck, what it adds that this one lifts it; NEVER if it may not.
        stream, takes: by container and by tip, the streams by their index in `streams`.
        rooms: by truck and stream, what it can hold; -1 if nothing.
        begins: by point, the instants between which work may begin; `opens` the first of them,
            `closes` the last, `several` whether there are gaps between.
        near, near_tips: by container, the nearest of them first.
        far: by container, what the way costs from the first truck's start.
    """

    def __init__(
        self, problem: Problem, trucks: Sequence[Able], pickups: Sequence[tuple[Pickup, Load]]
    ) -> None:
        self.problem, self.trucks = problem, trucks
        self.pickups = [pickup for pickup, _ in pickups]
        self.tips = [tip for tip in problem.tips if any(tip in one.tips for one in trucks)]
        self.duties: list[Pickup | Tip] = [*self.pickups, *self.tips]
        self.n, self.k = len(pickups), len(trucks)
        self.starts = self.n + len(self.tips)
        self.ends = self.starts + self.k
        self.size = self.ends + self.k
        self.prices = [leaving_ueur(problem, one) for one in self.pickups]
        self.price = np.array([*self.prices, *[NEVER] * (self.size - self.n)], np.int64)
        self.loads = [load for _, load in pickups]
        self.plain = [(one.load_kg, one.load_l) for one in self.pickups]
        self._ways()
        self._windows()
        self._streams()
        self._lifters()
        self._neighbours()

    def whole(self, v: int, tour: Sequence[int]) -> NDArray[np.intp]:
        """Return a truck's tour with its start and end."""
        return np.array([self.starts + v, *tour, self.ends + v], np.intp)

    def _ways(self) -> None:
        """Make tables of each kind of truck's ways, to and out of each point in one piece."""
        where = [one.place for one in self.duties]
        where += [one.head.place for one in self.trucks]
        where += [one.truck.end for one in self.trucks]
        places = self.problem.places
        self.degrees = np.array([(places[at].lat, places[at].lon) for at in where])
        stays_s = np.array([*map(duty_s, self.duties), *[0] * (2 * self.k)], np.int64)[:, None]
        kinds = list(dict.fromkeys((one.truck.profile, one.truck.costs) for one in self.trucks))
        cost = np.empty((len(kinds), self.size, self.size), np.int64)
        time = np.empty((len(kinds), self.size, self.size), np.int32)
        for kind, (profile, costs) in enumerate(kinds):
            travel, every = self.problem.travels[profile], np.ix_(where, where)
            time[kind] = travel.seconds[every] + stays_s
            cost[kind] = costs.per_m_ueur * travel.metres[every] + costs.per_s_ueur * time[kind]
        self.cost, self.time = cost, time
        wide = (self.size, len(kinds) * self.size)
        self.cost_to = cost.transpose(2, 0, 1).reshape(wide)
        self.time_to = time.transpose(2, 0, 1).reshape(wide)
        self.cost_out = cost.transpose(1, 0, 2).reshape(wide)
        self.time_out = time.transpose(1, 0, 2).reshape(wide)
        self.kind = [kinds.index((one.truck.profile, one.truck.costs)) for one in self.trucks]
        self.base = np.array([kind * self.size for kind in self.kind], np.intp)

    def _windows(self) -> None:
        self.begins = [*map(begins_s, self.duties), *[()] * (2 * self.k)]
        self.several = np.array([len(windows) > 1 for windows in self.begins])
        self.opens = np.array([w[0][0] if w else -NEVER for w in self.begins], np.int64)
        self.closes = np.array([w[-1][1] if w else NEVER for w in self.begins], np.int64)

    def _streams(self) -> None:
        """Make tables of what is loaded at each point, what is unloaded there, and what is held."""
        aboard = {stream for one in self.trucks for stream in one.head.aboard}
        self.streams = sorted({one.stream for one in self.pickups} | aboard)
        self.stream = [self.streams.index(one.stream) for one in self.pickups]
        self.takes = [
            {self.streams.index(s) for s in tip.streams if s in self.streams} for tip in self.tips
        ]
        self.rooms = np.array(
            [[one.rooms.get(stream, (-1, -1)) for stream in self.streams] for one in self.trucks],
            np.int64,
        )
        none = self.size - self.n
        self.point_load = np.array([*self.loads, *[(0, 0)] * none], np.int64)
        self.point_stream = np.array([*self.stream, *[-1] * none], np.intp)
        self.point_takes = np.zeros((len(self.streams), self.size), np.bool_)
        for t, taken in enumerate(self.takes):
            self.point_takes[list(taken), self.n + t] = True

    def _lifters(self) -> None:
        problem, trucks = self.problem, self.trucks
        extra = np.zeros((self.n, self.k), np.int64)
        if problem.change_ueur and problem.planned:
            for c, pickup in enumerate(self.pickups):
                extra[c] = [change_ueur(problem, one.truck, pickup) for one in trucks]
        loads = list(zip(self.pickups, self.loads, strict=True))
        self.extra = np.where(carriers(problem, trucks, loads), extra, NEVER)
        self.may_tip = np.array([[tip in one.tips for one in trucks] for tip in self.tips])

    def _neighbours(self) -> None:
        n, cost = self.n, self.cost[0]
        ways = cost[:n, :n] + cost[:n, :n].T
        self.near = np.argsort(ways, axis=1, kind="stable")[:, :NEAR].tolist()
        there = cost[:n, n : self.starts] + cost[n : self.starts, self.ends]
        order = np.argsort(there, axis=1, kind="stable").tolist()
        self.near_tips = [
            [t for t in order[c] if self.stream[c] in self.takes[t]][:NEAR_TIPS] for c in range(n)
        ]
        self.far = cost[self.starts, :n].tolist()
