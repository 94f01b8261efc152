"""Weeks of bursts in order of time."""

from collections.abc import Callable
from itertools import islice, pairwise

import numpy as np
import pytest

from firmware_sim.errors import BadRequest
from firmware_sim.frames.bursts import bursts, expected
from firmware_sim.world import World

MakeWorld = Callable[..., World]


def whole(frame: bytes) -> bool:
    return frame[0] == 0xFF and sum(frame[:3]) & 0xFF == frame[3]


def frames(hexed: str) -> list[bytes]:
    wire = bytes.fromhex(hexed)
    return [wire[at : at + 4] for at in range(0, len(wire), 4)]


def test_every_node_speaks_once_a_slot(world: World) -> None:
    said = list(bursts(world, 900))

    assert len(said) == expected(world, 900) == 3 * 21 * 96
    slots = {(burst.node, (burst.at_us - world.start_us) // 900_000_000) for burst in said}
    assert len(slots) == len(said)
    assert {burst.sensor for burst in said} == {"fill"}


def test_bursts_are_in_order_of_time_and_within_the_world(world: World) -> None:
    times = [burst.at_us for burst in bursts(world, 900)]

    assert all(earlier <= later for earlier, later in pairwise(times))
    assert world.start_us < times[0]
    assert times[-1] < world.end_us


def test_a_burst_is_seven_frames_nearly_all_of_them_whole(world: World) -> None:
    said = [frames(burst.hex) for burst in bursts(world, 900)]

    assert {len(burst) for burst in said} == {7}
    good = [whole(frame) for burst in said for frame in burst]
    assert 0.998 < np.mean(good) < 1.0


def test_the_same_world_says_the_same_and_another_does_not(make_world: MakeWorld) -> None:
    one, two, other = (list(bursts(make_world(seed=seed, days=2), 900)) for seed in (7, 7, 8))

    assert one == two
    assert one != other


def test_more_days_only_add_to_the_end(make_world: MakeWorld) -> None:
    short = list(bursts(make_world(days=1), 700))

    assert list(islice(bursts(make_world(days=3), 700), len(short))) == short


def test_the_median_of_a_burst_is_the_level_that_the_world_has(world: World) -> None:
    off_mm = []
    for burst in bursts(world, 900):
        echoes = [f[1] << 8 | f[2] for f in frames(burst.hex) if whole(f) and f[1:3] != b"\0\0"]
        container = world.territory.behind(burst.node).id
        scene = world.scene(container, np.array([burst.at_us]))
        off_mm.append(np.median(echoes) / (1 - 0.0017 * (scene.air_c[0] - 15)) - scene.distance_mm)

    assert np.mean(off_mm) == pytest.approx(0, abs=1)
    assert np.percentile(np.abs(off_mm), 90) < 12


@pytest.mark.parametrize("every_s", [0, -5, 86_401])
def test_a_slot_of_no_use_is_refused(world: World, every_s: int) -> None:
    with pytest.raises(BadRequest, match=r"is not 1 … 86400 s"):
        list(bursts(world, every_s))


def test_the_shortest_slot_still_holds_a_burst(world: World) -> None:
    times = [burst.at_us for burst in islice(bursts(world, 1), 300)]

    assert all(earlier <= later for earlier, later in pairwise(times))


def test_radios_and_cables_speak_in_one_order_of_time(make_gates: MakeWorld) -> None:
    world = make_gates(days=2)

    said = list(bursts(world, 900))

    assert all(earlier.at_us <= later.at_us for earlier, later in pairwise(said))
    assert {(burst.node, burst.sensor) for burst in said} == {
        ("n-002", "fill"),
        ("z-001", "radio"),
        ("z-002", "radio"),
    }
    assert sum(burst.node == "n-002" for burst in said) == 2 * 96
    assert expected(world, 900) == pytest.approx(len(said), rel=0.2)


def test_a_radio_that_forgets_sooner_says_more(make_gates: MakeWorld) -> None:
    world = make_gates(days=1)

    often, seldom = (len(list(bursts(world, 900, repeat_s))) for repeat_s in (12, 60))

    assert often > 2.5 * seldom
