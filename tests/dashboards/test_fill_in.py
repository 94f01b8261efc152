"""Periods, intervals and variables, as Grafana reckons and writes them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.check.board import Board, Grid, Panel, Period
from dashboards.check.fill_in import Moment, fill_in
from dashboards.check.interval import interval_ms, length_ms, words
from dashboards.check.period import Span, period
from dashboards.errors import BadBoard

HOUR = 3_600_000
DAY = 24 * HOUR
# 18 November 2026, 16:40 in Paris.
NOW = 1_795_016_400_000
SPAN = Span(NOW - DAY, NOW)


def board(since: str = "now-7d", until: str = "now") -> Board:
    return Board("u", "t", Period(since, until), [], timezone="Europe/Paris")


def panel(time_from: str | None) -> Panel:
    return Panel("stat", Grid(0, 0, 24, 4), time_from=time_from)


def filled(query: str, **picked: list[str]) -> str:
    return fill_in(query, Moment(SPAN, HOUR, picked))


def test_a_period_is_written_in_milliseconds() -> None:
    assert filled("$timeFilter") == f"time >= {NOW - DAY}ms and time <= {NOW}ms"
    assert filled("time >= ${__from}ms") == f"time >= {NOW - DAY}ms"
    assert filled("$__to $__interval $__interval_ms") == f"{NOW} 1h {HOUR}"


def test_one_value_stands_alone_and_several_are_a_choice() -> None:
    assert filled("/^${zone:regex}$/", zone=["cosmo"]) == "/^cosmo$/"
    assert filled("/^${zone:regex}$/", zone=["a", "b"]) == "/^(a|b)$/"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4), st.text())
def test_a_pattern_matches_what_was_picked_and_nothing_else(values: list[str], other: str) -> None:
    pattern = re.compile(filled("${x:regex}", x=values))

    assert all(pattern.fullmatch(value) for value in values)
    assert bool(pattern.fullmatch(other)) is (other in values)


@pytest.mark.parametrize("query", ["$nobody", "${nobody:regex}", "${zone:sqlstring}", "${__name}"])
def test_what_nobody_knows_is_one_sentence(query: str) -> None:
    with pytest.raises(BadBoard, match="nobody knows"):
        filled(query, zone=["cosmo"])


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("7d", NOW - 7 * DAY),
        ("now-90m", NOW - 90 * 60_000),
        ("now/h", NOW - 40 * 60_000),
        ("now/d", NOW - 16 * HOUR - 40 * 60_000),
        ("now/w", NOW - 2 * DAY - 16 * HOUR - 40 * 60_000),
    ],
)
def test_a_panels_own_period_ends_now(said: str, since: int) -> None:
    assert period(board(), panel(said), NOW) == Span(since, NOW)


def test_without_an_own_period_the_dashboards_holds() -> None:
    wanted = Span(NOW - 14 * DAY, NOW + DAY)

    assert period(board("now-14d", "now+1d"), panel(None), NOW) == wanted
    assert period(board("now-14d", "now+1d"), None, NOW) == wanted


def test_a_day_begins_at_local_midnight_in_summer_too() -> None:
    noon = round(datetime(2026, 7, 14, 10, tzinfo=UTC).timestamp() * 1000)

    assert period(board(), panel("now/d"), noon).since_ms == noon - 12 * HOUR


@pytest.mark.parametrize("said", ["yesterday", "now-7", "now-7q", "7", "now+", "now/y"])
def test_a_period_that_is_none_is_one_sentence(said: str) -> None:
    with pytest.raises(BadBoard):
        period(board(), panel(said), NOW)


@pytest.mark.parametrize(
    ("span_ms", "points", "least", "wanted"),
    [
        (DAY, 1896, None, 60_000),
        (7 * DAY, 1896, None, 300_000),
        (28 * DAY, 1896, None, 1_200_000),
        (28 * DAY, 1896, "1h", HOUR),
        (1000, 1896, None, 1),
        (3650 * DAY, 60, None, 31_536_000_000),
    ],
)
def test_an_interval_is_rounded_as_grafana_does(
    span_ms: int, points: int, least: str | None, wanted: int
) -> None:
    assert interval_ms(span_ms, points, least) == wanted


@given(st.integers(1, 4000 * DAY), st.integers(100, 4000))
def test_a_wider_screen_never_gets_longer_intervals(span_ms: int, points: int) -> None:
    assert interval_ms(span_ms, points + 1, None) <= interval_ms(span_ms, points, None)


@given(st.integers(1, 400), st.sampled_from(["ms", "s", "m", "h", "d"]))
def test_a_length_is_read_as_it_is_written(number: int, unit: str) -> None:
    length = length_ms(f"{number}{unit}")

    assert length_ms(words(length)) == length
