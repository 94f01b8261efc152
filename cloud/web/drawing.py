"""The map as shapes: outlines, routes, sites, pins and names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Final

from cloud.web.board import Board, Row
from cloud.web.layout import Sign, Track, lay_out
from cloud.web.panel import Panel
from cloud.web.projection import Projection, fit
from cloud.web.view import Commune, Site, View

WIDTH: Final = 1000.0
_MARGIN: Final = 34.0
# A leg bows to the right of its direction, so that there and back are two lines; each truck a
# little more than the one before it.
_BOW: Final = (0.07, 0.035)
# Shorter legs have no room for an arrow head.
_ARROW_FROM: Final = 26.0
# Larger communes in larger letters, as on any map: inhabitants, pixels.
_LETTERS: Final = ((2000, 13.5), (500, 12.0), (0, 11.0))
_SITE_LETTERS: Final = 11.5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A commune as the `d` of an SVG path."""

    name: str
    d: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, and where it stands at every level."""

    sign: Sign
    at: Track


@dataclass(frozen=True, slots=True)
class Pin:
    """A container's place, and where its disc is drawn at every level."""

    row: Row
    x: float
    y: float
    at: Track


@dataclass(frozen=True, slots=True)
class Spot:
    """A site's place."""

    site: Site
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """The head half-way along a leg; `turn_deg` clockwise from pointing right."""

    x: float
    y: float
    turn_deg: float


@dataclass(frozen=True, slots=True)
class Trace:
    """A truck's way over the map."""

    panel: Panel
    d: str
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All shapes, the lowest first."""

    width: float
    height: float
    metres_per_unit: float
    outlines: tuple[Outline, ...]
    traces: tuple[Trace, ...]
    spots: tuple[Spot, ...]
    pins: tuple[Pin, ...]
    labels: tuple[Label, ...]


def draw(board: Board) -> Drawing:
    """Draw `board` on a map that holds all of it."""
    view = board.view
    world = fit([*_everywhere(board)], WIDTH, _MARGIN)
    homes = tuple(world.xy(row.container.lat, row.container.lon) for row in board.rows)
    signs = (*_site_signs(view, world), *_village_signs(view, world))
    pins_at, signs_at = lay_out(homes, signs, WIDTH, world.height)
    pins = [Pin(row, *xy, at) for row, xy, at in zip(board.rows, homes, pins_at, strict=True)]
    return Drawing(
        WIDTH,
        world.height,
        world.metres_per_unit,
        tuple(Outline(commune.name, _path(world, commune)) for commune in view.communes),
        tuple(_trace(world, i, panel) for i, panel in enumerate(board.panels)),
        tuple(Spot(site, *world.xy(site.lat, site.lon)) for site in view.sites),
        # The last drawn is on top, and a stop's number must not be under its neighbour.
        tuple(sorted(pins, key=lambda pin: pin.row.visit is not None)),
        tuple(Label(sign, at) for sign, at in zip(signs, signs_at, strict=True)),
    )


def _everywhere(board: Board) -> Iterator[tuple[float, float]]:
    for commune in board.view.communes:
        for ring in commune.outline:
            yield from ring
    yield from ((site.lon, site.lat) for site in board.view.sites)
    yield from ((row.container.lon, row.container.lat) for row in board.rows)
    for panel in board.panels:
        yield from ((stop.lon, stop.lat) for stop in panel.route.stops)


def _site_signs(view: View, world: Projection) -> Iterator[Sign]:
    for site in view.sites:
        yield Sign(site.name, site.kind, *world.xy(site.lat, site.lon), _SITE_LETTERS)


def _village_signs(view: View, world: Projection) -> Iterator[Sign]:
    for commune in sorted(view.communes, key=lambda c: (-c.population, c.name)):
        size = next(px for least, px in _LETTERS if commune.population >= least)
        yield Sign(commune.name, "village", *world.xy(commune.lat, commune.lon), size)


def _path(world: Projection, commune: Commune) -> str:
    return "".join(
        f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in (world.xy(p[1], p[0]) for p in ring))}Z"
        for ring in commune.outline
        if ring
    )


def _trace(world: Projection, index: int, panel: Panel) -> Trace:
    points = [world.xy(stop.lat, stop.lon) for stop in panel.route.stops]
    bow = _BOW[0] + _BOW[1] * (index % 4)
    legs = [(a, _bend(a, b, bow), b) for a, b in pairwise(points) if a != b]
    start = f"M{legs[0][0][0]:.1f} {legs[0][0][1]:.1f}" if legs else ""
    curves = "".join(f"Q{c[0]:.1f} {c[1]:.1f} {b[0]:.1f} {b[1]:.1f}" for _, c, b in legs)
    return Trace(panel, start + curves, tuple(_arrows(legs)))


def _bend(a: Point, b: Point, bow: float) -> Point:
    """Return the control point of the curve from `a` to `b`, to the right of the direction."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return (a[0] + b[0]) / 2 - dy * 2 * bow, (a[1] + b[1]) / 2 + dx * 2 * bow


def _arrows(legs: Sequence[tuple[Point, Point, Point]]) -> Iterator[Arrow]:
    for a, c, b in legs:
        dx, dy = b[0] - a[0], b[1] - a[1]
        if hypot(dx, dy) >= _ARROW_FROM:
            x, y = (a[0] + 2 * c[0] + b[0]) / 4, (a[1] + 2 * c[1] + b[1]) / 4
            yield Arrow(x, y, degrees(atan2(dy, dx)))
