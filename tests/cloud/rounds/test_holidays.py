from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.rounds.holidays import HOLIDAYS, easter_sunday, holidays


@pytest.mark.parametrize(
    "easter",
    [
        date(1954, 4, 18),
        date(1961, 4, 2),
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2038, 4, 25),
        date(2285, 3, 22),
    ],
)
def test_easter_is_where_tables_have_it(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    easter = easter_sunday(year)

    assert easter.weekday() == 6
    assert (3, 22) <= (easter.month, easter.day) <= (4, 25)


def test_france_has_eleven_holidays() -> None:
    assert holidays(2027) == {
        "new-year": date(2027, 1, 1),
        "easter-monday": date(2027, 3, 29),
        "labour-day": date(2027, 5, 1),
        "ascension": date(2027, 5, 6),
        "victory-day": date(2027, 5, 8),
        "whit-monday": date(2027, 5, 17),
        "bastille-day": date(2027, 7, 14),
        "assumption": date(2027, 8, 15),
        "all-saints": date(2027, 11, 1),
        "armistice": date(2027, 11, 11),
        "christmas": date(2027, 12, 25),
    }
    assert set(HOLIDAYS) == holidays(2027).keys()


def test_two_holidays_may_fall_on_one_day() -> None:
    assert holidays(2008)["ascension"] == holidays(2008)["labour-day"] == date(2008, 5, 1)
