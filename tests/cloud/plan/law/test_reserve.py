"""What a solver sets aside for breaks is never more than they take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.law.place import place
from cloud.plan.law.reserve import breaks_s
from cloud.plan.law.rules import EU_561, HOUR, LABOUR_CODE, LUNCH, MINUTE, Rules, chosen
from cloud.plan.law.timetable import Shift, Visit

START = 6 * HOUR


@pytest.mark.parametrize(
    ("rules", "driving_s", "work_s", "minutes"),
    [
        (EU_561, 270 * MINUTE, 10 * HOUR, 0),
        (EU_561, 270 * MINUTE + 1, 10 * HOUR, 45),
        (EU_561, 541 * MINUTE, 10 * HOUR, 90),
        (LABOUR_CODE, 0, 6 * HOUR, 0),
        (LABOUR_CODE, 0, 6 * HOUR + 1, 20),
        (LUNCH, 0, 6 * HOUR, 0),
        (LUNCH, 0, 6 * HOUR + 1, 60),
        (chosen("eu-561", "labour-code", "lunch"), 5 * HOUR, 9 * HOUR, 60),
        (Rules("none"), 9 * HOUR, 9 * HOUR, 0),
    ],
)
def test_breaks_are_owed_just_past_a_limit_and_count_for_each_other(
    rules: Rules, driving_s: int, work_s: int, minutes: int
) -> None:
    assert breaks_s(rules, driving_s, work_s, START, START + work_s) == minutes * MINUTE


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3 * HOUR), st.integers(0, HOUR)), min_size=1, max_size=8),
    st.sets(st.sampled_from(["eu-561", "labour-code", "lunch"])),
)
def test_no_day_ends_sooner_than_with_what_is_set_aside(
    legs: list[tuple[int, int]], names: set[str]
) -> None:
    rules = chosen(*sorted(names))
    driving_s = sum(drive_s for drive_s, _ in legs)
    ends_s = START + driving_s + sum(service_s for _, service_s in legs)

    owed_s = breaks_s(rules, driving_s, ends_s - START, START, ends_s)

    day = Shift(START, 99 * HOUR, tuple(Visit("c", *leg) for leg in legs))
    assert place(rules, day)[-1].end_s >= ends_s + owed_s
