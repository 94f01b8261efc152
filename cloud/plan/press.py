"""Which containers are planned at all: those at a real place, and of too many the pressing ones."""

from collections.abc import Sequence
from math import isfinite
from typing import Final

from cloud.plan.problem import Pickup
from cloud.plan.route import Left

MOST: Final = 3_000
"""So many containers are planned at once; a few minutes and 1.5 GB hold no more."""


def pressing(
    pickups: Sequence[Pickup], points: Sequence[tuple[float, float]], most: int = MOST
) -> tuple[list[int], tuple[Left, ...]]:
    """Return the indices of the containers to plan, in order, and why the others are left.

    `points` are the degrees north and east of each.
    """
    real = [i for i, point in enumerate(points) if _is_place(*point)]
    rank = sorted(real, key=lambda i: (not pickups[i].must, -pickups[i].prize_ueur, i))
    kept, late = set(rank[:most]), set(rank[most:])
    left = tuple(
        _left(pickups[i], points[i], (len(pickups), most) if i in late else None)
        for i in sorted(set(range(len(pickups))) - kept)
    )
    return sorted(kept), left


def _left(pickup: Pickup, point: tuple[float, float], many: tuple[int, int] | None) -> Left:
    if many is None:
        why = f"Its coordinates {point[0]}, {point[1]} are no place on Earth: mend the registry."
        return Left(pickup.container, pickup.p_overflow, "no-place", why)
    asked, most = many
    why = f"{asked:,} containers are more than the {most:,} planned at once; others press more."
    return Left(pickup.container, pickup.p_overflow, "too-many", why)


def _is_place(lat: float, lon: float) -> bool:
    return isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004 - degrees
