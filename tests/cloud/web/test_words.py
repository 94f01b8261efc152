"""Numbers and dates as people write them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.web.words import LANGUAGES, Words, choose
from tests.cloud.web.conftest import NOW_US

FR = Words("fr", ZoneInfo("Europe/Paris"))
EN = Words("en", ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (FR.number(12345.6, 1), "12\u202f345,6"),
        (EN.number(12345.6, 1), "12,345.6"),
        (FR.number(-3), "−3"),
        (FR.number(-0.01, 1), "0,0"),
        (FR.percent(1.04), "104\u202f%"),
        (EN.percent(1.04), "104%"),
        (FR.chance(0.997), "> 99\u202f%"),
        (FR.chance(0.004), "< 1\u202f%"),
        (EN.chance(1.0), "100%"),
        (FR.km(12_345), "12,3\u00a0km"),
        (FR.km(123_456), "123\u00a0km"),
        (FR.tonnes(5_940), "5,9\u00a0t"),
        (FR.clock(5 * 3600 + 1800), "5\u00a0h\u00a030"),
        (EN.clock(5 * 3600 + 1800), "05:30"),
        (FR.clock(86_400 + 300), "0\u00a0h\u00a005"),
        (FR.clock(3599), "1\u00a0h\u00a000"),
        (FR.duration(2400), "40\u00a0min"),
        (FR.duration(3600), "1\u00a0h\u00a000"),
        (FR.day(date(2026, 11, 24)), "24 nov. 2026"),
        (FR.day(date(2026, 8, 1)), "1er août 2026"),
        (EN.day(date(2026, 11, 24)), "24 Nov 2026"),
        (FR.long_day(date(2026, 11, 25)), "mercredi 25 nov. 2026"),
        (FR.moment(NOW_US), "24 nov. 2026, 18\u00a0h\u00a005"),
        (FR.lately(NOW_US, NOW_US), "à 18\u00a0h\u00a005"),
        (FR.lately(NOW_US - 86_400_000_000, NOW_US), "le 23 nov."),
        (FR.about(NOW_US), "mar. 24 nov., 18\u00a0h"),
        (EN.about(NOW_US), "Tue 24 Nov, 18:00"),
        (FR.estimate(12_345, 11_980, 12_710), "12\u202f345\u00a0(11\u202f980–12\u202f710)"),
        (EN.estimate(412.4, 379.6, 445.2), "412\u00a0(380–445)"),
        (FR.change(0.079), "+8\u202f%"),
        (FR.change(-0.032), "−3\u202f%"),
        (EN.change(-0.001), "0%"),
        (FR.short_day(date(2026, 12, 1)), "mar. 1er déc."),
        (FR.weekday(5), "samedi"),
        (FR.weekday(6, 1), "d"),
        (EN.weekday(2, 3), "Wed"),
        (FR.hour(7), "7\u00a0h"),
        (EN.hour(7), "07:00"),
        (FR.month(date(2026, 11, 24)), "nov."),
        (FR.clock_at(NOW_US), "18\u00a0h\u00a005"),
    ],
)
def test_it_is_written_as_the_language_writes_it(said: str, text: str) -> None:
    assert said == text


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert FR.count("stops", 0) == "0 arrêt"
    assert FR.count("stops", 2) == "2 arrêts"
    assert EN.count("stops", 0) == "0 stops"
    assert EN.count("stops", 1) == "1 stop"


@given(st.text(), st.text())
def test_whatever_a_browser_asks_for_it_gets_a_language(asked: str, accept: str) -> None:
    assert choose(asked, accept, LANGUAGES) in LANGUAGES
