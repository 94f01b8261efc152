"""What the sensors of a series meet, and when."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.geometry import Frustum
from firmware_sim.csv_series.folder import write_territory
from firmware_sim.csv_series.looks import Looks, looks, strangers
from firmware_sim.csv_series.values import Bin, Diary, Series
from firmware_sim.territory import Container, Model, Mount, Territory, read_territory

ZONE = ZoneInfo("Australia/Melbourne")
SMART = Model("smart-600", 1000, (750, 750), (800, 800), 300)


@pytest.fixture
def territory(series: Series, base: Path, tmp_path: Path) -> Territory:
    write_territory(series, base, tmp_path / "territory")
    return read_territory(tmp_path / "territory")


def local(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(ZONE)


def test_a_sensor_looks_once_a_day_at_a_morning_hour_of_its_own(
    series: Series, territory: Territory
) -> None:
    each = {
        one.container: [local(at) for at in one.at_us.tolist()]
        for one in looks(series, territory, 0, 7)
    }

    assert [f"{at:%Y-%m-%d}" for at in each["101"]] == ["2025-11-03", "2025-11-04", "2025-11-05"]
    assert len({at.time() for at in each["101"]}) == 1
    assert len({at[0].time() for at in each.values()}) == 3
    assert all(5 <= at.hour < 9 for every in each.values() for at in every)


def test_weeks_later_it_is_the_same_weekday_and_hour(series: Series, territory: Territory) -> None:
    before = [local(at) for one in looks(series, territory, 0, 7) for at in one.at_us.tolist()]

    # Twenty-two weeks after November the clocks of Melbourne are an hour back.
    after = [local(at) for one in looks(series, territory, 22, 7) for at in one.at_us.tolist()]

    assert [at.weekday() for at in after] == [at.weekday() for at in before]
    assert [at.time() for at in after] == [at.time() for at in before]
    assert {later.date() - at.date() for at, later in zip(before, after, strict=True)} == {
        (after[0].date() - before[0].date())
    }


@given(st.lists(st.floats(0, 1), min_size=1, max_size=11))
def test_the_edge_reads_out_of_the_distance_what_the_series_says(ratios: list[float]) -> None:
    found = look(np.array(ratios))

    inside = Frustum(SMART.depth_mm, SMART.bottom_mm, SMART.top_mm, SMART.sensor_above_full_mm)
    read = [inside.fill_ratio(distance) for distance in found.distance_mm.tolist()]
    assert read == pytest.approx(ratios, abs=1e-6)


def test_between_two_equal_levels_nothing_is_made_up() -> None:
    found = look(np.array([0.4, 0.4, 0.4]))

    assert len(found.at_us) == 3
    assert len(set(found.distance_mm.tolist())) == 1


def test_only_a_bin_with_a_sensor_on_a_cable_is_looked_into(series: Series) -> None:
    boxes = (
        Container("101", "residual", SMART, 0.0, Mount("w-101", "fill")),
        Container("102", "residual", SMART, 0.0, Mount("z-1", "fill", bytes(6))),
        Container("103", "residual", SMART, 0.0, None),
    )
    territory = Territory("Werribee", ZONE, boxes)

    assert [one.container for one in looks(series, territory, 0, 7)] == ["101"]
    assert strangers(series, territory) == ("102", "103")


def look(ratios: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Looks:
    days = np.datetime64("2025-11-03", "D") + np.arange(len(ratios))
    diary = Diary(Bin("101", "A", 0.0, 0.0, "general", "Werribee"), days, ratios)
    box = Container("101", "residual", SMART, 0.0, Mount("w-101", "fill"))
    series = Series(Path("fill.csv"), (diary,), 0, (), ())
    (found,) = looks(series, Territory("Werribee", ZONE, (box,)), 0, 7)
    return found
