"""What is known of the gaps between the points of tours: a row of them for each truck."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cloud.plan.with_ortools.clock import all_opened, clock, opened
from cloud.plan.with_ortools.points import NEVER, Ints, Points
from cloud.plan.with_ortools.strands import Strands
from cloud.plan.with_ortools.trips import rooms


class Gaps:
    """Tables with a row for each truck, a column for each gap of its tour, and room for more.

    Attributes:
        wide: the columns in use.
        before, after: the points beside a gap, as places in a row of `cost_to` and `cost_out`.
        arc: what the way across costs.
        begin: when work at the point before begins; `latest` when it must at the one after.
        lone: whether the point after is no tip.
        room: by stream, kilograms and litres, what more the trip of the gap holds; -1 if nothing.
        ahead: likewise for the part of the trip that lies before the gap.
        tip_cost: by tip, what the way from it to the point after costs.
        first: by truck, what it adds that it is used at all.
    """

    def __init__(self, points: Points) -> None:
        self.of = points
        of, trucks = points, [one.truck for one in points.trucks]
        most = [
            (truck.daily_kg, truck.daily_l, truck.daily_stops, one.unloads)
            for truck, one in zip(trucks, of.trucks, strict=True)
        ]
        self._most = np.array([[NEVER if x is None else x for x in row] for row in most], np.int64)
        self.capped = bool((self._most < NEVER).any())
        heads = [one.head for one in of.trucks]
        begun = [(one.collected_kg, one.collected_l, one.stops, 0) for one in heads]
        self._begun = np.array(begun, np.int64)
        self._day = self._begun.copy()
        self.first = np.zeros(of.k, np.int64)
        self._allocate(16)

    def refresh(self, v: int, tours: Strands) -> None:
        """Reckon a truck's row anew."""
        longest = max(map(len, tours)) + 1
        if longest > self._width:
            self._allocate(2 * longest)
            for other in range(self.of.k):
                self._reckon(other, tours[other])
        else:
            self._reckon(v, tours[v])
        self.wide = longest

    def holds(self, v: int, tour: Sequence[int]) -> bool:
        """Tell whether a tour ends in time and nothing is too full on it."""
        of = self.of
        first_s = int(of.time_out[of.starts + v, self.after[v, 0]])
        full = any(
            at < of.n and (self.room[of.stream[at], :, v, gap] < 0).any()
            for gap, at in enumerate(tour)
        )
        late = int(self.begin[v, 0]) + first_s > self.latest[v, 0]
        return not (late or full or (self._day[v] > self._most[v]).any())

    def within_caps(self, c: int, tips: int) -> NDArray[np.bool_]:
        """Return by truck whether its caps allow a container more, and so many tips."""
        more = np.array([*self.of.plain[c], 1, tips], np.int64)
        within: NDArray[np.bool_] = np.all(self._day + more <= self._most, axis=1)
        return within

    def punctual(self, c: int, tip: int | None, v: int, gap: int) -> bool:
        """Tell whether a container in a gap, and a tip after it, make no one late."""
        of = self.of
        before, after = int(self.before[v, gap]), int(self.after[v, gap])
        last, at_s = c, int(self.begin[v, gap]) + int(of.time_to[c, before])
        at_s = opened(of.begins[c], at_s)
        if tip is not None:
            last = of.n + tip
            at_s = opened(of.begins[last], at_s + int(of.time_out[c, of.base[v] + last]))
        return at_s + int(of.time_out[last, after]) <= int(self.latest[v, gap])

    def late(self, c: int, tip: int | None) -> NDArray[np.bool_]:
        """Return of all gaps at once whether they would make someone late."""
        of, wide = self.of, slice(self.wide)
        last, at_s = c, self.begin[:, wide] + of.time_to[c].take(self.before[:, wide])
        at_s = all_opened(of.begins[c], at_s)
        if tip is not None:
            last = of.n + tip
            there_s = of.time_out[c].take(of.base + last)[:, None]
            at_s = all_opened(of.begins[last], at_s + there_s)
        late: NDArray[np.bool_] = (
            at_s + of.time_out[last].take(self.after[:, wide]) > self.latest[:, wide]
        )
        return late

    def _allocate(self, width: int) -> None:
        k, streams, tips = self.of.k, len(self.of.streams), len(self.of.tips)
        self._width, self.wide = width, 1
        self.before, self.after = (np.zeros((k, width), np.intp) for _ in range(2))
        self.begin, self.arc, self.latest = (np.zeros((k, width), np.int64) for _ in range(3))
        self.lone = np.zeros((k, width), np.bool_)
        self.room, self.ahead = (np.full((streams, 2, k, width), -1, np.int64) for _ in range(2))
        self.tip_cost = np.full((tips, k, width), NEVER, np.int64)

    def _reckon(self, v: int, tour: Sequence[int]) -> None:
        of, one, kind = self.of, self.of.trucks[v], self.of.kind[v]
        points = of.whole(v, tour)
        a, b = points[:-1], points[1:]
        m = len(a)
        self.arc[v, :m] = of.cost[kind, a, b]
        self.before[v, :m], self.after[v, :m] = a + of.base[v], b + of.base[v]
        self.lone[v, :m] = (b < of.n) | (b >= of.starts)
        self.begin[v, :m], self.latest[v, :m] = clock(of, v, b, of.time[kind, a, b])
        self.tip_cost[:, v, :m] = of.cost[kind, of.n : of.starts][:, b]
        self.room[:, :, v], self.ahead[:, :, v] = -1, -1
        for stream, room, ahead in rooms(of, v, b[:-1]):
            self.room[stream, :, v, :m], self.ahead[stream, :, v, :m] = room.T, ahead.T
        self.first[v] = one.truck.costs.per_use_ueur if one.stays and not tour else 0
        if self.capped:
            self._day[v] = self._begun[v] + self._collected(tour)

    def _collected(self, tour: Sequence[int]) -> Ints:
        lifted = [c for c in tour if c < self.of.n]
        kg, litres = (sum(self.of.plain[c][i] for c in lifted) for i in (0, 1))
        return np.array([kg, litres, len(lifted), len(tour) - len(lifted)], np.int64)
