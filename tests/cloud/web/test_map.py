"""The map: true to the ground, and readable where things are crowded."""

import re
from importlib.resources import files
from itertools import combinations
from math import cos, hypot, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.web.board import join
from cloud.web.drawing import draw
from cloud.web.labels import Box, Name, place
from cloud.web.layout import LEVELS
from cloud.web.projection import METRES_PER_DEGREE, fit
from cloud.web.spread import Disc, spread
from cloud.web.view import View

POINTS = st.tuples(st.floats(100, 900), st.floats(100, 900))


def test_a_kilometre_is_as_long_east_as_north() -> None:
    world = fit([(3.4, 43.5), (3.7, 43.8)], 1000, 30)
    north_deg = 1000 / METRES_PER_DEGREE
    east_deg = north_deg / cos(radians(43.65))

    x, y = world.xy(43.65, 3.55)
    x_east, _ = world.xy(43.65, 3.55 + east_deg)
    _, y_north = world.xy(43.65 + north_deg, 3.55)

    assert x_east - x == pytest.approx(y - y_north, rel=1e-3)
    assert (y - y_north) * world.metres_per_unit == pytest.approx(1000)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1))
def test_every_point_is_on_the_map(positions: list[tuple[float, float]]) -> None:
    world = fit(positions, 1000, 30)

    for lon, lat in positions:
        x, y = world.xy(lat, lon)
        assert 29 < x < 971
        assert 29 < y < world.height - 29


@given(st.lists(POINTS, max_size=25))
@settings(max_examples=40, deadline=None)
def test_a_handful_of_discs_end_up_beside_one_another(points: list[tuple[float, float]]) -> None:
    discs = [Disc(x, y, 15) for x, y in points]

    moved = spread(discs, 1000, 1000)

    at = [(d.x + dx, d.y + dy) for d, (dx, dy) in zip(discs, moved, strict=True)]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 27 for a, b in combinations(at, 2))
    assert all(15 <= x <= 985 and 15 <= y <= 985 for x, y in at)


def test_a_disc_with_room_stays_at_home_and_a_fixed_one_always() -> None:
    discs = [Disc(100, 100, 15), Disc(500, 500, 15), Disc(505, 500, 15, fixed=True)]

    moved = spread(discs, 1000, 1000)

    assert moved[0] == moved[2] == (0, 0)
    assert moved[1][0] == pytest.approx(-25, abs=0.1)


def test_the_more_important_name_wins_and_none_is_over_another() -> None:
    offsets = ((0.0, 0.0), (0.0, 20.0))
    names = [Name(text, 200, 200, 12, offsets) for text in ("Gignac", "Aniane", "Popian")]

    found = place(names, [], 400, 400)

    assert found == [(0, 0), (0, 20), None]


def test_a_name_is_not_put_over_a_pin_or_out_of_the_map() -> None:
    name = Name("Gignac", 200, 200, 12, ((0.0, 0.0),))
    at_the_edge = Name("Gignac", 5, 200, 12, ((0.0, 0.0),))

    assert place([name], [Box(190, 190, 210, 210)], 400, 400) == [None]
    assert place([at_the_edge], [], 400, 400) == [None]


def test_no_pin_of_the_valley_covers_another_at_any_zoom(view: View) -> None:
    pins = draw(join(view)).pins

    for level, scale in enumerate(LEVELS):
        at = []
        for pin in pins:
            offset = pin.at.offsets[level]
            assert offset is not None
            at.append((pin.x * scale + offset[0], pin.y * scale + offset[1]))
        assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(at, 2)) > 26


def test_close_up_every_pin_is_at_home(view: View) -> None:
    lone = [pin for pin in draw(join(view)).pins if pin.row.container.id.startswith("aniane")]

    assert all(pin.at.offsets[-1] == (0, 0) for pin in lone)


def _palettes() -> list[tuple[str, dict[str, str]]]:
    css = files("cloud.web").joinpath("static", "sheet.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{\n\s+color-scheme: (?:light|dark);(.*?)\}", css, re.DOTALL)
    return [
        (name, dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)))
        for name, block in (("light", light), ("dark", dark))
    ]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "soft", "accent", "good", "bad")
        for ground in ("card", "ground")
    ),
    *((f"f{i}-ink", f"f{i}") for i in range(6)),
    *(("t-ink", f"t{i}") for i in range(6)),
    *((f"t{i}", "land") for i in range(6)),
    *((f"h{i}-ink", f"h{i}") for i in range(6)),
    ("note", "note-ground"),
    ("place", "land"),
    ("place", "sea"),
    ("ground", "ink"),
    ("card", "good"),
    ("card", "bad"),
]


@pytest.mark.parametrize(("theme", "colours"), _palettes())
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_ink_on_its_ground_has_the_contrast_of_aa(
    theme: str, colours: dict[str, str], ink: str, ground: str
) -> None:
    low, high = sorted((_luminance(colours[ink]), _luminance(colours[ground])))

    assert (high + 0.05) / (low + 0.05) >= 4.5, theme


@pytest.mark.parametrize(("theme", "colours"), _palettes())
@pytest.mark.parametrize("name", ["f", "h"])
def test_a_scale_is_ordered_by_lightness_alone(
    theme: str, colours: dict[str, str], name: str
) -> None:
    scale = [_luminance(colours[f"{name}{i}"]) for i in range(6)]

    assert scale == sorted(scale, reverse=theme == "light")
