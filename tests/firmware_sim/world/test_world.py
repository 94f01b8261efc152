"""The truth that other tests compare with."""

from collections.abc import Callable

import numpy as np
import pytest

from firmware_sim.errors import BadRequest
from firmware_sim.world import World
from firmware_sim.world.days import DAY_US
from firmware_sim.world.history import JAMS_AT, LIFT_US

MakeWorld = Callable[..., World]
COLUMNS = ("north-01", "east-01", "south-01", "west-01")
MINUTE_US = 60_000_000


def minutes(world: World) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(world.start_us, world.end_us, MINUTE_US)


def test_the_same_seed_and_start_give_the_same_world(make_world: MakeWorld) -> None:
    one, two, other = make_world(seed=7), make_world(seed=7), make_world(seed=8)

    for column in COLUMNS:
        truth = one.fill_ratio(column, minutes(one))
        assert np.array_equal(truth, two.fill_ratio(column, minutes(one)))
        assert not np.array_equal(truth, other.fill_ratio(column, minutes(one)))


def test_more_days_change_nothing_of_the_days_before(make_world: MakeWorld) -> None:
    short, long = make_world(days=21), make_world(days=60)

    for column in COLUMNS:
        ours, theirs = (each.scene(column, minutes(short)) for each in (short, long))
        assert np.array_equal(ours.distance_mm, theirs.distance_mm)
        assert set(short.emptied_at_us(column)) < set(long.emptied_at_us(column))


def test_an_emptying_leaves_at_most_eight_percent_after_five_minutes(world: World) -> None:
    for column in COLUMNS:
        begun = world.emptied_at_us(column)

        assert len(begun) >= 2
        assert (world.fill_ratio(column, begun) > 0.2).all()
        assert (world.fill_ratio(column, begun + LIFT_US) <= 0.08).all()


def test_between_emptyings_a_container_only_fills(world: World) -> None:
    times = minutes(world)
    for column in COLUMNS:
        steps = np.diff(world.fill_ratio(column, times))

        lifting = np.zeros(len(steps), bool)
        for begun in world.emptied_at_us(column):
            lifting |= (times[1:] > begun) & (times[:-1] < begun + LIFT_US)
        assert (steps[~lifting] >= 0).all()


def test_a_container_jams_a_little_above_the_full_line(make_world: MakeWorld) -> None:
    world = make_world(days=365)

    fullest = max(world.fill_ratio(column, minutes(world)).max() for column in COLUMNS)

    assert fullest == pytest.approx(JAMS_AT)


def test_overflow_begins_with_the_deposit_that_reaches_the_full_line(make_world: MakeWorld) -> None:
    world = make_world(days=120)
    full_by_column = {column: world.overflowed_at_us(column) for column in COLUMNS}

    assert sum(map(len, full_by_column.values())) >= 5
    for column, full in full_by_column.items():
        assert (world.fill_ratio(column, full) >= 1.0).all()
        assert (world.fill_ratio(column, full - 1) < 1.0).all()


def test_every_full_minute_lies_behind_an_overflow_and_before_its_emptying(
    make_world: MakeWorld,
) -> None:
    world = make_world(days=120)
    times = minutes(world)
    for column in COLUMNS:
        full = times[world.fill_ratio(column, times) >= 1.0]

        turns = np.sort(
            np.concatenate([world.overflowed_at_us(column), world.emptied_at_us(column)])
        )
        last = turns[np.searchsorted(turns, full, side="right") - 1]
        begun = world.emptied_at_us(column)
        behind = np.isin(last, world.overflowed_at_us(column))
        # The first instants on the crane still count as full.
        on_crane = np.isin(last, begun) & (full - last < LIFT_US)
        before_the_start = full < turns[0]
        assert (behind | on_crane | before_the_start).all()


def test_three_weeks_end_with_real_choices(make_world: MakeWorld) -> None:
    shares = []
    for seed in range(40):
        world = make_world(seed=seed)
        evenings = world.end_us - DAY_US * np.arange(7, dtype=np.int64) - 6 * 60 * MINUTE_US
        ratios = np.array([world.fill_ratio(column, evenings) for column in COLUMNS])
        shares.append(((ratios >= 0.6) & (ratios <= 1.0)).mean(axis=0))

    # On every evening of the week.
    assert np.mean(shares, axis=0).min() > 0.15
    assert 0.25 < np.mean(shares) < 0.5


def test_the_sensor_sees_the_loose_surface_around_the_true_level(world: World) -> None:
    times = minutes(world)
    model = world.territory.containers[0].model
    scene = world.scene("north-01", times)

    full = world.fill_ratio("north-01", times)
    waste = model.sensor_above_full_mm + model.depth_mm - scene.distance_mm
    assert (waste >= 0).all()
    # Straight sides would give this height; the taper bends it by less than the relief and 7 %.
    assert np.abs(waste - full * model.depth_mm).max() < 60 + 0.07 * model.depth_mm


def test_the_air_is_warmest_in_the_afternoon(world: World) -> None:
    day = world.start_us + np.arange(24, dtype=np.int64) * 60 * MINUTE_US

    air_c = world.scene("north-01", day).air_c

    assert int(air_c.argmax()) in (15, 16)
    assert air_c.max() - air_c.min() == pytest.approx(10.0, abs=0.2)


def test_times_of_any_shape_give_figures_of_that_shape(world: World) -> None:
    times = minutes(world)[:12].reshape(3, 4)

    assert world.fill_ratio("north-01", times).shape == (3, 4)
    assert world.scene("north-01", times).distance_mm.shape == (3, 4)
    assert world.scene("north-01", times).air_c.shape == (3, 4)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"seed": -1}, "seed -1"), ({"days": 0}, "0 days"), ({"start_us": 0}, "1971")],
)
def test_a_world_that_cannot_be_is_refused(
    make_world: MakeWorld, wrong: dict[str, int], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        make_world(**wrong)


def test_an_unknown_container_is_refused(world: World) -> None:
    with pytest.raises(BadRequest, match="atlantis-01"):
        world.fill_ratio("atlantis-01", minutes(world))
