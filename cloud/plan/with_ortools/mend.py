"""Putting containers into tours where they cost least, and less than leaving them would."""

from collections.abc import Iterable
from random import Random
from typing import Final

from cloud.plan.with_ortools.loom import Loom
from cloud.plan.with_ortools.place import place_for

# How often containers are put back for more than leaving them costs: two that stand side by side
# may pay together where neither does alone.
GENEROUS: Final = 0.3
# So many of the containers that were left before, and are near, are tried again each time.
TRIED: Final = 5
# The orders in which containers are put back, and how often: by nothing, the heaviest first, the
# farthest, the nearest, the dearest to leave.
ORDERS: Final = {"random": 4, "full": 4, "far": 2, "near": 1, "dear": 2}


def fill(loom: Loom, random: Random) -> None:
    """Put in what is left, the dearest first."""
    prices = loom.of.prices
    order = sorted(loom.left, key=lambda c: (-prices[c], -loom.of.far[c]))
    _put_back(loom, random, order)


def mend(loom: Loom, random: Random, before: set[int], seed: int) -> None:
    """Put back what was taken out, and try what was left before near where that was."""
    near = [c for c in dict.fromkeys((seed, *loom.of.near[seed])) if c in before]
    order = sorted(loom.left - before) + near[:TRIED]
    random.shuffle(order)
    _sort(loom, random, order)
    if random.random() >= GENEROUS:
        _put_back(loom, random, order)
        return
    whole = loom.tours
    _put_back(loom, random, order, 1 / (0.2 + 0.8 * random.random()))
    for v, tour in enumerate(whole):
        if tour != loom.tour(v):
            _trim(loom, v)


def _sort(loom: Loom, random: Random, order: list[int]) -> None:
    of = loom.of
    match random.choices(tuple(ORDERS), tuple(ORDERS.values()))[0]:
        case "full":
            order.sort(key=lambda c: -sum(of.loads[c]))
        case "far":
            order.sort(key=lambda c: -of.far[c])
        case "near":
            order.sort(key=lambda c: of.far[c])
        case "dear":
            order.sort(key=lambda c: -of.prices[c])


def _put_back(loom: Loom, random: Random, order: Iterable[int], generous: float = 1.0) -> None:
    for c in order:
        found = place_for(loom.gaps, c, int(loom.of.prices[c] * generous), random)
        if found is not None:
            loom.put(found.truck, found.gap, c, found.tip)


def _trim(loom: Loom, v: int) -> None:
    """Take out of a tour what costs more there than leaving it would."""
    of = loom.of
    cost = of.cost[of.kind[v]]
    while tour := loom.tour(v):
        points = of.whole(v, tour)
        a, at, b = points[:-2], points[1:-1], points[2:]
        saved = cost[a, at] + cost[at, b] - cost[a, b] - of.price[at]
        worst = int(saved.argmax())
        if saved[worst] <= 0:
            break
        loom.take(v, {tour[worst]})
