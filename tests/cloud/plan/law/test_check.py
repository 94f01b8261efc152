"""The judge of timetables names every way in which a lawful one can be broken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cloud.errors import RegistryFault
from cloud.plan.law.check import breaches
from cloud.plan.law.rules import HOUR, LUNCH, MINUTE, Driving, Lunch, Rules, Work, chosen, together
from cloud.plan.law.timetable import Doing, Shift, Span, Timetable, Visit, Window

RULES = chosen("eu-561", "labour-code", "lunch")
SHIFT = Shift(
    6 * HOUR,
    17 * HOUR,
    (Visit("a", 4 * HOUR, HOUR, (Window(10 * HOUR, 11 * HOUR),)), Visit("home", 4 * HOUR)),
)


def row(*parts: tuple[Doing, int, int], start_s: int = SHIFT.starts_s) -> Timetable:
    """Return what is done one after the other, in minutes and for which visit."""
    spans, at_s = [], start_s
    for doing, minutes, visit in parts:
        spans.append(Span(doing, at_s, at_s + minutes * MINUTE, visit))
        at_s += minutes * MINUTE
    return tuple(spans)


GOOD = row(
    ("drive", 240, 0), ("serve", 60, 0), ("break", 60, 0), ("drive", 240, 1), ("serve", 0, 1)
)


def changed(index: int, change: Callable[[Span], Span]) -> Timetable:
    return (*GOOD[:index], change(GOOD[index]), *GOOD[index + 1 :])


def test_a_lawful_timetable_has_no_breach() -> None:
    assert breaches(RULES, SHIFT, GOOD) == ()


@pytest.mark.parametrize(
    ("rule", "timetable"),
    [
        ("empty", ()),
        ("seam", changed(2, lambda span: replace(span, begin_s=span.begin_s + 1))),
        ("seam", changed(2, lambda span: replace(span, end_s=span.begin_s - 1))),
        ("start", row(*[(s.doing, (s.end_s - s.begin_s) // 60, s.visit) for s in GOOD], start_s=0)),
        ("end", (*GOOD, Span("wait", GOOD[-1].end_s, 17 * HOUR + 1, 1))),
        ("order", changed(0, lambda span: replace(span, visit=1))),
        ("order", changed(4, lambda span: replace(span, visit=2))),
        ("service", GOOD[:-1]),
        ("service", (*GOOD, GOOD[-1])),
        ("service", row(("drive", 240, 0), ("serve", 59, 0))),
        ("drive", row(("drive", 239, 0), ("wait", 1, 0), ("serve", 60, 0))),
        ("drive", row(("serve", 60, 0), ("drive", 240, 0))),
        ("window", row(("drive", 240, 0), ("wait", 1, 0), ("serve", 60, 0))),
        ("short", row(("break", 14, 0))),
        ("driving", row(("drive", 270, 0), ("break", 44, 0), ("drive", 1, 0))),
        ("driving", row(("break", 30, 0), ("drive", 270, 0), ("break", 29, 0), ("drive", 1, 0))),
        ("work", row(("wait", 360, 0), ("break", 19, 0), ("serve", 1, 0))),
        ("lunch", row(("wait", 301, 0), ("break", 59, 0), ("wait", 1, 0))),
        ("lunch", row(("wait", 361, 0), ("break", 60, 0))),
    ],
)
def test_a_planted_breach_is_named(rule: str, timetable: Timetable) -> None:
    assert rule in {breach.rule for breach in breaches(RULES, SHIFT, timetable)}


@pytest.mark.parametrize(
    "timetable",
    [
        row(("drive", 270, 0), ("break", 45, 0), ("drive", 270, 0)),
        row(
            ("drive", 200, 0), ("break", 15, 0), ("drive", 70, 0), ("break", 30, 0), ("drive", 9, 0)
        ),
        row(
            ("drive", 270, 0), ("break", 20, 0), ("serve", 0, 0), ("break", 25, 0), ("drive", 9, 0)
        ),
        row(("wait", 360, 0), ("break", 20, 0), ("wait", 360, 0)),
        row(("wait", 290, 0), ("break", 70, 0), ("wait", 9, 0)),
        row(("wait", 360, 0), ("break", 60, 0), ("wait", 9, 0)),
    ],
)
def test_breaks_just_within_the_law_are_no_breach(timetable: Timetable) -> None:
    named = {breach.rule for breach in breaches(RULES, SHIFT, timetable)}

    assert not named & {"driving", "short", "work"}
    assert "lunch" not in named or timetable[-1].end_s > 12 * HOUR


@pytest.mark.parametrize(
    "make",
    [
        lambda: Driving(1, 2, 3, 1),
        lambda: Driving(9, 5, 1, 2),
        lambda: Work(0, 1),
        lambda: Lunch(2, 1, 1),
        lambda: Visit("a", -1),
        lambda: Visit("a", 0, 0, (Window(5, 6), Window(1, 2))),
    ],
)
def test_a_rule_or_visit_that_makes_no_sense_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must|needs|cannot"):
        make()


def test_an_unknown_rule_set_is_one_sentence() -> None:
    with pytest.raises(RegistryFault, match="no rule set 'eu': choose from eu-561, labour-code"):
        chosen("eu")


def test_two_lunches_of_one_truck_are_one_sentence() -> None:
    other = Rules("late", lunch=Lunch(12 * HOUR, 13 * HOUR, HOUR))

    with pytest.raises(RegistryFault, match=r"can have one such rule, not both Lunch\(.*Lunch\("):
        together(LUNCH, other)


PAST = row(("drive", 260, 0))


@pytest.mark.parametrize(
    ("rule", "past", "timetable"),
    [
        ("seam", PAST, row(("drive", 5, 0), start_s=0)),
        ("driving", PAST, row(("drive", 11, 0), start_s=PAST[-1].end_s)),
        ("driving", row(("drive", 280, 0)), row(("drive", 1, 0), start_s=PAST[-1].end_s + 1200)),
        ("work", PAST, row(("wait", 101, 0), start_s=PAST[-1].end_s)),
        (
            "short",
            (*PAST, *row(("break", 9, 0), start_s=PAST[-1].end_s)),
            row(("break", 5, 0), ("wait", 1, 0), start_s=PAST[-1].end_s + 540),
        ),
        ("lunch", row(("wait", 330, 0)), row(("wait", 40, 0), start_s=SHIFT.starts_s + 330 * 60)),
    ],
)
def test_what_was_done_before_counts(rule: str, past: Timetable, timetable: Timetable) -> None:
    under_way = Shift(SHIFT.starts_s, SHIFT.ends_s, SHIFT.visits, past)

    assert rule in {breach.rule for breach in breaches(RULES, under_way, timetable)}


def test_what_is_past_mending_is_not_held_against_the_rest() -> None:
    past = row(("drive", 280, 0), ("break", 45, 0), ("wait", 60, 0))
    under_way = Shift(SHIFT.starts_s, SHIFT.ends_s, (Visit("home", HOUR),), past)

    timetable = row(("drive", 60, 0), ("serve", 0, 0), start_s=past[-1].end_s)

    assert breaches(RULES, under_way, timetable) == ()


def test_no_rules_allow_anything() -> None:
    assert breaches(Rules("none"), SHIFT, row(("wait", 600, 0)))[-1].rule == "service"
