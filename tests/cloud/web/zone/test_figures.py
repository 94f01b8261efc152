"""Slots, sums, shares and shapes: what is not known never becomes a figure."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.footfall.figures import Period, ProfileCell
from cloud.web.words import Words
from cloud.web.zone.calendar import every, parts_of
from cloud.web.zone.drawing import bars, heat, round_step
from cloud.web.zone.quality import coverage
from cloud.web.zone.ranking import rank
from cloud.web.zone.slots import HOUR_US, Slot, hang, midnight_us
from cloud.web.zone.totals import total
from cloud.web.zone.usual import usual
from cloud.web.zone.view import Gate
from tests.cloud.web.cosmo import cosmo

PARIS = ZoneInfo("Europe/Paris")
FR = Words("fr", PARIS)

FIGURES = st.floats(0, 1e5, allow_subnormal=False)


def _period(number: int, passages: float, week_before: float | None = None) -> Period:
    begin_us = number * HOUR_US
    return Period(begin_us, passages, passages * 0.9, passages * 1.1, 0.99, week_before=week_before)


def _slots(*periods: Period, hours: int | None = None) -> tuple[Slot, ...]:
    count = hours or len(periods)
    edges = [n * HOUR_US for n in range(count + 1)]
    return hang(periods, edges, edges[-1])


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    number, passages = draw(st.integers(0, 30)), draw(FIGURES)
    kind = draw(st.sampled_from(["counted", "withheld", "deaf"]))
    if kind == "counted":
        return _period(number, passages, draw(st.none() | FIGURES))
    return Period(number * HOUR_US, None, None, None, 0.2, withheld=kind == "withheld")


def test_every_slot_says_why_it_has_no_figure() -> None:
    withheld = Period(0, None, None, None, 0.99, withheld=True)
    deaf = Period(HOUR_US, None, None, None, 0.3)
    half_heard = Period(2 * HOUR_US, 40.0, 30.0, 50.0, 0.75)
    edges = [n * HOUR_US for n in range(7)]

    slots = hang([withheld, deaf, half_heard, _period(3, 50)], edges, 5 * HOUR_US)

    states = ["withheld", "absent", "partial", "counted", "absent", "ahead"]
    assert [slot.state for slot in slots] == states


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 25), 25), (date(2026, 11, 24), 24), (date(2027, 3, 28), 23)],
)
def test_a_day_has_as_many_hours_as_clocks_give_it(day: date, hours: int) -> None:
    slots = parts_of(cosmo(), FR, day, "hour")

    assert len(slots) == hours
    assert slots[0].begin_us == midnight_us(day, PARIS)
    assert slots[-1].until_us == slots[-1].begin_us + HOUR_US


def test_hours_add_up_to_the_days_that_hold_them() -> None:
    days = [slot for slot in every(cosmo(), FR, "day") if slot.state == "counted"]
    hours = every(cosmo(), FR, "hour")

    for day in days:
        inside = [slot for slot in hours if day.begin_us <= slot.begin_us < day.until_us]
        assert day.period is not None
        # Withheld hours are in the day and not in the sum of what is shown.
        hidden = total(inside).withheld * cosmo().withheld_below
        assert 0 <= (day.period.passages or 0) - total(inside).passages < hidden + 1


def test_a_sum_leaves_out_what_has_no_figure_and_says_how_much() -> None:
    withheld = Period(HOUR_US, None, None, None, 0.99, withheld=True)

    added = total(_slots(_period(0, 100), withheld, _period(3, 50), hours=4))

    assert (added.passages, added.counted, added.withheld, added.asked) == (150, 2, 1, 4)
    assert added.low == pytest.approx(135)
    assert added.high == pytest.approx(165)
    assert added.mean == 75


def test_of_nothing_there_is_no_sum_but_a_reason() -> None:
    withheld = Period(0, None, None, None, 0.99, withheld=True)

    assert total(_slots(withheld, hours=3)).state == "withheld"
    assert total(_slots(hours=3)).state == "absent"
    assert total(hang([], [0, HOUR_US], 0)).state == "ahead"


def test_weeks_are_compared_over_what_both_counted() -> None:
    slots = _slots(_period(0, 100, 80), _period(1, 900), _period(2, 50, 40))

    versus = total(slots).versus

    assert versus is not None
    assert versus.before == 120
    assert versus.ratio == pytest.approx(0.25)
    assert versus.clear


def test_a_difference_within_the_interval_is_not_called_clear() -> None:
    versus = total(_slots(_period(0, 100, 95))).versus

    assert versus is not None
    assert not versus.clear


def test_from_nothing_there_is_no_growth_in_per_cent() -> None:
    versus = total(_slots(_period(0, 100, 0.0))).versus

    assert versus is not None
    assert versus.ratio is None


@given(st.lists(_periods(), unique_by=lambda period: period.begin_us))
def test_a_sum_lies_in_its_interval_and_is_of_the_figures_that_are_shown(
    periods: list[Period],
) -> None:
    added = total(_slots(*periods, hours=31))

    assert added.low <= added.passages <= added.high
    assert added.counted == sum(period.passages is not None for period in periods)


def test_a_day_lost_does_not_weigh_on_the_share_of_the_weekend() -> None:
    monday = date(2026, 11, 2)
    edges = [midnight_us(date.fromordinal(monday.toordinal() + n), PARIS) for n in range(15)]
    figures = [100.0, 100, 100, 100, 100, 150, 100] * 2
    days = [Period(at, f, f, f, 1.0) for at, f in zip(edges, figures, strict=False)]

    whole = usual([], hang(days, edges, edges[-1]), FR)
    lost = usual([], hang(days[:-2], edges, edges[-1]), FR)
    never = usual([], hang(days[:5], edges, edges[-1]), FR)

    assert whole.weekend == lost.weekend == pytest.approx(1 / 3)
    assert never.weekend is None


def test_shares_are_of_what_is_published() -> None:
    cells = [
        ProfileCell(0, 8, 20.0, 4),
        ProfileCell(0, 12, 60.0, 4),
        ProfileCell(0, 13, 20.0, 4),
        ProfileCell(0, 20, None, 4),
    ]

    found = usual(cells, (), FR)

    assert found.peak == cells[1]
    assert found.midday == found.daytime == pytest.approx(0.8)
    assert usual([], (), FR).peak is None
    assert usual([ProfileCell(0, 3, 0.0, 4)], (), FR).midday is None


def test_a_gate_that_missed_days_is_ranked_by_its_mean_day() -> None:
    full = (Gate("Nord", ()), _slots(*(_period(n, 60) for n in range(4))))
    half = (Gate("Sud", ()), _slots(_period(0, 90), _period(1, 90), hours=4))
    silent = (Gate("Est", ()), _slots(hours=4))

    ranked = rank([silent, full, half])

    assert [one.gate.name for one in ranked] == ["Sud", "Nord", "Est"]
    assert [one.share for one in ranked] == [pytest.approx(0.6), pytest.approx(0.4), None]


def test_coverage_counts_silence_but_not_what_is_still_to_come() -> None:
    edges = [n * HOUR_US for n in range(5)]

    assert coverage(hang([_period(0, 5)], edges, 2 * HOUR_US)) == pytest.approx(0.99 / 2)
    assert coverage(hang([], edges, 0)) is None


@given(st.lists(_periods(), min_size=1, unique_by=lambda period: period.begin_us))
def test_every_bar_stands_inside_its_chart_and_only_figures_have_one(
    periods: list[Period],
) -> None:
    chart = bars(_slots(*periods, hours=31), 200)

    assert len(chart.bars) == 31
    for bar in chart.bars:
        assert (bar.top is not None) == bar.slot.counted
        for down in (bar.top, bar.low, bar.high, bar.before):
            assert down is None or -1e-6 <= down <= 200
        assert 0 <= bar.left < bar.body_left < bar.middle < 100
    assert all(0 <= y < 200 for y, _ in chart.lines)


def test_a_zero_that_was_counted_is_a_bar_and_an_absent_one_is_none() -> None:
    zero, absent = bars(_slots(_period(0, 0.0), hours=2), 200).bars

    assert zero.top == 200
    assert absent.top is None


@given(st.floats(1e-3, 1e9), st.integers(1, 8))
def test_lines_at_round_figures_reach_the_highest_and_not_far_beyond(
    most: float, count: int
) -> None:
    step = round_step(most, count)

    assert step * count >= most
    assert step * count <= most * 1.51


def test_the_heat_map_is_paler_where_it_is_quieter_and_blank_where_nothing_is_known() -> None:
    cells = [ProfileCell(0, 8, 10.0, 4), ProfileCell(0, 12, 58.0, 4), ProfileCell(0, 20, None, 4)]

    drawn = {(cell.weekday, cell.hour): cell for cell in heat(cells, cells[1]).cells}

    assert len(drawn) == 168
    assert (drawn[0, 8].shade, drawn[0, 12].shade) == (1, 5)
    assert drawn[0, 20].shade is drawn[3, 3].shade is None
    assert [where for where, cell in drawn.items() if cell.peak] == [(0, 12)]


def test_a_week_in_which_nobody_passes_is_still_a_map() -> None:
    assert heat([ProfileCell(0, 3, 0.0, 4)], None).cells[3].shade == 0
