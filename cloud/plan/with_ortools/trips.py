"""What more fits into the trips of a tour."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cloud.plan.with_ortools.able import Load
from cloud.plan.with_ortools.points import Ints, Points


def rooms(of: Points, v: int, tour: NDArray[np.intp]) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield by stream that a truck holds what still fits into its gaps, as (gaps, 2) of each.

    First what fits into the whole trip of the gap, then what fits before the gap alone, where a
    visit to a tip comes next. Less than nothing where there is too much, or another stream.
    """
    one = of.trucks[v]
    has, is_tip = one.head.aboard, tour >= of.n
    load, streams = of.point_load[tour], of.point_stream[tour]
    aboard = (sum(kg for kg, _ in has.values()), sum(litres for _, litres in has.values()))
    for s, stream in enumerate(of.streams):
        most = of.rooms[v, s]
        if most[0] < 0:
            continue
        taking = is_tip & of.point_takes[s, tour]
        if one.mixes:
            mine = load * (streams == s)[:, None]
            room, ahead = _Trips(taking, taking, mine, has.get(stream, (0, 0))).rooms(most)
        else:
            room, ahead = _Trips(is_tip, taking, load, aboard).rooms(most)
        if len(of.streams) > 1 and not one.mixes:
            alien = np.repeat(((streams != s) & ~is_tip)[:, None], 2, axis=1).astype(np.int64)
            others = int(bool(set(has) - {stream}))
            in_trip, before = _Trips(is_tip, taking, alien, (others, others)).loads()
            room[in_trip > 0], ahead[before > 0] = -1, -1
        yield s, room, ahead


class _Trips:
    """The trips of a tour: which points end them, whether what is asked for is taken, and loads."""

    def __init__(
        self, ends: NDArray[np.bool_], taking: NDArray[np.bool_], loads: Ints, aboard: Load
    ) -> None:
        zero = np.zeros(1, np.intp)
        self._trip = np.concatenate([zero, np.cumsum(ends)])
        firsts = np.flatnonzero(ends)
        self._closed = np.concatenate([taking[firsts], [False]])
        self._since = np.concatenate([[(0, 0)], np.cumsum(loads, axis=0)]) + np.array(aboard)
        self._starts = self._since[np.concatenate([zero, firsts + 1])]
        self._starts[0] = 0
        self._stops = self._since[np.concatenate([firsts, [len(ends)]])]

    def loads(self) -> tuple[Ints, Ints]:
        """Return what the whole trip of each gap loads, and what is on board before the gap."""
        starts = self._starts[self._trip]
        return self._stops[self._trip] - starts, self._since - starts

    def rooms(self, most: Ints) -> tuple[Ints, Ints]:
        """Return what more they hold: the trip of each gap, and the body before it."""
        in_trip, before = self.loads()
        closed = self._closed[self._trip][:, None]
        return np.where(closed, most - in_trip, -1), most - before
