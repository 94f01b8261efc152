"""The verbs: a count by hand noted, figures made and published, from files to the console."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cloud.bootstrap.footfall import count, footfall
from cloud.bootstrap.parts import registry, store
from cloud.console import show_footfall
from cloud.errors import RegistryFault
from cloud.footfall.published import gates, periods, profile
from cloud.registry.values import ManualCount
from cloud.settings import Registry, Settings, Store
from tests.cloud.footfall.gate import DAY_US, HOUR_US, PARIS, START_US, gate

TERRITORY = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"
NOW_US = START_US + 10 * DAY_US + 15 * HOUR_US


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Ten days of the demonstration's two gates in a registry and a store of files."""
    folder = tmp_path_factory.mktemp("zone")
    made = Settings(
        registry=Registry(url=f"sqlite:///{folder}/registry.sqlite"),
        store=Store(file=folder / "points.sqlite"),
    )
    with registry(made) as records:
        records.load_territory(TERRITORY)
    with store(made) as points:
        points.write(gate(1, 520, days=11).points)
        points.write(gate(2, 240, days=11, node="z-002").points)
    return made


def test_a_count_by_hand_is_noted_for_the_nodes_radio(settings: Settings) -> None:
    noted = count(settings, "z-001", START_US + 9 * HOUR_US, START_US + 10 * HOUR_US, 61)

    with registry(settings) as records:
        assert records.manual_counts() == [noted]
    assert noted == ManualCount(
        "z-001", "radio", START_US + 9 * HOUR_US, START_US + 10 * HOUR_US, 61
    )


def test_a_node_without_a_radio_cannot_be_counted_at(settings: Settings) -> None:
    with pytest.raises(RegistryFault, match="n-001"):
        count(settings, "n-001", START_US, START_US + HOUR_US, 3)


def test_figures_are_made_and_published(settings: Settings) -> None:
    (made,) = footfall(settings, 10, NOW_US)

    with store(settings) as points, registry(settings) as records:
        span = (START_US, NOW_US)
        assert periods(points, "cosmo", "day", *span) == made.periods["day"]
        assert periods(points, "cosmo", "quarter", *span) == made.periods["quarter"]
        assert gates(points, records.radios(), "cosmo", *span) == made.gates
        assert profile(points, "cosmo", *span) == made.profile
    assert len(made.periods["day"]) == 11
    assert made.periods["day"][-1].coverage == pytest.approx(15 / 24)


def test_making_them_again_changes_nothing(settings: Settings) -> None:
    first, second = (footfall(settings, None, NOW_US) for _ in range(2))

    assert first == second


def test_without_a_territory_there_is_nothing_to_make(tmp_path: Path) -> None:
    bare = Settings(
        registry=Registry(url=f"sqlite:///{tmp_path}/registry.sqlite"),
        store=Store(file=tmp_path / "points.sqlite"),
    )

    with pytest.raises(RegistryFault, match="no territory"):
        footfall(bare, None, NOW_US)


@contextmanager
def screen() -> Iterator[tuple[Console, StringIO]]:
    text = StringIO()
    yield Console(file=text, width=80), text


def test_days_are_a_table_of_eighty_columns(settings: Settings) -> None:
    (made,) = footfall(settings, 10, NOW_US)
    day = made.periods["day"][1]

    with screen() as (console, text):
        show_footfall(made, PARIS, console)

    shown = text.getvalue()
    assert max(map(len, shown.splitlines())) <= 80
    assert f"{day.passages:.0f}" in shown
    assert f"{day.low:.0f} … {day.high:.0f}" in shown
    assert "over 3 days that compare" in shown
    assert "people an arrival" in shown
    assert "from 0 people counted by hand: count more" in shown


def test_what_is_withheld_and_what_is_not_known_are_told_apart(settings: Settings) -> None:
    (made,) = footfall(settings, 10, NOW_US)
    blank = replace(made.periods["day"][0], passages=None, low=None, high=None)
    days = [blank, replace(blank, withheld=True)]

    with screen() as (console, text):
        show_footfall(replace(made, periods={"day": days}), PARIS, console)

    rows = [line.split() for line in text.getvalue().splitlines() if "2025-09-29" in line]
    assert [row[2] for row in rows] == ["?", "withheld"]
