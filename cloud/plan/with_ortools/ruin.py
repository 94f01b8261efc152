"""Taking strings of containers out of tours, sometimes a visit to a tip too.

After Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing
Problems", Transportation Science 54 (2020).
"""

from random import Random
from typing import Final

from cloud.plan.with_ortools.loom import Loom

# Of the paper: about so many containers are taken out at once, in strings of at most this length.
TAKEN: Final = 15
LONGEST: Final = 20
# How likely a string spares a container.
SPARES: Final = 0.5
# How often a visit to a tip is taken out too.
DROPS_A_TIP: Final = 0.15


def ruin(loom: Loom, random: Random) -> int:
    """Take out strings around a container, and return it."""
    if random.random() < DROPS_A_TIP:
        _drop_a_tip(loom, random)
    of = loom.of
    sizes = [size for v in range(of.k) if (size := len(loom.stops(v)))]
    longest = min(LONGEST, max(1.0, sum(sizes) / max(1, len(sizes))))
    strings = 1 + int(random.random() * max(1.0, 4 * TAKEN / (1 + longest) - 1))
    seed = random.randrange(of.n)
    hit: set[int] = set()
    for c in (seed, *of.near[seed]):
        if len(hit) == strings:
            break
        if c not in loom.left and (v := loom.where[c]) not in hit:
            hit.add(v)
            loom.take(v, set(_string(loom.stops(v), c, longest, random)))
    return seed


def lighten(loom: Loom) -> None:
    """Take out of tours that are too long or too full what costs least to leave."""
    for v in range(loom.of.k):
        while (stops := loom.stops(v)) and not loom.gaps.holds(v, loom.tour(v)):
            loom.take(v, {min(stops, key=loom.of.prices.__getitem__)})


def _string(stops: list[int], c: int, longest: float, random: Random) -> list[int]:
    """Return a string of a tour's containers that holds one, or held it but for sparing it."""
    length = 1 + int(random.random() * min(longest, len(stops)))
    spares = 1 < length < len(stops) and random.random() < SPARES
    span = length + spares
    at = stops.index(c)
    first = random.randint(max(0, at - span + 1), min(at, len(stops) - span))
    string = stops[first : first + span]
    if spares:
        string.pop(random.randrange(1, span - 1))
    return string


def _drop_a_tip(loom: Loom, random: Random) -> None:
    """Make one trip of two, and take out what is too much then, in its midst or at an end."""
    of = loom.of
    ways = [
        (v, i)
        for v in range(of.k)
        if not of.trucks[v].mixes
        for i, at in enumerate(loom.tour(v)[:-1])
        if at >= of.n
    ]
    if not ways:
        return
    v, i = random.choice(ways)
    before, after = loom.tour(v)[:i], loom.tour(v)[i + 1 :]
    trip = [*_trip(before[::-1], of.n)[::-1], *_trip(after, of.n)]
    stream = of.stream[random.choice(trip)] if trip else -1
    kept = [c for c in trip if of.stream[c] == stream]
    ends = next(at for at in after if at >= of.n) - of.n
    carried = of.trucks[v].head.aboard and all(at < of.n for at in before)
    if carried or stream not in of.takes[ends]:
        return
    end = random.choice((0, -1, None))
    half = len(kept) // 2
    while kept and (of.point_load[kept].sum(axis=0) > of.rooms[v, stream]).any():
        kept.pop(half * len(kept) // max(1, 2 * half) if end is None else end)
    loom.take(v, set(trip) - set(kept), without=i)


def _trip(tour: list[int], n: int) -> list[int]:
    """Return what a tour lifts before its first tip."""
    return tour[: next((i for i, at in enumerate(tour) if at >= n), len(tour))]
