"""The stores beside what stands under them: SQLite's own executemany, and a bare socket."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import msgspec

from cloud.store.influx import InfluxStore
from cloud.store.lines import line
from cloud.store.point import Point
from cloud.store.port import Store
from cloud.store.sqlite import SqliteStore
from tests.bench.rate import Rate, measure
from tests.services.influxd import Influxd

COUNT, BATCH, NODES = 60_000, 500, 30


def batches(number: int) -> Iterator[list[Point]]:
    """Give the readings of thirty nodes, ten minutes apart; each round has its own years."""
    origin_ns = 1_764_000_000_000_000_000 + number * 10**17
    for start in range(0, COUNT, BATCH):
        yield [
            Point(
                "level",
                (("node", f"n-{seq % NODES:03d}"), ("sensor", "fill")),
                origin_ns + seq // NODES * 600 * 10**9 + seq % 1000,
                {
                    "distance_mm": 1200.0 + seq % 997 / 7,
                    "spread_mm": seq % 31 / 7,
                    "fill_ratio": seq % 1009 / 1009,
                    "epoch": "00ff00ff00ff",
                    "seq": float(seq),
                },
            )
            for seq in range(start, start + BATCH)
        ]


def sqlite_rates(folder: Path) -> list[Rate]:
    with (
        closing(SqliteStore(folder / "ours.sqlite")) as store,
        closing(sqlite3.connect(folder / "peer.sqlite", isolation_level=None)) as peer,
    ):
        peer.execute("PRAGMA journal_mode = WAL")
        peer.execute("PRAGMA synchronous = FULL")
        peer.execute(
            "CREATE TABLE point (series INT, time_ns INT, fields TEXT,"
            " PRIMARY KEY (series, time_ns)) WITHOUT ROWID"
        )
        rounds = [[_rows(batch) for batch in batches(number)] for number in range(3)]

        def raw(number: int) -> None:
            for rows in rounds[number]:
                peer.execute("BEGIN")
                peer.executemany("INSERT INTO point VALUES (?, ?, ?)", rows)
                peer.execute("COMMIT")

        return [_ours(store), measure("peer: executemany of ready rows", COUNT, raw)]


def influx_rates(server: Influxd) -> list[Rate]:
    with (
        closing(InfluxStore(server.url, "vallee")) as store,
        closing(HTTPConnection("127.0.0.1", server.port)) as peer,
    ):
        bodies = [[b"\n".join(map(line, batch)) for batch in batches(10 + n)] for n in range(3)]

        def raw(number: int) -> None:
            for body in bodies[number]:
                peer.request("POST", "/write?db=vallee&precision=ns", body)
                peer.getresponse().read()

        return [_ours(store), measure("peer: bare http.client, lines ready", COUNT, raw)]


def _ours(store: Store) -> Rate:
    rounds = [list(batches(number)) for number in range(3)]

    def write(number: int) -> None:
        for batch in rounds[number]:
            store.write(batch)

    return measure(type(store).__name__, COUNT, write)


def _rows(batch: list[Point]) -> list[tuple[int, int, str]]:
    return [
        (int(point.tags[0][1][2:]), point.time_ns, msgspec.json.encode(point.fields).decode())
        for point in batch
    ]
