"""Where pins and names are drawn at every zoom, so that none covers another.

A map unit is the ground; pins and names keep their size on the screen. What would cover
something else at some scale is therefore moved by an offset in pixels that depends on that scale:
each moving thing carries one offset per level of LEVELS, None where it is not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

from cloud.web.labels import Box, Name, place
from cloud.web.spread import Disc, spread

# Pixels per map unit, from a phone held upright to the streets of one village.
LEVELS: Final = (0.34, 0.48, 0.68, 0.96, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
# The level of a page without script: the map about 700 pixels wide.
PLAIN_LEVEL: Final = 2
_TURN: Final = Lock()
_PIN_PX: Final = 17.5
_SITE_PX: Final = 15.0
_SITE_OFFSETS: Final = ((18.0, 0.0), (-18.0, 0.0), (0.0, 25.0), (0.0, -25.0))
_VILLAGE_OFFSETS: Final = (
    *((0.0, dy) for dy in (0.0, 22.0, -22.0)),
    *((dx, dy) for dy in (0.0, 14.0, -14.0) for dx in (18.0, -18.0)),
    *((0.0, dy) for dy in (34.0, -34.0)),
)

Offset = tuple[float, float] | None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Where something is drawn at each level, and that as the page's script reads it.

    Whoever lays out the same map again is given the same track.
    """

    offsets: tuple[Offset, ...]
    written: str

    @property
    def plain(self) -> Offset:
        """Where it stands on a page without script."""
        return self.offsets[PLAIN_LEVEL]


@dataclass(frozen=True, slots=True)
class Sign:
    """A text at a place of the map, its letters `size` pixels high."""

    text: str
    kind: str
    x: float
    y: float
    size: float


def lay_out(
    pins: tuple[tuple[float, float], ...],
    signs: tuple[Sign, ...],
    width: float,
    height: float,
) -> tuple[tuple[Track, ...], tuple[Track, ...]]:
    """Return the tracks of `pins` and of `signs`; a sign of kind "village" has no symbol."""
    # Of several who ask for the same one does it, and the others find it done.
    with _TURN:
        return _laid_out(pins, signs, width, height)


# Nothing here moves between two readings; only the numbers inside the pins do.
@lru_cache(maxsize=16)
def _laid_out(
    pins: tuple[tuple[float, float], ...],
    signs: tuple[Sign, ...],
    width: float,
    height: float,
) -> tuple[tuple[Track, ...], tuple[Track, ...]]:
    levels = [_level(pins, signs, width, height, scale) for scale in LEVELS]
    return (
        tuple(map(_track, zip(*(moved for moved, _ in levels), strict=True))),
        tuple(map(_track, zip(*(shown for _, shown in levels), strict=True))),
    )


def _track(offsets: tuple[Offset, ...]) -> Track:
    written = ("" if one is None else f"{one[0]:.1f},{one[1]:.1f}" for one in offsets)
    return Track(offsets, ";".join(written))


def _level(
    pins: Sequence[tuple[float, float]],
    signs: Sequence[Sign],
    width: float,
    height: float,
    scale: float,
) -> tuple[list[Offset], list[Offset]]:
    """Fan out the pins around the symbols, then set the names around both."""
    room = (width * scale, height * scale)
    discs = [Disc(x * scale, y * scale, _PIN_PX) for x, y in pins]
    symbols = [
        Disc(sign.x * scale, sign.y * scale, _SITE_PX, fixed=True)
        for sign in signs
        if sign.kind != "village"
    ]
    moved = spread([*discs, *symbols], *room)
    taken = [_box(disc, by) for disc, by in zip([*discs, *symbols], moved, strict=True)]
    names = [
        Name(
            sign.text,
            sign.x * scale,
            sign.y * scale,
            sign.size,
            _VILLAGE_OFFSETS if sign.kind == "village" else _SITE_OFFSETS,
        )
        for sign in signs
    ]
    return [*moved[: len(discs)]], place(names, taken, *room)


def _box(disc: Disc, offset: tuple[float, float]) -> Box:
    x, y, r = disc.x + offset[0], disc.y + offset[1], disc.radius
    return Box(x - r, y - r, x + r, y + r)
