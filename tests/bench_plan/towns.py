"""Towns of one-way streets with tips, prizes and two sizes of truck, made from a seed."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.plan.law.rules import Rules
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Costs, Pickup, Place, Problem, Tip, Truck
from cloud.roads.shortest import strong_parts, trees
from cloud.roads.travel import UNREACHABLE, Travel

HOUR_S: Final = 3600
OPENS_S, CLOSES_S = 6 * HOUR_S, 14 * HOUR_S
BLOCK_M: Final = 330.0
# Every so many streets one is a main street.
MAIN: Final = 6
# Seconds and metres in one exact sum of floats: the quickest way, of those the shortest.
PACK: Final = float(1 << 20)
UEUR_A_M: Final = 1000
LARGE_KG, SMALL_KG = 1500, 900
STREAM: Final = "residual"
SIZES: Final = ([120, 240, 660, 1100], [0.1, 0.3, 0.35, 0.25])

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Town:
    """What a town is made from.

    Attributes:
        may: the share of containers that may be left, for a prize.
        narrow: the share that is lifted within some two and a half hours only.
        closed: whether the middle of the main street through the middle is closed.
    """

    seed: int
    containers: int
    trucks: int
    tips: int = 2
    may: float = 0.3
    narrow: float = 0.2
    rules: Rules = Rules("")  # noqa: RUF009 - frozen
    closed: bool = False


def town(made: Town) -> Problem:
    """Return the problem of a day in a town; the same again for an equal value."""
    rng = np.random.default_rng(made.seed)
    side = max(24, ceil(sqrt(2 * made.containers)))
    at, tails, heads, packed = _streets(rng, side)
    parts = strong_parts(len(at), tails, heads)
    inside = np.flatnonzero(parts == np.bincount(parts).argmax())
    spots = np.array([*_rim(rng, at, inside, 1 + made.tips), *_homes(rng, at, inside, made)])
    if made.closed:
        shut = _middle(tails, side) & _middle(heads, side)
        tails, heads, packed = tails[~shut], heads[~shut], packed[~shut]
    ways, _ = trees(len(at), (tails, heads), packed, spots)
    travel = _travel(ways[:, spots])
    names = ["depot", *(f"tip{i}" for i in range(made.tips))]
    names += [f"c{i}" for i in range(made.containers)]
    places = zip(names, at[spots].tolist(), strict=True)
    return Problem(
        day="2026-11-24",
        places=tuple(Place(name, name, y, x) for name, (x, y) in places),
        pickups=tuple(_pickups(rng, made)),
        trucks=tuple(_truck(made, v) for v in range(made.trucks)),
        tips=tuple(
            Tip(f"tip{i}", 1 + i, (STREAM,), (Window(OPENS_S, CLOSES_S),), 900)
            for i in range(made.tips)
        ),
        travels={"car": travel},
    )


def _streets(
    rng: np.random.Generator, side: int
) -> tuple[NDArray[np.float64], Ints, Ints, NDArray[np.float64]]:
    """Return junctions of a bent grid, and streets; main ones go both ways."""
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)
    at = grid * BLOCK_M + rng.normal(0, 60, grid.shape)
    tails, heads, packed = [], [], []
    for a, (x, y) in enumerate(grid.tolist()):
        for b, inside, main in (
            (a + 1, x + 1 < side, y % MAIN == 0),
            (a + side, y + 1 < side, x % MAIN == 0),
        ):
            if not inside or (not main and rng.random() < 0.08):
                continue
            metres = max(1, round(float(np.hypot(*(at[a] - at[b])) * rng.uniform(1.0, 1.3))))
            kmh = 50 if main else int(rng.choice([15, 20, 30]))
            cost = ceil(metres * 3.6 / kmh) * PACK + metres
            both = main or rng.random() >= 0.45
            first = (a, b) if (x + y) % 2 else (b, a)
            for tail, head in (first, first[::-1])[: 1 + both]:
                tails.append(tail)
                heads.append(head)
                packed.append(cost)
    return at, np.array(tails), np.array(heads), np.array(packed)


def _middle(junctions: Ints, side: int) -> NDArray[np.bool_]:
    """Tell which junctions lie on the main street's middle third."""
    street = MAIN * (side // 2 // MAIN)
    y, x = np.divmod(junctions, side)
    middle: NDArray[np.bool_] = (y == street) & (side // 3 <= x) & (x <= 2 * side // 3)
    return middle


def _travel(ways: NDArray[np.float64]) -> Travel:
    there = np.isfinite(ways)
    seconds, metres = (
        np.where(there, one, UNREACHABLE).astype(np.int64)
        for one in np.divmod(np.where(there, ways, 0.0), PACK)
    )
    return Travel(seconds, metres, "a town of one-way streets", exact=True)


def _rim(rng: np.random.Generator, at: NDArray[np.float64], inside: Ints, count: int) -> Ints:
    """Return junctions far out, for the depot and the tips."""
    far = np.hypot(*(at[inside] - at.mean(axis=0)).T)
    outer = inside[np.argsort(-far)][: len(inside) // 6]
    chosen: Ints = rng.choice(outer, count, replace=False)
    return chosen


def _homes(rng: np.random.Generator, at: NDArray[np.float64], inside: Ints, made: Town) -> Ints:
    """Return junctions where containers stand, dense around some centres."""
    centres = at[rng.choice(inside, 7)]
    reach = float(np.ptp(at[:, 0])) / 8
    apart = ((at[inside][:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    dense = np.exp(-apart / (2 * reach**2)).sum(axis=1) + 0.05
    chosen: Ints = rng.choice(inside, made.containers, replace=False, p=dense / dense.sum())
    return chosen


def _pickups(rng: np.random.Generator, made: Town) -> list[Pickup]:
    count = made.containers
    fills, litres = rng.beta(3, 2, count), rng.choice(SIZES[0], count, p=SIZES[1])
    may, narrow = rng.random(count) < made.may, rng.random(count) < made.narrow
    found = []
    for i in range(count):
        opens_s = OPENS_S + int(rng.integers(0, 6)) * HOUR_S
        hours = Window(opens_s, min(CLOSES_S, opens_s + 5 * HOUR_S // 2))
        found.append(
            Pickup(
                container=f"c{i}",
                place=1 + made.tips + i,
                operator="town",
                stream=STREAM,
                gear="arm",
                load_kg=max(5, int(litres[i] * fills[i] * 0.15 * rng.uniform(0.8, 1.2))),
                load_l=0,
                service_s=int(rng.integers(45, 150)),
                must=not may[i],
                prize_ueur=(int(fills[i] * 4000) + 200) * UEUR_A_M if may[i] else 0,
                p_overflow=float(fills[i]) ** 4,
                windows=(hours,) if narrow[i] else (),
            )
        )
    return found


def _truck(made: Town, number: int) -> Truck:
    large = number < made.trucks / 2
    return Truck(
        id=f"t{number:02}",
        name=f"Truck {number}",
        operator="town",
        gear=("arm",),
        compartments=(Compartment((STREAM,), LARGE_KG if large else SMALL_KG, 1),),
        start=0,
        end=0,
        starts_s=OPENS_S,
        ends_s=CLOSES_S,
        costs=Costs(UEUR_A_M),
        rules=made.rules,
    )
