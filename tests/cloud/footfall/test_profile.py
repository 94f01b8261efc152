"""The usual week is made of what is shown only."""

from datetime import datetime

from cloud.footfall.figures import Period, ProfileCell
from cloud.footfall.profile import profile

MONDAY_NINE = datetime(2025, 9, 29, 9)  # noqa: DTZ001 - a wall clock


def hour(passages: float | None, *, withheld: bool = False) -> Period:
    return Period(0, passages, passages, passages, 1.0, withheld=withheld)


def cells(*hours: Period) -> list[ProfileCell]:
    return profile(hours, [MONDAY_NINE] * len(hours), 5)


def test_a_cell_is_the_mean_over_its_days() -> None:
    assert cells(hour(10), hour(20), hour(0)) == [ProfileCell(0, 9, 10.0, 3)]


def test_a_withheld_hour_counts_as_half_of_what_is_withheld() -> None:
    assert cells(hour(10), hour(None, withheld=True)) == [ProfileCell(0, 9, 6.25, 2)]


def test_a_cell_of_mostly_withheld_hours_is_withheld() -> None:
    hidden = hour(None, withheld=True)

    assert cells(hour(10), hidden, hidden) == [ProfileCell(0, 9, None, 3)]


def test_an_hour_that_nobody_heard_is_no_day() -> None:
    assert cells(hour(10), hour(None)) == [ProfileCell(0, 9, 10.0, 1)]
    assert cells(hour(None)) == []
