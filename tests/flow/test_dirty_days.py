"""What a late reading or a corrected mounting sets off: days made anew, plans marked, no more."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cloud.bootstrap.rebuild import SETTLED_US, Rebuilt
from cloud.errors import StoreDown
from cloud.registry.values import Issued
from tests.flow.pair import DAYS, ENDS_US, FIRST, Pair, contents, pair, reading, right, roll

DAY_US = 86_400_000_000
EVE = FIRST + timedelta(5)


@pytest.fixture
def late(tmp_path: Path) -> Iterator[Pair]:
    """Give a pair of containers whose five days were summed up, and planned after."""
    with pair(tmp_path, ENDS_US + DAY_US) as made:
        for seq, minute in enumerate(range(0, 7000, 500), 1):
            made.takes("n-001", reading(seq, minute, minute / 7000))
        settled(made)
        roll(made.store)
        made.registry.issue_plan(Issued(EVE, made.now_us, b"{}", {}))
        made.now_us += DAY_US
        yield made


def settled(one: Pair) -> Rebuilt:
    """Rebuild when every ingester knows what is known."""
    one.now_us += 2 * SETTLED_US
    return one.rebuild()


def test_a_late_reading_makes_its_day_anew_and_marks_the_plan_that_lacked_it(late: Pair) -> None:
    late.takes("n-001", reading(99, 123, 0.9))

    assert settled(late) == Rebuilt(days=1, changed=1, plans=1)
    (mark,) = late.registry.plan_marks()
    assert mark.reason == f"known otherwise since: alpha-01 on {FIRST}"
    assert late.registry.dirty_days() == []


def test_a_repeat_of_weeks_later_changes_nothing_and_marks_no_plan(late: Pair) -> None:
    before = contents(late.store)

    late.takes("n-001", reading(1, 0, 0.0))

    assert settled(late) == Rebuilt(days=1, changed=0, plans=0)
    assert contents(late.store) == before
    assert late.registry.plan_marks() == []


def test_a_corrected_mounting_marks_the_plan_once_and_the_plan_stays(late: Pair) -> None:
    issued = late.registry.newest_plan()

    late.swap(DAYS[3])

    assert settled(late).plans == 1
    assert settled(late) == Rebuilt(days=0, changed=0, plans=0)
    assert late.registry.newest_plan() == issued


def test_a_plan_issued_after_all_was_known_is_not_marked_for_an_older_one(late: Pair) -> None:
    late.takes("n-001", reading(99, 123, 0.9))
    settled(late)

    late.registry.issue_plan(Issued(EVE + timedelta(1), late.now_us, b"{}", {}))

    assert [mark.day for mark in late.registry.plan_marks()] == [EVE]


def test_a_mark_that_is_young_is_worked_on_and_kept(late: Pair) -> None:
    late.takes("n-001", reading(99, 123, 0.9))

    assert late.rebuild().changed == 1
    assert [one.day for one in late.registry.dirty_days()] == [FIRST]


def test_killed_between_the_series_and_the_marks_the_next_run_marks_the_plan(late: Pair) -> None:
    late.swap(DAYS[3])

    late.store.unreadable = "container_hour"
    with pytest.raises(StoreDown):
        settled(late)
    late.store.unreadable = ""

    assert late.registry.plan_marks() == []
    assert settled(late).plans == 1


def test_a_sensor_swapped_between_containers_counts_each_reading_once(tmp_path: Path) -> None:
    told = [
        (node, reading(seq, minute, 0.5))
        for node, first in (("n-001", 1), ("n-002", 501))
        for seq, minute in enumerate(range(0, 7000, 250), first)
    ]
    with pair(tmp_path) as late:
        for one in told:
            late.takes(*one)

        late.swap(DAYS[2])
        settled(late)
        roll(late.store)

        assert contents(late.store) == contents(right(told, DAYS[2]))
        levels = [
            late.store.read("container_level", (("container", one),), 0, 2**63 - 1)
            for one in ("alpha-01", "alpha-02")
        ]
        assert sum(map(len, levels)) == len(told)
