"""A need says what is known, how sure it is, and why not."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cloud.forecast.need import Need
from cloud.forecast.outlook import Chances, Known, outlook

PARIS = ZoneInfo("Europe/Paris")
HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
VOLUME_L = 3000.0
Grow = Callable[..., Any]


def known(litres_per_day: float | None = 300.0) -> Known:
    return Known("c", VOLUME_L, 60.0, litres_per_day)


def at(now_us: int) -> Chances:
    return Chances(now_us, now_us + 12 * HOUR_US, now_us + 60 * HOUR_US, PARIS)


def of(world: Any, chances: Chances, prior: float | None = 300.0) -> Need:  # noqa: ANN401 - the conftest's
    return outlook(known(prior), world.times, world.fills, chances)


def predictions(grow: Grow, worlds: int) -> tuple[Any, Any]:
    """Return predicted probabilities and what came true if no truck came."""
    said, came = [], []
    for seed in range(worlds):
        world = grow(seed, days=26, every_min=60, empty_at=0.95)
        for day in (15, 17, 19, 21):
            now = int(world.times[0]) + day * DAY_US + 18 * HOUR_US
            here, there = np.searchsorted(world.times, [now, now + 60 * HOUR_US]) - 1
            rises = np.diff(world.truth[here : there + 1])
            came.append(world.truth[here] + rises[rises > 0].sum() >= 1.0)
            said.append(of(world, at(now), world.litres_per_day).p_overflow_if_left)
    return np.array(said), np.array(came, dtype=float)


def test_probabilities_are_kept_and_beat_the_climate(grow: Grow) -> None:
    said, came = predictions(grow, 120)

    brier, climate = np.mean((said - came) ** 2), np.mean((came.mean() - came) ** 2)
    assert brier < 0.3 * climate
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.01)):
        of_bin = (said >= low) & (said < high)
        # Three standard errors of the frequency, and a little for the approximation.
        allowed = 3 * np.sqrt(max(said[of_bin].mean(), 0.01) / of_bin.sum()) * 0.7 + 0.03
        assert of_bin.sum() > 10
        assert came[of_bin].mean() == pytest.approx(said[of_bin].mean(), abs=allowed)


def test_the_level_is_known_to_a_few_percent(grow: Grow) -> None:
    worlds = [grow(seed) for seed in range(40)]

    wrong = [
        (of(world, at(int(world.times[-1]))).fill_ratio or 0.0) - world.truth[-1]
        for world in worlds
    ]

    assert np.sqrt(np.mean(np.square(wrong))) < 0.045


def test_the_newest_emptying_is_told(grow: Grow) -> None:
    world = grow(2, days=21)

    found = of(world, at(int(world.times[-1]))).emptied_at_us

    assert found == pytest.approx(int(world.emptied[-1]), abs=2 * HOUR_US)


def test_later_readings_are_not_looked_at(grow: Grow) -> None:
    world = grow(5)
    now = int(world.times[600])

    whole = of(world, at(now))

    assert whole == outlook(known(), world.times[:601], world.fills[:601], at(now))


def test_a_silent_container_is_expected_to_fill_on(grow: Grow) -> None:
    world = grow(5)
    last = int(world.times[-1])

    soon, late = of(world, at(last)), of(world, at(last + 6 * DAY_US))

    assert (soon.trouble, late.trouble) == (None, "silent")
    assert late.as_of_us == last
    assert late.fill_at_visit > soon.fill_at_visit
    assert late.p_overflow_if_left > soon.p_overflow_if_left
    assert late.load_spread_kg > soon.load_spread_kg


def test_a_stuck_container_is_expected_to_fill_on(grow: Grow) -> None:
    world = grow(5, days=21)
    still = int(np.searchsorted(world.times, world.times[0] + 18 * DAY_US))
    world.fills[still:] = world.fills[still]

    need = of(world, at(int(world.times[-1])))

    assert need.trouble == "stuck"
    assert need.fill_at_visit > world.fills[still] + 0.1


def test_a_container_that_was_never_read_lives_on_its_prior() -> None:
    nothing = np.array([], dtype=np.int64), np.array([], dtype=np.float64)

    need = outlook(known(300.0), *nothing, at(0))

    assert (need.trouble, need.as_of_us, need.fill_ratio) == ("silent", None, None)
    assert need.fill_at_visit == pytest.approx(0.5, abs=0.11)
    assert 0.02 < need.p_overflow_if_left < 0.5


def test_two_days_of_history_are_short(grow: Grow) -> None:
    world = grow(1, days=2)

    assert of(world, at(int(world.times[-1]))).trouble == "short"


def test_a_short_history_leans_on_the_prior(grow: Grow) -> None:
    world = grow(1, days=1)
    when = at(int(world.times[-1]))

    slow, fast = of(world, when, 50.0), of(world, when, 900.0)

    assert fast.fill_at_visit > slow.fill_at_visit
    assert fast.p_overflow_if_left > slow.p_overflow_if_left


def test_a_full_container_overflows_now() -> None:
    times = np.arange(100, dtype=np.int64) * HOUR_US
    need = outlook(known(), times, np.linspace(0.6, 1.05, 100), at(int(times[-1])))

    assert need.overflows_at_us == need.as_of_us
    assert need.p_overflow_if_left > 0.9
    assert need.load_kg == pytest.approx(180 * need.fill_at_visit, abs=1)
