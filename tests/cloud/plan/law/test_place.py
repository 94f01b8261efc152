"""Breaks fall where they cost least, and no shift that the law allows is called impossible."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cloud.errors import NoPlan
from cloud.plan.law.check import breaches
from cloud.plan.law.place import place
from cloud.plan.law.rules import (
    EU_561,
    HEAT,
    HOUR,
    LABOUR_CODE,
    LUNCH,
    MINUTE,
    Driving,
    Rules,
    Work,
    chosen,
)
from cloud.plan.law.timetable import Doing, Shift, Span, Timetable, Visit, Window

Search = Callable[[Rules, Shift], int | None]
START = 6 * HOUR


def placed(rules: Rules, day: Shift) -> Timetable | None:
    try:
        return place(rules, day)
    except NoPlan as error:
        assert str(error).startswith("No lawful shift ")  # noqa: PT017 - either end is right
        return None


def shift(*visits: Visit, ends_s: int = 24 * HOUR) -> Shift:
    return Shift(START, ends_s, visits)


def breaks(timetable: Timetable) -> list[tuple[int, int]]:
    """Return when each break begins, in minutes of the shift, and its minutes."""
    rests = [span for span in timetable if span.doing == "break"]
    return [((s.begin_s - START) // MINUTE, (s.end_s - s.begin_s) // MINUTE) for s in rests]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_placement_is_lawful_and_ends_as_soon_as_trying_every_second(
    data: st.DataObject,
    laws: st.SearchStrategy[Rules],
    shifts: st.SearchStrategy[Shift],
    every_second: Search,
) -> None:
    rules, small = data.draw(laws), data.draw(shifts)
    best = every_second(rules, small)

    timetable = placed(rules, small)

    assert (timetable[-1].end_s if timetable else None) == best
    assert timetable is None or breaches(rules, small, timetable) == ()


VISITS = st.builds(
    Visit,
    st.just("c"),
    st.integers(0, 3 * HOUR),
    st.integers(0, HOUR),
    st.sampled_from([(), (Window(7 * HOUR, 10 * HOUR), Window(13 * HOUR, 22 * HOUR))]),
)


RULES = st.builds(
    lambda names, heat: chosen(*sorted(names), heat_alert=heat),
    st.sets(st.sampled_from(["eu-561", "labour-code", "lunch"])),
    st.booleans(),
)
DAYS = st.lists(VISITS, min_size=1, max_size=8).map(lambda visits: shift(*visits))


@settings(max_examples=100, deadline=None)
@given(DAYS, RULES)
def test_a_real_day_is_lawful_or_impossible(day: Shift, rules: Rules) -> None:
    timetable = placed(rules, day)

    assert timetable is None or breaches(rules, day, timetable) == ()


@settings(max_examples=100, deadline=None)
@given(DAYS, RULES, st.data())
def test_a_day_cut_anywhere_goes_on_lawfully_and_if_cut_after_a_stop_ends_no_later(
    day: Shift, rules: Rules, data: st.DataObject
) -> None:
    timetable = placed(rules, day)
    assume(timetable and timetable[-1].end_s > timetable[0].begin_s)
    assert timetable is not None
    now_s = data.draw(st.integers(timetable[0].begin_s + 1, timetable[-1].end_s))

    rest = cut(day, timetable, now_s)

    after = place(rules, rest)
    assert breaches(rules, rest, after) == ()
    # A break under way is only made longer: to stop it and wait instead may end sooner.
    if rest.past[-1].doing != "break":
        assert after[-1].end_s <= timetable[-1].end_s


def cut(day: Shift, timetable: Timetable, now_s: int) -> Shift:
    """Return what is left of a day at an instant; the last visit is always still to come."""
    past = tuple(
        replace(span, end_s=min(span.end_s, now_s)) for span in timetable if span.begin_s < now_s
    )
    left = []
    for index, visit in enumerate(day.visits):
        driven_s, served_s = (
            sum(s.end_s - s.begin_s for s in past if s.visit == index and s.doing == doing)
            for doing in ("drive", "serve")
        )
        begun = any(s.visit == index and s.doing == "serve" for s in past)
        done = begun and served_s == visit.service_s and index + 1 < len(day.visits)
        if not done:
            to_do = (visit.drive_s - driven_s, visit.service_s - served_s)
            left.append(Visit(visit.ref, *to_do, visit.windows))
    return Shift(day.starts_s, day.ends_s, tuple(left), past)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([("drive", 200)], [(270, 45)]),
        ([("drive", 100), ("break", 15), ("drive", 100)], [(285, 30)]),
        ([("drive", 280)], [(280, 45)]),
        ([("drive", 200), ("break", 20)], [(220, 25)]),
        ([("drive", 200), ("break", 50)], []),
    ],
)
def test_a_shift_under_way_owes_what_it_has_not_rested(
    past: list[tuple[Doing, int]], expected: list[tuple[int, int]]
) -> None:
    spans, at_s = [], START
    for doing, minutes in past:
        spans.append(Span(doing, at_s, at_s + minutes * MINUTE, 0))
        at_s += minutes * MINUTE
    under_way = Shift(START, 24 * HOUR, (Visit("a", 4 * HOUR),), tuple(spans))

    timetable = place(EU_561, under_way)

    assert timetable[0].begin_s == at_s
    assert breaks(timetable) == expected


@pytest.mark.parametrize(
    ("rules", "visits", "expected"),
    [
        (EU_561, [Visit("a", 270 * MINUTE)], []),
        (EU_561, [Visit("a", 271 * MINUTE)], [(270, 45)]),
        (EU_561, [Visit("a", HOUR, 5 * HOUR), Visit("b", HOUR)], []),
        (LABOUR_CODE, [Visit("a", 3 * HOUR, 3 * HOUR)], []),
        (LABOUR_CODE, [Visit("a", 3 * HOUR, 3 * HOUR + 1)], [(180, 20)]),
        (LUNCH, [Visit("a", 6 * HOUR)], []),
        (LUNCH, [Visit("a", 6 * HOUR + 1)], [(360, 60)]),
        (LABOUR_CODE, [Visit("a", 6 * HOUR), Visit("b", 6 * HOUR + 1)], [(360, 20), (740, 20)]),
    ],
)
def test_a_break_is_owed_just_past_the_limit(
    rules: Rules, visits: list[Visit], expected: list[tuple[int, int]]
) -> None:
    assert breaks(place(rules, shift(*visits))) == expected


def test_a_wait_is_the_first_part_so_that_thirty_minutes_are_enough() -> None:
    sharp = Window(START + 75 * MINUTE, START + 75 * MINUTE)

    timetable = place(EU_561, shift(Visit("a", HOUR, 0, (sharp,)), Visit("b", 4 * HOUR)))

    assert [minutes for _, minutes in breaks(timetable)] == [15, 30]
    assert "wait" not in {span.doing for span in timetable}


def test_a_break_that_may_is_taken_at_a_stop() -> None:
    timetable = place(LABOUR_CODE, shift(Visit("a", 5 * HOUR, HOUR // 2), Visit("b", 2 * HOUR)))

    assert breaks(timetable) == [(330, 20)]
    assert [span.visit for span in timetable if span.doing == "break"] == [0]


def test_a_break_that_no_rule_asks_for_keeps_a_wait_from_being_work() -> None:
    rules = Rules("two", Driving(7, 1, 1, 1), (Work(12, 3),))
    late = (Window(11, 14),)

    assert place(rules, Shift(0, 26, (Visit("a", 5, 2), Visit("b", 2, 2, late))))[-1].end_s == 13


def test_a_heat_alert_moves_the_shift_and_adds_breaks() -> None:
    day = shift(Visit("a", 3 * HOUR))

    timetable = place(chosen("labour-code", heat_alert=True), day)

    early = START - HEAT.earlier_s
    assert timetable[0].begin_s == early
    assert Span("break", early + 2 * HOUR, early + 130 * MINUTE, 0) in timetable


@pytest.mark.parametrize(
    ("visits", "ends_s", "sentence"),
    [
        ([Visit("c7", HOUR, 7 * HOUR)], 24 * HOUR, "serves c7: its 25200 s of service"),
        ([Visit("c7", HOUR, 60, (Window(0, START),))], 24 * HOUR, r"hours \(00:00-06:00\): it is"),
        ([Visit("c7", HOUR)], START + HOUR - 1, "ends by 06:59:59: .* ends at 07:00 at the"),
        ([Visit("c7", 7 * HOUR)], START + 7 * HOUR, "ends by 13:00: .* ends at 13:20 at the"),
    ],
)
def test_an_impossible_shift_is_one_sentence(
    visits: list[Visit], ends_s: int, sentence: str
) -> None:
    with pytest.raises(NoPlan, match=sentence):
        place(LABOUR_CODE, shift(*visits, ends_s=ends_s))
