"""Where a place is, as the crow sees it: in its territory, and the few metres around it."""

import math
from collections.abc import Sequence
from typing import Final

from fpdf import FPDF

from cloud.installation.facts import EARTH_M

Rings = Sequence[Sequence[Sequence[tuple[float, float]]]]
Spot = tuple[float, float]
"""Latitude and longitude, degrees."""

_INK: Final = (40, 50, 60)
_LAND: Final = (238, 241, 236)
_BORDER: Final = (170, 178, 172)
_PLACE: Final = (184, 58, 30)
_PHONE: Final = (30, 96, 168)
_LEAST_SIDE_M: Final = 60.0


def draw_territory(pdf: FPDF, box: tuple[float, float, float], outlines: Rings, at: Spot) -> None:
    """Draw the communes into the square `box` (left, top, side), and a place as a dot."""
    corners = [corner for rings in outlines for ring in rings for corner in ring]
    points = [_metres((lat, lon), at) for lon, lat in corners] or [(-1.0, -1.0), (1.0, 1.0)]
    points.append((0.0, 0.0))
    easts, norths = zip(*points, strict=True)
    west, east, south, north = min(easts), max(easts), min(norths), max(norths)
    side_m = 1.06 * max(east - west, north - south)
    middle = ((west + east) / 2, (south + north) / 2)
    _frame(pdf, box)
    pdf.set_line_width(0.15)
    pdf.set_draw_color(*_BORDER)
    pdf.set_fill_color(*_LAND)
    for rings in outlines:
        for ring in rings:
            shape = [_on_paper(box, side_m, middle, _metres((lat, lon), at)) for lon, lat in ring]
            pdf.polygon(shape, style="DF")
    _dot(pdf, _on_paper(box, side_m, middle, (0.0, 0.0)), _PLACE, 1.1)
    _scale(pdf, box, side_m)


def draw_near(
    pdf: FPDF, box: tuple[float, float, float], at: Spot, phone: Spot, accuracy_m: float
) -> None:
    """Draw a place in the middle, and around the phone's position what it says of its error."""
    east, north = _metres(phone, at)
    side_m = max(_LEAST_SIDE_M, 2.3 * (math.hypot(east, north) + accuracy_m))
    _frame(pdf, box)
    x, y = _on_paper(box, side_m, (0.0, 0.0), (east, north))
    radius = accuracy_m / side_m * box[2]
    pdf.set_line_width(0.3)
    pdf.set_draw_color(*_PHONE)
    pdf.set_fill_color(222, 234, 247)
    pdf.circle(x, y, max(radius, 0.5), style="DF")
    _dot(pdf, (x, y), _PHONE, 0.9)
    _dot(pdf, _on_paper(box, side_m, (0.0, 0.0), (0.0, 0.0)), _PLACE, 1.1)
    _scale(pdf, box, side_m)


def _metres(spot: Spot, middle: Spot) -> tuple[float, float]:
    """Return how far east and north of `middle` a spot is, on a flat map around it."""
    east = math.radians(spot[1] - middle[1]) * math.cos(math.radians(middle[0]))
    return EARTH_M * east, EARTH_M * math.radians(spot[0] - middle[0])


def _on_paper(
    box: tuple[float, float, float],
    side_m: float,
    middle: tuple[float, float],
    at: tuple[float, float],
) -> tuple[float, float]:
    left, top, side = box
    return (
        left + side * (0.5 + (at[0] - middle[0]) / side_m),
        top + side * (0.5 - (at[1] - middle[1]) / side_m),
    )


def _frame(pdf: FPDF, box: tuple[float, float, float]) -> None:
    pdf.set_line_width(0.2)
    pdf.set_draw_color(*_BORDER)
    pdf.set_fill_color(252, 253, 252)
    pdf.rect(box[0], box[1], box[2], box[2], style="DF")


def _dot(pdf: FPDF, at: tuple[float, float], colour: tuple[int, int, int], radius: float) -> None:
    pdf.set_fill_color(*colour)
    pdf.set_draw_color(255, 255, 255)
    pdf.set_line_width(0.2)
    pdf.circle(at[0], at[1], radius, style="DF")


def _scale(pdf: FPDF, box: tuple[float, float, float], side_m: float) -> None:
    """Draw a bar of a round length, and what it stands for; north is up."""
    about = side_m / 3
    step = 10 ** math.floor(math.log10(about))
    length_m = max(one * step for one in (1, 2, 5) if one * step <= about)
    left, base = box[0] + 2, box[1] + box[2] - 2
    pdf.set_draw_color(*_INK)
    pdf.set_line_width(0.4)
    pdf.line(left, base, left + length_m / side_m * box[2], base)
    pdf.set_text_color(*_INK)
    pdf.set_font("helvetica", "", 6.5)
    said = f"{length_m:.0f} m" if length_m < 1000 else f"{length_m / 1000:.0f} km"  # noqa: PLR2004 - a kilometre
    pdf.text(left, base - 1, said)
    pdf.text(box[0] + box[2] - 4, box[1] + 4, "N")
    north = box[0] + box[2] - 3.2
    pdf.set_line_width(0.25)
    pdf.line(north, box[1] + 4.8, north, box[1] + 8)
