"""A fixed round in a better order, for whoever asks: every side is driven the way it was.

Small rounds are solved exactly. In larger ones blocks of sides are exchanged with their neighbours
and turned about until nothing gains, then some sides are taken out and put back in elsewhere, again
and again; what is no better is not kept, so that the answer is never worse than the order given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]

# 2^11 sets of sides take a tenth of a second.
EXACT: Final = 11

# What is put back in elsewhere at a time: enough to get out of a knot, few enough to be quick.
TAKEN_OUT: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What decides the order of a round.

    Attributes:
        sides: the places where each side is entered and left, in the order of today.
        start: the place from which the truck comes.
        end: the place to which it goes.
        seconds: (n, n) between places, from row to column; it need not be symmetric.
        metres: likewise; they decide between orders that take equally long.
    """

    sides: Sequence[tuple[int, int]]
    start: int
    end: int
    seconds: Ints
    metres: Ints

    def driven(self, order: Sequence[int]) -> tuple[int, int]:
        """Return seconds and metres between the sides in this order, start and end included."""
        leaves = [self.start, *(self.sides[i][1] for i in order)]
        enters = [*(self.sides[i][0] for i in order), self.end]
        return int(self.seconds[leaves, enters].sum()), int(self.metres[leaves, enters].sum())


def reordered(course: Course, kicks: int = 200, seed: int = 0) -> tuple[int, ...]:
    """Return the numbers of the sides in an order that takes less time, or in that of today.

    `kicks` is how often sides are put back in elsewhere; with the `seed` it fixes the answer.
    """
    today = np.arange(len(course.sides) + 2)
    cost = _costs(course)
    if len(course.sides) <= EXACT:
        found = _exact(cost)
    else:
        fresh = _inserted(cost, today[[0, -1]], today[1:-1])
        starts = (_settled(cost, today), _settled(cost, fresh))
        start = min(starts, key=lambda path: _length(cost, path))
        found = _kicked(cost, start, kicks, np.random.default_rng(seed))
    best = found if _length(cost, found) < _length(cost, today) else today
    return tuple(int(node) - 1 for node in best[1:-1])


def _costs(course: Course) -> Ints:
    """Return the cost from row to column; the start is the first, the end the last of them."""
    leaves = [course.start, *(leave for _, leave in course.sides), course.end]
    enters = [course.start, *(enter for enter, _ in course.sides), course.end]
    between = np.ix_(leaves, enters)
    seconds, metres = course.seconds[between], course.metres[between]
    # A second outweighs all the metres that any order can have.
    return np.asarray(seconds * (int(metres.max()) * len(leaves) + 1) + metres, dtype=np.int64)


def _length(cost: Ints, path: Ints) -> int:
    return int(cost[path[:-1], path[1:]].sum())


def _exact(cost: Ints) -> Ints:
    """Return the best path, by the dynamic programme of Held and Karp (1962)."""
    count = len(cost) - 2
    inner = cost[1:-1, 1:-1]
    never = np.iinfo(np.int64).max // 2
    cheapest = np.full((1 << count, count), never, dtype=np.int64)
    before = np.zeros((1 << count, count), dtype=np.int64)
    for node in range(count):
        cheapest[1 << node, node] = cost[0, node + 1]
    for visited in range(1, 1 << count):
        reached = cheapest[visited][:, None] + inner
        for node in range(count):
            if not visited >> node & 1:
                then = visited | 1 << node
                before[then, node] = reached[:, node].argmin()
                cheapest[then, node] = reached[before[then, node], node]
    visited, path = (1 << count) - 1, [count + 1]
    node = int((cheapest[visited] + cost[1:-1, -1]).argmin()) if count else 0
    while visited:
        path.append(node + 1)
        visited, node = visited & ~(1 << node), int(before[visited, node])
    return np.array([*path, 0][::-1], dtype=np.int64)


def _kicked(cost: Ints, path: Ints, kicks: int, rng: np.random.Generator) -> Ints:
    """Return the best path after taking out neighbouring sides and putting them back in."""
    for _ in range(kicks):
        inner = path[1:-1]
        near = cost[rng.choice(inner), inner].argsort()[: rng.integers(2, TAKEN_OUT + 1)]
        out = rng.permutation(inner[near])
        tried = _settled(cost, _inserted(cost, path[~np.isin(path, out)], out))
        if _length(cost, tried) < _length(cost, path):
            path = tried
    return path


def _inserted(cost: Ints, path: Ints, nodes: Ints) -> Ints:
    """Return the path with each of the nodes, in turn, where it is cheapest."""
    for node in nodes:
        more = cost[path[:-1], node] + cost[node, path[1:]] - cost[path[:-1], path[1:]]
        path = np.insert(path, int(more.argmin()) + 1, node)
    return path


def _settled(cost: Ints, path: Ints) -> Ints:
    """Return the path after every exchange and every turn that gains."""
    while True:
        better = _turned(cost, _exchanged(cost, path))
        if _length(cost, better) >= _length(cost, path):
            return path
        path = better


def _exchanged(cost: Ints, path: Ints) -> Ints:
    """Return the path after one round of exchanging two blocks that touch, the first at each node.

    Moving one block elsewhere is the same thing.
    """
    last = len(path) - 1
    along = cost[np.ix_(path, path)]
    for a in range(1, last - 1):
        # The blocks are [a, b) and [b, d).
        b, d = np.arange(a + 1, last), np.arange(a + 2, last + 1)
        change = (along[a - 1, b] - along[b - 1, b])[:, None] + along[b[0] - 1 : b[-1], a + 2 :]
        change += along[d - 1, a] - along[d - 1, d] - along[a - 1, a]
        change[np.tril_indices(len(b), -1)] = 0
        at = int(change.argmin())
        if change.flat[at] < 0:
            cut, end = int(b[at // len(d)]), int(d[at % len(d)])
            new = np.r_[0:a, cut:end, a:cut, end : last + 1]
            path, along = path[new], along[np.ix_(new, new)]
    return path


def _turned(cost: Ints, path: Ints) -> Ints:
    """Return the path after turning about the order of the block that gains most by it."""
    along = cost[np.ix_(path, path)]
    steps = np.arange(len(path) - 1)
    forth = np.r_[0, along[steps, steps + 1].cumsum()]
    back = np.r_[0, along[steps + 1, steps].cumsum()]
    # From place i to place j, both in the block.
    i, j = np.triu_indices(len(path) - 2, 1)
    i, j = i + 1, j + 1
    change = along[i - 1, j] + along[i, j + 1] - along[i - 1, i] - along[j, j + 1]
    change += back[j] - back[i] - forth[j] + forth[i]
    if not change.size or change.min() >= 0:
        return path
    first, final = int(i[change.argmin()]), int(j[change.argmin()])
    turned = path.copy()
    turned[first : final + 1] = path[first : final + 1][::-1]
    return turned
