"""Days that must be made anew: marked by whoever changes what is believed of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.errors import RegistryFault
from cloud.registry.dirty import DirtyDay, Why
from cloud.registry.mounting import Stretch, differences
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Issued, Mount
from tests.cloud.registry.conftest import spoil

DAY = date(2026, 1, 10)
NOON_US = 1_768_042_800_000_000
"""The same day at 12:00 in Paris."""
DAY_US = 86_400_000_000


class Clock:
    now_us = NOON_US

    def __call__(self) -> int:
        return self.now_us


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def registry(url: str, clock: Clock) -> Iterator[Registry]:
    with open_registry(url, clock) as opened:
        yield opened


def days(registry: Registry) -> set[tuple[str, date]]:
    return {(one.container, one.day) for one in registry.dirty_days()}


def test_a_day_that_was_marked_waits_until_it_is_cleared(loaded: Registry) -> None:
    loaded.mark_dirty({("alpha-01", DAY), ("alpha-02", DAY)})

    waiting = loaded.dirty_days()
    assert waiting == [DirtyDay(one, DAY, NOON_US, Why.LATE) for one in ("alpha-01", "alpha-02")]
    assert loaded.clear_dirty(waiting[0])
    assert loaded.dirty_days() == waiting[1:]


def test_a_mark_that_was_set_again_meanwhile_is_not_cleared(loaded: Registry) -> None:
    loaded.mark_dirty({("alpha-01", DAY)})
    (seen,) = loaded.dirty_days()

    loaded.mark_dirty({("alpha-01", DAY)})  # at the very same µs

    assert not loaded.clear_dirty(seen)
    (still,) = loaded.dirty_days()
    assert still.since_us == NOON_US + 1


def test_marks_of_the_last_moment_can_be_left_alone(loaded: Registry, clock: Clock) -> None:
    loaded.mark_dirty({("alpha-01", DAY)})
    clock.now_us += 1000
    loaded.mark_dirty({("alpha-02", DAY)})

    assert [one.container for one in loaded.dirty_days(NOON_US + 1000)] == ["alpha-01"]


def test_marking_nothing_is_nothing(loaded: Registry) -> None:
    loaded.mark_dirty([])

    assert loaded.dirty_days() == []


def test_a_container_that_is_not_known_cannot_be_marked(loaded: Registry) -> None:
    with pytest.raises(RegistryFault, match="refuses"):
        loaded.mark_dirty({("nowhere", DAY)})


def test_a_first_load_makes_nothing_dirty(loaded: Registry) -> None:
    assert loaded.dirty_days() == []


def test_a_sensor_moved_to_another_container_makes_both_dirty_from_that_day_on(
    loaded: Registry, folder: Path
) -> None:
    spoil(folder / "containers.csv", "n-001,fill,a02yyuw,2026-01-05,yes", ",,,,yes")
    spoil(
        folder / "containers.csv", "n-002,fill,a02yyuw,2026-01-05", "n-001,fill,a02yyuw,2026-01-08"
    )

    loaded.load_territory(folder)

    since = [DAY - timedelta(back) for back in (2, 1, 0)]
    assert days(loaded) == {(one, day) for one in ("alpha-01", "alpha-02") for day in since}
    assert {one.why for one in loaded.dirty_days()} == {Why.MOUNT}


def test_a_mounting_that_began_earlier_makes_only_the_days_between_dirty(
    loaded: Registry, folder: Path
) -> None:
    spoil(folder / "containers.csv", "a02yyuw,2026-01-05,yes", "a02yyuw,2026-01-03,yes")

    loaded.load_territory(folder)

    assert days(loaded) == {("alpha-01", date(2026, 1, day)) for day in (3, 4)}


def test_a_load_that_changes_nothing_makes_nothing_dirty(loaded: Registry, folder: Path) -> None:
    loaded.load_territory(folder)

    assert loaded.dirty_days() == []


def test_a_mount_added_by_hand_makes_its_days_dirty(loaded: Registry) -> None:
    (now,) = loaded.sensors()["n-001", "fill"].mounts

    loaded.mount(Mount("n-001", "fill", "alpha-02", now.from_us - DAY_US, now.from_us))

    assert days(loaded) == {("alpha-02", date(2026, 1, 4))}


def test_a_mounting_of_now_reaches_to_the_next_midnight_if_a_clock_may_run_ahead(
    loaded: Registry, folder: Path, clock: Clock
) -> None:
    clock.now_us += DAY_US // 2 - 1_000_000  # a second before midnight
    spoil(folder / "containers.csv", "n-001,fill,a02yyuw,2026-01-05,yes", ",,,,yes")
    spoil(
        folder / "containers.csv", "n-002,fill,a02yyuw,2026-01-05", "n-001,fill,a02yyuw,2026-01-10"
    )

    loaded.load_territory(folder)

    both = [DAY, DAY + timedelta(1)]
    assert days(loaded) == {(one, day) for one in ("alpha-01", "alpha-02") for day in both}


mounted = st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), min_size=10, max_size=10).map(
    lambda hours: tuple(
        Mount("n", "s", name, at, at + 1) for at, (name, hung) in enumerate(hours) if hung
    )
)


@given(mounted, mounted)
def test_differences_are_exactly_where_a_container_is_measured_otherwise(
    before: tuple[Mount, ...], after: tuple[Mount, ...]
) -> None:
    def at(mounts: tuple[Mount, ...], hour: int) -> set[str]:
        return {one.container for one in mounts if one.from_us == hour}

    found = differences(before, after, 10)

    told = {(one.container, hour) for one in found for hour in range(one.from_us, one.until_us)}
    differs = {(name, hour) for hour in range(10) for name in at(before, hour) ^ at(after, hour)}
    assert told == differs


def test_an_open_mount_differs_until_now() -> None:
    before = [Mount("n", "s", "a", 0)]
    after = [Mount("n", "s", "a", 0, 5), Mount("n", "s", "b", 5)]

    assert differences(before, after, 9) == (Stretch("a", 5, 9), Stretch("b", 5, 9))


def plan(day: date, issued_at_us: int) -> Issued:
    return Issued(day, issued_at_us, b"{}", {})


@pytest.mark.parametrize(
    ("day", "marked"),
    [(DAY - timedelta(57), 0), (DAY - timedelta(55), 1), (DAY, 1), (DAY + timedelta(1), 0)],
)
def test_a_plan_is_marked_when_a_day_that_it_rests_on_has_changed(
    loaded: Registry, day: date, marked: int
) -> None:
    loaded.issue_plan(plan(DAY + timedelta(1), NOON_US))

    assert loaded.mark_plans([("alpha-01", day)], history_days=56) == marked
    assert len(loaded.plan_marks()) == marked


def test_marks_name_the_plan_and_its_reason_and_the_plan_stays(loaded: Registry) -> None:
    loaded.issue_plan(plan(DAY, NOON_US))
    changed = [("alpha-01", DAY - timedelta(back)) for back in range(5)]

    loaded.mark_plans(changed, history_days=56)
    loaded.mark_plans(changed[:1], history_days=56)

    newer, older = loaded.plan_marks()
    assert (newer.day, newer.issued_at_us, newer.at_us) == (DAY, NOON_US, NOON_US)
    assert older.reason.endswith("alpha-01 on 2026-01-08 and 2 more")
    assert loaded.newest_plan() == plan(DAY, NOON_US)


def test_a_mark_is_never_rewritten(loaded: Registry) -> None:
    loaded.issue_plan(plan(DAY, NOON_US))
    loaded.mark_plans([("alpha-01", DAY)], history_days=56)

    for statement in ("DELETE FROM plan_marks", "UPDATE plan_marks SET reason = ''"):
        with (
            pytest.raises(RegistryFault, match="append-only"),
            loaded._database.writing() as connection,  # noqa: SLF001 - no method of ours does it
        ):
            connection.exec_driver_sql(statement)
