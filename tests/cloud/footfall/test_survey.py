"""Figures of a zone from count points and counts by hand: whole, running, in any order."""

import random
from collections.abc import Sequence

import pytest

from cloud.footfall.calendar import calendar
from cloud.footfall.factor import Factor
from cloud.footfall.figures import Period
from cloud.footfall.shown import Footfall
from cloud.footfall.survey import footfall
from cloud.registry.values import ManualCount, Radio, Zone
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from tests.cloud.footfall.gate import DAY_US, HOUR_US, PARIS, START_US, Gate, gate, radio

COSMO = Zone("cosmo", "Cosmo", "34114", 43.6, 3.5, invented=True, note="")
NORTH, SOUTH = radio("z-001", "nord", 520), radio("z-002", "sud", 240)


@pytest.fixture(scope="module")
def north() -> Gate:
    return gate(1, 520, days=16)


@pytest.fixture(scope="module")
def south() -> Gate:
    return gate(2, 240, days=16, node="z-002")


def made(
    points: Sequence[Point],
    radios: Sequence[Radio] = (NORTH, SOUTH),
    by_hand: Sequence[ManualCount] = (),
    *,
    days: float = 14,
    since_day: int = 0,
    below: float = 5,
) -> Footfall:
    store = MemoryStore()
    store.write(points)
    (found,) = footfall(
        store,
        [COSMO],
        radios,
        by_hand,
        PARIS,
        since_us=START_US + since_day * DAY_US,
        until_us=START_US + int(days * DAY_US),
        withhold_below=below,
    )
    return found


def people(periods: Sequence[Period]) -> list[float]:
    return [period.passages or 0.0 for period in periods]


def test_a_zone_without_a_radio_has_no_figures() -> None:
    span = {"since_us": START_US, "until_us": START_US + DAY_US}

    assert footfall(MemoryStore(), [COSMO], [], [], PARIS, **span, withhold_below=5) == []


def test_a_radio_that_never_spoke_is_not_nobody() -> None:
    found = made([])

    assert [day.passages for day in found.periods["day"]] == [None] * 14
    assert not any(day.withheld for day in found.periods["day"])
    assert found.profile == []


def test_the_figures_do_not_depend_on_the_order_in_which_windows_came(
    north: Gate, south: Gate
) -> None:
    points = [*north.points, *south.points]
    shuffled = random.Random(1).sample(points, len(points))  # noqa: S311 - no secret

    assert made(points) == made(shuffled)


def test_quarters_add_to_hours_and_days_and_gates_to_the_zone(north: Gate, south: Gate) -> None:
    found = made([*north.points, *south.points], below=1e-9)

    days = people(found.periods["day"])
    assert sum(people(found.periods["hour"])) == pytest.approx(sum(days))
    assert sum(people(found.periods["quarter"])) == pytest.approx(sum(days))
    gates = zip(*(people(gate) for gate in found.gates.values()), strict=True)
    assert [sum(each) for each in gates] == pytest.approx(days)


def test_two_radios_at_one_gate_are_one_gate(north: Gate, south: Gate) -> None:
    side = radio("z-002", "nord", 240)

    found = made([*north.points, *south.points], (NORTH, side))

    assert people(found.gates["nord"]) == pytest.approx(people(found.periods["day"]))


def test_no_small_figure_is_shown(north: Gate, south: Gate) -> None:
    found = made([*north.points, *south.points])

    for periods in (*found.periods.values(), *found.gates.values()):
        assert not any(0 < (one.passages or 0) < 5 for one in periods)
        assert not any(0 < (one.week_before or 0) < 5 for one in periods)
    assert any(hour.withheld for hour in found.periods["hour"])


def test_counting_by_hand_moves_the_figures_and_narrows_them(north: Gate) -> None:
    sessions = [
        north.counted(NORTH, START_US + at * HOUR_US, START_US + (at + 2) * HOUR_US)
        for at in (9, 14, 34, 41, 58, 66)
    ]

    guessed, counted = (made(north.points, (NORTH,), by_hand) for by_hand in ((), sessions))

    before, after = guessed.periods["day"][-1], counted.periods["day"][-1]
    assert span(after) < span(before) / 2
    assert factor_of(counted).people == pytest.approx(sum(one.people for one in sessions))
    assert factor_of(guessed).people_per_arrival != factor_of(counted).people_per_arrival


def test_counts_by_hand_calibrate_days_that_came_much_later(north: Gate) -> None:
    early = north.counted(NORTH, START_US + 9 * HOUR_US, START_US + 18 * HOUR_US)

    assert factor_of(made(north.points, (NORTH,), [early], since_day=10)).people == early.people


def span(day: Period) -> float:
    assert day.low is not None
    assert day.high is not None
    return day.high - day.low


def factor_of(found: Footfall) -> Factor:
    return found.factors["z-001", "radio"]


def test_the_day_that_runs_is_the_hours_that_are_shown(north: Gate) -> None:
    found = made(north.points, (NORTH,), days=9.75)

    day, hours = found.periods["day"][-1], found.periods["hour"][-18:]
    assert len(found.periods["day"]) == 10
    assert any(hour.withheld for hour in hours)
    assert day.passages is not None
    assert day.passages == pytest.approx(sum(people(hours)))
    assert day.low is not None
    assert day.high is not None
    assert day.low < day.passages < day.high
    assert day.coverage == pytest.approx(18 / 24)
    assert day.week_before is None
    assert len(found.gates["nord"]) == 9


def test_hours_are_shown_only_when_they_are_over(north: Gate) -> None:
    found = made(north.points, (NORTH,), days=9.52)

    now_us = START_US + int(9.52 * DAY_US)
    assert found.periods["hour"][-1].begin_us + HOUR_US <= now_us
    assert found.periods["hour"][-1].begin_us + 2 * HOUR_US > now_us


def test_a_period_stands_beside_the_one_seven_days_before(north: Gate) -> None:
    found = made(north.points, (NORTH,))

    days = found.periods["day"]
    assert [day.week_before for day in days[:7]] == [None] * 7
    assert [day.week_before for day in days[7:]] == [day.passages for day in days[:7]]


def test_the_profile_is_the_usual_week(north: Gate) -> None:
    found = made(north.points, (NORTH,))

    cells = {(cell.weekday, cell.hour): cell for cell in found.profile}
    assert len(cells) == 7 * 24
    assert {cell.days for cell in found.profile} == {2}
    saturday, sunday = cells[5, 11].mean, cells[6, 11].mean
    assert saturday is not None
    assert sunday is None or sunday < saturday / 2
    hours = zip(found.periods["hour"], calendar_hours(), strict=True)
    shown = [one.passages for one, at in hours if at == (5, 11)]
    assert saturday == pytest.approx(sum(each or 0.0 for each in shown) / 2)


def calendar_hours() -> list[tuple[int, int]]:
    when = calendar(START_US, START_US + 14 * DAY_US, PARIS)
    return [(at.weekday(), at.hour) for at in when.local("hour")]
