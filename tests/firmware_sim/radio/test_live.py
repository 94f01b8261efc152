"""A gate's radio, live: what is on the air comes in time, and a reader scans it."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edge.links.ble import reports
from edge.reports import Report, read_reports
from firmware_sim.errors import BadRequest
from firmware_sim.radio.air import Advert, air
from firmware_sim.radio.bluez import Bluez
from firmware_sim.radio.live import play
from firmware_sim.world import World
from firmware_sim.world.days import DAY_US, SECOND_US
from firmware_sim.world.silence import silences
from tests.services.dbus import private_bus

pytestmark = pytest.mark.live

MakeWorld = Callable[..., World]

HOUR_US = 3600 * SECOND_US
SHOUT = bytes.fromhex("02010606FFFFFF616972")


class TurnedClock:
    """Is where it was last told to wait for."""

    def __init__(self) -> None:
        self.waits: list[int] = []

    def now_us(self) -> int:
        return self.waits[-1]

    async def wait_until(self, at_us: int) -> None:
        self.waits.append(at_us)


def heard(world: World, since_us: int, until_us: int) -> list[Advert]:
    adverts = []
    for advert in air(world, world.territory.radio("z-001"), since_us):
        if advert.at_us >= until_us:
            break
        adverts.append(advert)
    return adverts


def test_adverts_come_in_order_of_time_from_now_on(gates: World) -> None:
    since_us = gates.start_us + 2 * DAY_US + 10 * HOUR_US

    adverts = heard(gates, since_us, since_us + HOUR_US)

    times = [advert.at_us for advert in adverts]
    assert times == sorted(times)
    assert times[0] < since_us + 60 * SECOND_US
    assert all(len(advert.data) <= 31 and len(advert.address) == 6 for advert in adverts)


def test_the_same_world_goes_on_wherever_it_is_joined(gates: World) -> None:
    noon_us = gates.start_us + 2 * DAY_US + 12 * HOUR_US

    early = heard(gates, noon_us - HOUR_US, noon_us + HOUR_US)
    late = heard(gates, noon_us, noon_us + HOUR_US)

    assert [advert for advert in early if advert.at_us >= noon_us] == late


def test_the_air_does_not_stop_at_midnight(gates: World) -> None:
    midnight_us = gates.start_us + 3 * DAY_US

    adverts = heard(gates, midnight_us - HOUR_US, midnight_us + HOUR_US)

    ibeacon = [advert.at_us for advert in adverts if b"\x4c\x00\x02\x15" in advert.data]
    assert max(late - soon for soon, late in pairwise(ibeacon)) < 60 * SECOND_US


def test_now_must_lie_within_the_world(gates: World) -> None:
    for outside_us in (gates.start_us - 1, gates.end_us):
        with pytest.raises(BadRequest, match="now is not within the world"):
            air(gates, gates.territory.radio("z-001"), outside_us)


def test_the_air_ends_with_the_world(make_gates: MakeWorld) -> None:
    world = make_gates(days=1)

    adverts = list(air(world, world.territory.radio("z-001"), world.end_us - HOUR_US))

    assert world.end_us - 60 * SECOND_US < adverts[-1].at_us < world.end_us


def test_each_advert_waits_for_its_time(tmp_path: Path) -> None:
    clock = TurnedClock()
    adverts = [Advert(at_us, bytes(6), 2, SHOUT, -60) for at_us in (5, 7, 7, 12)]

    async def run() -> None:
        with private_bus(tmp_path) as bus:
            async with Bluez(bus.address) as bluez:
                await play(adverts, bluez, clock)

    asyncio.run(run())

    assert clock.waits == [5, 7, 7, 12]


def _talkative() -> int:
    """Return the number of a world in which the gate's first beacon is not silent these days."""
    zone = ZoneInfo("Europe/Paris")
    today = datetime.now(zone).date()
    return next(seed for seed in count() if not silences("square-b1", today, zone, seed))


@contextmanager
def running(folder: Path, bus_folder: Path, node: str = "z-001") -> Iterator[str]:
    """Run the verb; give the bus's address, and check that it ends as it should."""
    private_bus(bus_folder)  # skips where there is no daemon
    start = datetime.now(UTC) - timedelta(days=2)
    argv = [sys.executable, "-c", "from firmware_sim.cli import main; main()", "radio"]
    argv += ["--territory", str(folder), "--start", start.isoformat(timespec="seconds")]
    argv += ["--node", node, "--bus-folder", str(bus_folder), "--seed", str(_talkative())]
    verb = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert verb.stdout is not None
    with verb.stdout:
        said = verb.stdout.readline()
        assert said.startswith(f"{node} hears on unix:path="), said
        yield said.split()[-1]
        verb.send_signal(signal.SIGTERM)
        assert verb.wait(20) == 0


def test_a_reader_hears_the_zones_own_beacon(
    make_gates: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_gates()

    async def listen() -> Report:
        async with asyncio.timeout(60), aclosing(reports("hci0")) as stream:
            async for chunk in stream:
                for report in read_reports(chunk):
                    if b"\xff\x4c\x00\x02\x15" in report.data:
                        return report
        raise AssertionError

    with running(tmp_path / "square", tmp_path / "bus") as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        report = asyncio.run(listen())

    assert report.data.hex().endswith("7e3f2c105d4a4b8e9a612f0c8b1d4e0185420001c5")
    assert not (tmp_path / "bus" / "bus").exists()


def test_a_node_without_a_radio_is_refused_in_one_sentence(
    make_gates: MakeWorld, tmp_path: Path
) -> None:
    make_gates()
    argv = ["radio", "--territory", str(tmp_path / "square"), "--node", "n-002"]
    argv += ["--start", time.strftime("%Y-%m-%dT00:00:00Z"), "--bus-folder", str(tmp_path)]

    done = subprocess.run(
        [sys.executable, "-c", "from firmware_sim.cli import main; main()", *argv],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("vallee-sim: ")
    assert "z-001" in done.stderr
