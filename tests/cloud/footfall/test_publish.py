"""Figures written into the store and read back: once or twice, corrected or withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from cloud.footfall.figures import Period, ProfileCell, Step
from cloud.footfall.publish import publish
from cloud.footfall.published import gates, periods, profile
from cloud.footfall.shown import Footfall
from cloud.store.memory import MemoryStore
from cloud.store.point import Value
from tests.cloud.footfall.gate import DAY_US, HOUR_US, START_US, radio

EVER = (START_US, START_US + 30 * DAY_US)
NORTH = radio("z-001", "nord")


def hours(*passages: float | None) -> list[Period]:
    return [
        Period(
            START_US + at * HOUR_US,
            people,
            None if people is None else people - 3,
            None if people is None else people + 3,
            coverage=0.95,
            withheld=people is None,
        )
        for at, people in enumerate(passages)
    ]


def figures(
    by_step: Mapping[Step, Sequence[Period]], cells: Sequence[ProfileCell] = ()
) -> Footfall:
    return Footfall("cosmo", by_step, {"nord": by_step.get("day", ())}, cells, {})


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def fields(store: MemoryStore, step: Step = "hour") -> list[Mapping[str, Value]]:
    tags = (("step", step), ("zone", "cosmo"))
    return [point.fields for point in store.read("footfall", tags, 0, 2**63 - 1)]


def test_what_is_published_is_read_back(store: MemoryStore) -> None:
    told = [replace(one, week_before=7.0) for one in hours(12, 0)] + hours(None, None, None)[2:]

    publish(store, figures({"hour": told}), START_US)

    assert periods(store, "cosmo", "hour", *EVER) == told


def test_a_withheld_period_says_that_it_is_and_how_well_it_was_heard(store: MemoryStore) -> None:
    publish(store, figures({"hour": hours(None)}), START_US)

    assert fields(store) == [{"withheld": 1.0, "coverage": 0.95}]


def test_publishing_twice_changes_nothing(store: MemoryStore) -> None:
    made = figures({"hour": hours(12, None), "day": hours(99)}, [ProfileCell(0, 9, 12.5, 5)])

    counts = [publish(store, made, START_US) for _ in range(2)]

    assert counts == [5, 5]
    assert periods(store, "cosmo", "hour", *EVER) == hours(12, None)
    assert gates(store, [NORTH], "cosmo", *EVER) == {"nord": hours(99)}


def test_a_corrected_figure_takes_the_place_of_the_old_one(store: MemoryStore) -> None:
    publish(store, figures({"hour": hours(12)}), START_US)

    publish(store, figures({"hour": hours(14)}), START_US)

    assert periods(store, "cosmo", "hour", *EVER) == hours(14)


def test_a_figure_that_became_too_small_leaves_no_trace(store: MemoryStore) -> None:
    publish(
        store, figures({"hour": [replace(one, week_before=8.0) for one in hours(5.2)]}), START_US
    )

    publish(store, figures({"hour": hours(None)}), START_US)

    assert periods(store, "cosmo", "hour", *EVER) == hours(None)
    assert fields(store) == [
        {
            "withheld": 1.0,
            "coverage": 0.95,
            "passages": 0.0,
            "low": 0.0,
            "high": 0.0,
            "week_before": 0.0,
        }
    ]


def test_a_figure_may_come_back(store: MemoryStore) -> None:
    for passages in (12, None, 13):
        publish(store, figures({"hour": hours(passages)}), START_US)

    assert periods(store, "cosmo", "hour", *EVER) == hours(13)


def test_the_newest_profile_is_read(store: MemoryStore) -> None:
    for day, mean in enumerate((12.0, None, 14.0)):
        cells = [ProfileCell(6, 9, mean, 4 + day)]
        publish(store, figures({}, cells), START_US + day * DAY_US)

    assert profile(store, "cosmo", *EVER) == [ProfileCell(6, 9, 14.0, 6)]
    assert profile(store, "cosmo", START_US, START_US + 2 * DAY_US) == [ProfileCell(6, 9, None, 5)]


def test_sunday_is_day_seven_in_the_store(store: MemoryStore) -> None:
    publish(store, figures({}, [ProfileCell(6, 9, 12.0, 4)]), START_US)

    tags = (("hour", "09"), ("weekday", "7"), ("zone", "cosmo"))
    assert len(store.read("footfall_profile", tags, 0, 2**63 - 1)) == 1


def test_gates_of_other_zones_are_not_asked_for(store: MemoryStore) -> None:
    other = replace(NORTH, zone="elsewhere", gate="est")

    assert gates(store, [NORTH, other], "cosmo", *EVER) == {"nord": []}
