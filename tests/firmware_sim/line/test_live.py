"""A module on a real pseudo-terminal, with a clock that the test turns."""

import os
import select
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from firmware_sim.errors import BadRequest, SinkFault
from firmware_sim.line.live import module, play
from firmware_sim.line.pty import line
from firmware_sim.world import World

MakeWorld = Callable[..., World]


class TurnedClock:
    """Is where it was last told to wait for, and stops after so many waits."""

    def __init__(self, now_us: int, waits: int) -> None:
        self._now_us = now_us
        self._waits = waits

    def now_us(self) -> int:
        return self._now_us

    def wait_until(self, at_us: int) -> bool:
        self._now_us = at_us
        self._waits -= 1
        return self._waits >= 0


def read(port: int, count: int) -> bytes:
    data = b""
    while len(data) < count and select.select([port], [], [], 5.0)[0]:
        data += os.read(port, count - len(data))
    return data


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "ttyFILL"


def test_a_reader_of_the_port_gets_the_level_that_the_world_has(world: World, link: Path) -> None:
    noon_us = world.start_us + 36 * 3_600_000_000
    device = module(world, "n-001", noon_us)

    with line(link) as uart:
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        play(device, TurnedClock(noon_us, waits=100), world.end_us, uart.send)
        wire = read(port, 4 * 45)
        os.close(port)

    frames = [wire[at : at + 4] for at in range(0, len(wire), 4)]
    assert all(sum(frame[:3]) & 0xFF == frame[3] for frame in frames)
    level_mm = np.median([frame[1] << 8 | frame[2] for frame in frames])
    truth_mm = world.scene("north-01", np.array([noon_us])).distance_mm[0]
    assert level_mm == pytest.approx(truth_mm, rel=0.03)


def test_every_byte_goes_through_the_line_unchanged(link: Path) -> None:
    every = bytes(range(256))

    with line(link) as uart:
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        uart.send(every)
        read_back = read(port, 256)
        os.close(port)

    assert read_back == every


def test_without_a_reader_frames_are_dropped(link: Path) -> None:
    with line(link) as uart:
        assert not uart.send(b"old!")
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        assert uart.send(b"new!")
        assert read(port, 4) == b"new!"
        os.close(port)
        assert not uart.send(b"old!")


def test_a_reader_that_does_not_read_never_blocks_the_line(link: Path) -> None:
    with line(link) as uart:
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        taken = [uart.send(b"\xff\x00\x00\xff") for _ in range(20_000)]
        os.close(port)

    assert taken[0]
    assert not taken[-1]


def test_the_link_lives_as_long_as_the_line(link: Path) -> None:
    with line(link) as uart:
        assert link.readlink() == uart.port

    assert not link.is_symlink()


def test_a_link_left_behind_is_replaced(link: Path) -> None:
    link.symlink_to("/dev/pts/gone")

    with line(link) as uart:
        assert link.readlink() == uart.port


def test_the_link_of_a_later_run_is_left_alone(link: Path) -> None:
    with line(link), line(link) as later:
        later_port = later.port
        first_still_open = link.readlink() == later_port
    assert first_still_open

    with line(link):
        link.unlink()
        link.symlink_to("/dev/pts/later")
    assert link.readlink() == Path("/dev/pts/later")


def test_a_real_file_is_never_replaced(link: Path) -> None:
    link.write_text("precious")

    with pytest.raises(SinkFault, match="exists and is no symbolic link"), line(link):
        pass

    assert link.read_text() == "precious"


def test_now_must_lie_within_the_world(world: World) -> None:
    for outside_us in (world.start_us - 1, world.end_us):
        with pytest.raises(BadRequest, match="now is not within the world"):
            module(world, "n-001", outside_us)


def test_the_module_ends_with_the_world(make_world: MakeWorld) -> None:
    world = make_world(days=1)
    last_us = world.end_us - 5_000_000
    sent: list[bytes] = []

    play(module(world, "n-001", last_us), TurnedClock(last_us, 10_000), world.end_us, sent.append)

    assert 10 < len(sent) < 50


def test_a_sensor_without_a_cable_cannot_be_played_on_a_line(gates: World) -> None:
    with pytest.raises(BadRequest, match="the sensor of z-001 has no cable"):
        module(gates, "z-001", gates.start_us)
