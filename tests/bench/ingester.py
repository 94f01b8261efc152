"""The ingester at work: a real broker before it, a real store behind it.

Acknowledged only when the store has answered; rules and receipts on; two points each. As a
program it runs the soak: `python -m tests.bench.ingester --minutes 10`.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from cloud.store.influx import InfluxStore
from cloud.store.port import Store
from cloud.store.sqlite import SqliteStore
from firmware_sim.load.territory import write_territory
from tests.bench.feed import Feed, envelopes, packed
from tests.bench.limit import influxd_limit
from tests.bench.rate import say
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program

BIN: Final = Path(sys.executable).parent
ROUNDS: Final = 3
# Readings of a round: some seconds of work, whatever an envelope holds.
ROWS: Final = 200_000
# (readings an envelope, nodes) that send.
CASES: Final = ((100, 25), (10, 25), (10, 10), (10, 500), (10, 5000))
SOAK_RATE: Final = 5000.0
SOAK_EACH: Final = 10
SOAK_NODES: Final = 500


@dataclass(frozen=True, slots=True)
class Round:
    """One round: readings a second, CPU of the ingester in µs each, its memory in MB."""

    a_second: float
    cpu_us: float
    memory_mb: float
    of_limit: float


def run(folder: Path) -> None:
    """Print the medians of all cases on InfluxDB, and one on SQLite."""
    nodes = max(count for _, count in CASES)
    server = Influxd(program("influxd"), _made(folder / "influxd"))
    server.start_afresh()
    title = f"mosquitto → vallee-cloud ingest → store; medians of {ROUNDS}"
    say(f"\n{title:<58}{'a second':>11}{'CPU µs each':>13}{'MB':>7}{'of influxd':>13}")
    try:
        environ = {"VALLEE_CLOUD_STORE__KIND": "influx", "VALLEE_CLOUD_STORE__URL": server.url}
        with at_work(_made(folder / "on-influx"), environ, nodes) as (feed, pid):
            for number, (each, count) in enumerate(CASES):
                rounds = _rounds(feed, pid, each, count, number, lambda: _limit(server))
                _show(f"InfluxDB, {each} an envelope, {count:,} nodes", rounds)
        with closing(InfluxStore(server.url, "vallee")) as store:
            _check(store, (ROUNDS + 1) * ROWS, len(CASES))
    finally:
        server.kill()
    file = folder / "points.sqlite"
    with at_work(_made(folder / "on-sqlite"), {"VALLEE_CLOUD_STORE__FILE": str(file)}, nodes) as (
        feed,
        pid,
    ):
        _show("SQLite, 10 an envelope, 25 nodes", _rounds(feed, pid, 10, 25, 0, lambda: None))
    with closing(SqliteStore(file)) as kept:
        _check(kept, (ROUNDS + 1) * ROWS, 1)


def soak(folder: Path, minutes: float) -> None:
    """Send steadily for so long, and print the ingester's memory minute by minute."""
    server = Influxd(program("influxd"), _made(folder / "influxd"))
    server.start_afresh()
    say(f"\n{SOAK_RATE:,.0f} readings a second, {SOAK_EACH} an envelope, {SOAK_NODES} nodes")
    try:
        environ = {"VALLEE_CLOUD_STORE__KIND": "influx", "VALLEE_CLOUD_STORE__URL": server.url}
        with at_work(_made(folder / "at-work"), environ, SOAK_NODES) as (feed, pid):
            for minute in range(round(minutes)):
                count = round(SOAK_RATE * 60 / SOAK_EACH)
                made = packed(envelopes(SOAK_NODES, SOAK_EACH, count, 1, minute * count))
                spent_s = feed.play(made, SOAK_EACH, SOAK_RATE)
                rate = count * SOAK_EACH / spent_s
                say(f"minute {minute + 1:>3}: {rate:>8,.0f} a second, {memory_mb(pid):>6.1f} MB")
    finally:
        server.kill()


@contextmanager
def at_work(folder: Path, environ: dict[str, str], nodes: int) -> Iterator[tuple[Feed, int]]:
    """Give a feed, and the process id of an ingester that knows so many nodes of a load."""
    broker = Mosquitto(program("mosquitto"), _made(folder / "mosquitto"))
    broker.start_afresh()
    write_territory(folder / "territory", nodes)
    environ = {
        **os.environ,
        "VALLEE_CLOUD_MQTT__PORT": str(broker.port),
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{folder}/registry.sqlite",
        **environ,
    }
    verb = [str(BIN / "vallee-cloud"), "registry", "load", str(folder / "territory")]
    subprocess.run(verb, env=environ, check=True, capture_output=True)
    try:
        with (folder / "ingest.log").open("wb") as log, closing(Feed(broker.port)) as feed:
            ingester = subprocess.Popen(
                [BIN / "vallee-cloud", "ingest"], env=environ, stdout=log, stderr=log
            )
            try:
                feed.wait_for_ingester()
                yield feed, ingester.pid
            finally:
                ingester.terminate()
                ingester.wait()
    finally:
        broker.kill()


def cpu_s(pid: int) -> float:
    """User and system time of a process, from the kernel's own account."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _rounds(
    feed: Feed, pid: int, each: int, nodes: int, case: int, limit: Callable[[], float | None]
) -> list[Round]:
    """Play rounds, each between two looks at what the store itself takes; the first warms up."""
    found = []
    for number in range(ROUNDS + 1):
        count = ROWS // each
        made = packed(envelopes(nodes, each, count, case + 1, number * count))
        before = limit()
        begun_s = cpu_s(pid)
        a_second = ROWS / feed.play(made, each)
        busy_us = (cpu_s(pid) - begun_s) / ROWS * 1e6
        after = limit()
        most = (before + after) / 2 if before and after else float("nan")
        found.append(Round(a_second, busy_us, memory_mb(pid), a_second / most))
    return found[1:]


def _limit(server: Influxd) -> float:
    return influxd_limit(server).a_second


def _show(name: str, rounds: Sequence[Round]) -> None:
    a_second, cpu_us, memory, of_limit = (
        median(getattr(one, what) for one in rounds)
        for what in ("a_second", "cpu_us", "memory_mb", "of_limit")
    )
    share = f"{of_limit:.0%}" if of_limit == of_limit else ""  # noqa: PLR0124 - nan: no limit
    say(f"{name:<58}{a_second:>11,.0f}{cpu_us:>13.2f}{memory:>7.0f}{share:>13}")


def _check(store: Store, rows: int, cases: int) -> None:
    """Raise ValueError unless the first node's readings are there, two points each."""
    whole = (0, 2**63 - 1)
    raw = len(store.read("level", (("node", "load-0001"), ("sensor", "fill")), *whole))
    derived = len(store.read("container_level", (("container", "load-box-0001"),), *whole))
    if not raw == derived >= rows // max(count for _, count in CASES[:cases]):
        raise ValueError(f"{raw} readings are stored, and {derived} of their container")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.ingester")
    asked.add_argument("--minutes", type=float, help="soak instead, for so long")
    options = asked.parse_args()
    # Beside us and not in /tmp, which may be memory: the store shall wait for a real disk.
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as own:
        if options.minutes:
            soak(Path(own), options.minutes)
        else:
            run(Path(own))
