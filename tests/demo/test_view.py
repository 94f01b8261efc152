import re
from io import StringIO

import pytest
from rich.console import Console

from demo.answers import Left, Plan, Replayed, Route, Stop
from demo.memory import Peak
from demo.view import Screen

PLAN = Plan(
    day="2026-11-25",
    travel="crow flight x 1.35",
    exact_roads=False,
    overflows_avoided=0.62,
    routes=(
        Route(
            "grue-1",
            "Grue 1",
            (
                Stop("depot", "Dépôt", 19_800, 0, 0, 0),
                Stop("container", "Gignac, stade", 21_630, 4_200, 310, 900, 0.62, must=True),
                Stop("tip", "Soumont", 25_200, 12_000, 0, 0),
            ),
        ),
        Route("grue-2", "Grue 2", ()),
    ),
    left=(Left("can-wait"),),
)


@pytest.fixture
def screen() -> Screen:
    return Screen(Console(file=StringIO(), width=120))


def _shown(screen: Screen) -> str:
    file = screen.console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_a_stop_is_shown_with_arrival_load_distance_and_overflow_avoided(screen: Screen) -> None:
    screen.plan(PLAN)

    row = next(line for line in _shown(screen).splitlines() if "Gignac" in line)
    cells = ["Gignac, stade", "06:00", "310 kg", "900 l", "4.2 km", "must 62%"]
    assert re.split(r"\s{2,}", row.strip()) == cells


def test_a_truck_that_stays_is_said_to_stay(screen: Screen) -> None:
    screen.plan(PLAN)

    assert "Grue 2 stays in the depot" in _shown(screen)


def test_what_is_left_is_counted_by_its_reason(screen: Screen) -> None:
    screen.plan(PLAN)

    assert "1 left (1 can-wait)" in _shown(screen)


def test_distances_that_are_not_from_roads_are_called_so(screen: Screen) -> None:
    screen.plan(PLAN)

    assert "Distances are not from roads: crow flight x 1.35." in _shown(screen)


def test_the_sums_tell_what_became_of_the_readings(screen: Screen) -> None:
    screen.sums(Replayed(frames=10, produced=10, pending=1), 2, PLAN, Peak(812.4, 5))

    assert "10 produced, 9 settled, 2 dead letters" in _shown(screen)
    assert "812 MB in 5 processes" in _shown(screen)


def test_a_name_in_brackets_is_shown_as_it_is(screen: Screen) -> None:
    stop = Stop("container", "Aniane [red]", 0, 0, 0, 0)

    screen.plan(Plan("2026-11-25", "", True, 0.0, (Route("grue-1", "[bold]", (stop,)),), ()))

    assert "Aniane [red]" in _shown(screen)
    assert "[bold]" in _shown(screen)
