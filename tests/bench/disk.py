"""What the outbox costs the card, and how it comes through an outage of three days."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract.reading import Kind, Measurement
from contract.receipt import ranges
from edge.agent import Rules
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from tests.bench.rate import ROUNDS, Rate, say, show

MINUTES: Final = 10
OUTAGE_H: Final = 72
SENSORS: Final = 20
ENVELOPE: Final = 100
# Rows of the table in which a pick is timed, and those that are on their way meanwhile.
CROWD: Final = 500_000
ON_WAY: Final = 200
RESERVE: Final = 512 << 10


@dataclass(frozen=True)
class Outage:
    """What an outage left behind, and how fast it was sent afterwards."""

    rows: int
    dropped: int
    file_bytes: int
    rows_a_second: float
    alarms_first: bool


def run(folder: Path) -> None:
    """Print what one reading a second costs, and what three days without a link do."""
    say(f"\n{'Written to disk, one reading a second':<58}{'bytes a reading':>16}")
    for name, settling in (("kept", False), ("kept and settled", True)):
        cost = written(folder, settling=settling)
        say(f"{name + ', by the default rules of commit':<58}{cost:>16,.0f}")
    title = f"{OUTAGE_H} h without a link, {SENSORS} sensors"
    say(f"\n{title:<40}{'rows':>10}{'MB':>8}{'rows/s':>10}")
    for every_s in (900, 60):
        out = outage(folder, every_s)
        say(
            f"{f'a level and a health each {every_s} s':<40}{out.rows:>10,}"
            f"{out.file_bytes / 1e6:>8.1f}{out.rows_a_second:>10,.0f}"
            f"   dropped {out.dropped}, alarms {'first' if out.alarms_first else 'NOT first'}"
        )
    show(f"Of {CROWD:,} rows; a pick", rates(folder))


def written(folder: Path, *, settling: bool, minutes: int = MINUTES) -> float:
    """Return the bytes that this process hands to the disk for a reading, one a second.

    Commits are made as the agent's default rules say: at 50 rows or after 10 s.
    """
    clock, rules = ManualClock(), Rules()
    with closing(SqliteOutbox(folder / f"written-{settling}.outbox", clock)) as outbox:
        before = _written_bytes()
        batch: list[Measurement] = []
        for second in range(minutes * 60):
            clock.advance(1)
            batch.append(_level("fill", clock.now_us()))
            if len(batch) >= min(rules.commit_rows, rules.commit_every_s) or (
                second == minutes * 60 - 1
            ):
                outbox.keep(batch)
                batch = []
                if settling:
                    _settle_some(outbox)
        return (_written_bytes() - before) / (minutes * 60)


def outage(folder: Path, every_s: int) -> Outage:
    """Keep three days of levels, healths and now and then an alarm; then send it all."""
    clock = ManualClock()
    file = folder / f"outage-{every_s}.outbox"
    with closing(SqliteOutbox(file, clock)) as outbox:
        for number in range(OUTAGE_H * 3600 // every_s):
            clock.advance(every_s)
            outbox.keep(list(_round(clock.now_us())))
            if number % 100 == 0:
                outbox.keep([_alarm(clock.now_us())])
        tally, size = outbox.tally(), file.stat().st_size
        alarms = [getattr(row.item, "kind", None) is Kind.ALARM for row in outbox.pick(10**6, ())]
        start = time.perf_counter()
        while _settle_some(outbox):
            pass
        spent_s = time.perf_counter() - start
    return Outage(
        tally.pending,
        tally.dropped,
        size,
        tally.pending / spent_s,
        alarms == sorted(alarms, reverse=True),
    )


def rates(folder: Path) -> list[Rate]:
    """Rates of picking an envelope's rows out of a few and out of half a million."""
    found = []
    for rows in (CROWD, 1000):
        clock = ManualClock()
        with closing(SqliteOutbox(folder / f"crowd-{rows}.outbox", clock, 1 << 30)) as outbox:
            for _ in range(rows // 1000):
                clock.advance(60)
                outbox.keep([_level("fill", clock.now_us() + at) for at in range(1000)])
            on_way = {row.item.seq for row in outbox.pick(ON_WAY, ())}
            name = f"pick of {ENVELOPE} of {rows:,}, {ON_WAY} on their way"
            found.append(_timed(name, outbox, on_way))
    return found


def _timed(name: str, outbox: SqliteOutbox, on_way: set[int]) -> Rate:
    best = Rate(name, 0.0, 0.0)
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(50):
            outbox.pick(ENVELOPE, on_way)
        a_second = 50 / (time.perf_counter() - wall)
        if a_second > best.a_second:
            best = Rate(name, a_second, (time.process_time() - cpu) / 50 * 1e6)
    return best


def _settle_some(outbox: SqliteOutbox) -> int:
    rows = outbox.pick(ENVELOPE, ())
    return len(outbox.settle(outbox.epoch, ranges(row.item.seq for row in rows))) if rows else 0


def _round(at_us: int) -> Iterator[Measurement]:
    for number in range(SENSORS):
        yield _level(f"fill-{number}", at_us)
        values = {"pings": 7.0, "echoes": 7.0}
        yield Measurement(f"fill-{number}", Kind.HEALTH, at_us, values)


def _level(sensor: str, at_us: int) -> Measurement:
    values = {"distance_mm": 1200.0 + at_us % 97, "spread_mm": 3.5, "fill_ratio": 0.4312}
    return Measurement(sensor, Kind.LEVEL, at_us, values)


def _alarm(at_us: int) -> Measurement:
    return Measurement("fill-0", Kind.ALARM, at_us, {"tilt_deg": 90.0})


def _written_bytes() -> int:
    """Bytes that this process has caused to be sent to the disk, by the kernel's own account."""
    os.sync()
    account = Path("/proc/self/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in account if line.startswith("write_bytes"))
