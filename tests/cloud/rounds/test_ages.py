from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.rounds.ages import AgeRule, longest_days, must_be_emptied
from cloud.rounds.season import Season

SUMMER = Season((6, 15), (9, 15))
RULES = (
    AgeRule("residual", 14),
    AgeRule("residual", 7, season=SUMMER),
    AgeRule("residual", 10, zone="34114"),
    AgeRule("residual", 3, zone="34114", season=SUMMER),
    AgeRule("glass", 60),
)
WINTER_DAY, SUMMER_DAY = date(2027, 1, 11), date(2027, 7, 5)


@pytest.mark.parametrize(
    ("stream", "zone", "day", "longest"),
    [
        ("residual", "34010", WINTER_DAY, 14),
        ("residual", "34010", SUMMER_DAY, 7),
        ("residual", "34114", WINTER_DAY, 10),
        ("residual", "34114", SUMMER_DAY, 3),
        ("glass", "34114", SUMMER_DAY, 60),
        ("paper", "34114", SUMMER_DAY, None),
    ],
)
def test_the_most_specific_rule_wins(
    stream: str, zone: str, day: date, longest: int | None
) -> None:
    assert longest_days(RULES, stream, zone, day) == longest
    assert longest_days(RULES[::-1], stream, zone, day) == longest


def test_of_two_rules_alike_the_stricter_one_wins() -> None:
    july = AgeRule("residual", 5, season=Season((7, 1), (7, 31)))

    assert longest_days((*RULES, july), "residual", "34010", SUMMER_DAY) == 5


@pytest.mark.parametrize(("gone", "must"), [(12, False), (13, True), (30, True)])
def test_it_must_be_emptied_on_the_last_chance_before_it_is_too_old(gone: int, must: bool) -> None:  # noqa: FBT001 - a row of a table
    emptied = WINTER_DAY - timedelta(gone)
    chances = (WINTER_DAY, WINTER_DAY + timedelta(2))

    assert must_be_emptied(RULES, "residual", "34010", emptied, *chances) == must


def test_a_season_that_begins_before_the_next_chance_counts() -> None:
    emptied, day = date(2027, 6, 7), date(2027, 6, 14)

    assert must_be_emptied(RULES, "residual", "34010", emptied, day, day + timedelta(1))
    assert not must_be_emptied(RULES[:1], "residual", "34010", emptied, day, day + timedelta(1))


def test_an_emptying_that_nobody_knows_of_is_too_long_ago() -> None:
    chances = (WINTER_DAY, WINTER_DAY + timedelta(1))

    assert must_be_emptied(RULES, "residual", "34010", None, *chances)
    assert not must_be_emptied(RULES, "paper", "34010", None, *chances)


@given(st.integers(1, 90), st.integers(0, 200), st.integers(1, 14))
def test_whoever_obeys_never_grows_too_old(longest: int, begun: int, step: int) -> None:
    rules = (AgeRule("residual", longest),)
    day = emptied = WINTER_DAY + timedelta(begun)

    for _ in range(40):
        following = day + timedelta(min(step, longest))
        if must_be_emptied(rules, "residual", "34010", emptied, day, following):
            emptied = day
        day = following
        assert (day - emptied).days <= longest


def test_an_age_of_no_days_is_none() -> None:
    with pytest.raises(ValueError, match="one day or more"):
        AgeRule("residual", 0)
