"""An outbox on this disk: kept and settled in commits of fifty, and of one."""

from contextlib import closing
from pathlib import Path
from typing import Final

from contract.reading import Kind, Measurement
from edge.links.clock import DataClock
from edge.links.sqlite_outbox import SqliteOutbox
from tests.bench.feed import values
from tests.bench.rate import Rate, measure

EACH: Final = 50
ROWS: Final = 10_000
ORIGIN_US: Final = 1_764_000_000_000_000


def rates(folder: Path) -> list[Rate]:
    """Keep, read and settle; fifty a commit, and one."""
    clock = DataClock()
    clock.at_us = ORIGIN_US
    found = []
    for rows in (EACH, 1):
        with closing(SqliteOutbox(folder / f"outbox-{rows}", clock)) as outbox:
            count = ROWS if rows > 1 else ROWS // 20

            def work(
                _: int, outbox: SqliteOutbox = outbox, rows: int = rows, n: int = count
            ) -> None:
                for start in range(0, n, rows):
                    outbox.keep([_measurement(start + k) for k in range(rows)])
                    kept = outbox.pick(rows, ())
                    settled = ((kept[0].item.seq, kept[-1].item.seq),)
                    outbox.settle(outbox.epoch, settled)

            found.append(measure(f"outbox: keep, read, settle; {rows} a commit", count, work))
    return found


def _measurement(number: int) -> Measurement:
    return Measurement("fill", Kind.LEVEL, ORIGIN_US + number, values(number))
