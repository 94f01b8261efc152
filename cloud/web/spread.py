"""Where to draw discs that must not cover one another: fan out the crowded, leave the others.

Two discs that overlap push each other apart by half of the overlap each, again and again, until
none does or patience ends. A fixed disc does not give way. Everything is deterministic: two discs
on one point part at an angle that their numbers choose.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, sin
from typing import Final

_ROUNDS: Final = 120
# Of a crowd that fills its screen no search makes room: so many pairs are looked at, and no more.
_PAIRS: Final = 150_000
# The golden angle spreads any number of coinciding discs evenly.
_GOLDEN_RAD: Final = 2.399963


@dataclass(frozen=True, slots=True)
class Disc:
    """Something round on the screen, in pixels."""

    x: float
    y: float
    radius: float
    fixed: bool = False


def spread(discs: Sequence[Disc], width: float, height: float) -> list[tuple[float, float]]:
    """Return how far each disc moves from its home, inside a screen of `width` × `height`."""
    at = [[disc.x, disc.y] for disc in discs]
    looked = 0
    for _ in range(_ROUNDS):
        parted = [_part(discs, at, i, j) for i, j in _neighbours(discs, at)]
        looked += len(parted)
        if not any(parted) or looked > _PAIRS:
            break
        for disc, place in zip(discs, at, strict=True):
            if not disc.fixed:
                place[0] = min(max(place[0], disc.radius), width - disc.radius)
                place[1] = min(max(place[1], disc.radius), height - disc.radius)
    return [(x - disc.x, y - disc.y) for disc, (x, y) in zip(discs, at, strict=True)]


def _neighbours(discs: Sequence[Disc], at: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that may touch, by a grid whose cells are as wide as the widest disc."""
    cell = 2 * max((disc.radius for disc in discs), default=1.0)
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(at):
        column, row = int(x // cell), int(y // cell)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for j in grid.get((column + dx, row + dy), ()):
                    yield j, i
        grid[column, row].append(i)


def _part(discs: Sequence[Disc], at: list[list[float]], i: int, j: int) -> bool:
    """Push two discs apart; tell whether that was needed."""
    dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
    apart = hypot(dx, dy)
    missing = discs[i].radius + discs[j].radius - apart
    # A hundredth of a pixel is nobody's overlap, and ends the search.
    if missing <= 0.01 or (discs[i].fixed and discs[j].fixed):  # noqa: PLR2004 - a hair
        return False
    angle = j * _GOLDEN_RAD
    ux, uy = (dx / apart, dy / apart) if apart else (cos(angle), sin(angle))
    share_i = 0.0 if discs[i].fixed else 1.0 if discs[j].fixed else 0.5
    at[i][0] -= ux * missing * share_i
    at[i][1] -= uy * missing * share_i
    at[j][0] += ux * missing * (1 - share_i)
    at[j][1] += uy * missing * (1 - share_i)
    return True
