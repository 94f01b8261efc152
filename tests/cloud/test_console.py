"""What a console of 80 columns shows: every figure whole, every reason there."""

from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from cloud.console import show_forecast, show_plan
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.plan.route import Left, Plan, Route, Stop

LONG = "Saint-André-de-Sangonis – Cours de la Place du Marché"


@pytest.fixture
def console() -> Console:
    return Console(width=80, file=StringIO())


def shown(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_forecast_shows_every_figure_whole_the_likeliest_overflow_first(
    console: Console,
) -> None:
    quiet = Need("aniane-01", 0, 0.2, 0.3, 120, 30, 0.0, None, None)
    due = Need(
        "saint-andre-de-sangonis-01", 0, 1.07, 1.25, 1234, 567, 0.995, 1_764_000_000_000_000, None
    )
    silent = Need("gignac-01", None, None, 0.5, 300, 100, 0.2, None, None, "silent")

    show_forecast(Forecast(date(2025, 11, 25), 0, (quiet, silent, due)), ZoneInfo("UTC"), console)

    text = shown(console)
    for figure in ("107%", "125%", "1234", "567", "100%", "Mon 24 16:00", "?", "(silent)"):
        assert figure in text
    assert text.index("1234") < text.index("gignac-01") < text.index("aniane-01")
    assert "…" not in text


def test_a_plan_shows_every_stop_whole_and_why_the_rest_is_left(console: Console) -> None:
    depot = Stop("depot", "d", "Dépôt", 43.6, 3.5, 19_800, 19_800, 0, 0, 0)
    lift = Stop("container", "c", LONG, 43.6, 3.5, 22_650, 22_980, 123_456, 1551, 1, 0.5, must=True)
    plan = Plan(
        "2025-11-25",
        0,
        "crow flight × 1.35",
        exact_roads=False,
        routes=(Route("t1", "Grue 1", "a", (depot, lift)), Route("t2", "Grue 2", "a", ())),
        left=(Left("aniane-01", 0.04, "can-wait", "It can wait: the detour would be 5 km."),),
        overflows_avoided=0.5,
        seed=1,
        iterations=1,
    )

    show_plan(plan, console)

    text = shown(console)
    for figure in ("05:30", "06:17", "123.5", "1551", "50%", "aniane-01", "4%"):
        assert figure in text
    assert "Grue 2 stays in the depot." in text
    assert "the detour would be" in text
    assert "crow flight" in text
    assert "…" not in text
