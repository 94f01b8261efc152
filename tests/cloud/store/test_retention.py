"""Retention: what is too old is refused with its reason, never lost without a word."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest

from cloud.errors import PointsRefused, StoreDown
from cloud.store import retention
from cloud.store.fit import DAY_NS
from cloud.store.influx import InfluxStore
from cloud.store.influxql import Result, Series
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from cloud.store.sqlite import SqliteStore
from tests.services.influx2 import BUCKET, ORG, TOKEN, Influx2
from tests.services.influxd import Influxd

EVER = (0, 2**63)


class Levels(Protocol):
    tags: Tags

    def __call__(self, *seqs: int) -> list[Point]: ...


@pytest.fixture
def real(influxd: Influxd) -> Iterator[InfluxStore]:
    with closing(InfluxStore(influxd.url, "vallee")) as store:
        yield store


def aged(days: float, now_ns: int) -> Point:
    tags = (("node", "n-001"), ("sensor", "fill"))
    return Point("level", tags, now_ns - int(days * DAY_NS), {"seq": days})


def test_points_beyond_retention_are_refused_with_the_servers_reason_and_the_others_kept(
    real: InfluxStore, levels: Levels
) -> None:
    now_ns = time.time_ns()
    old, fresh = [aged(45, now_ns), aged(50, now_ns)], [aged(1, now_ns), aged(0.5, now_ns)]
    assert real.retain(40, now_ns) == 40

    with pytest.raises(PointsRefused, match="points beyond retention policy"):
        real.write([old[0], *fresh, old[1]])

    assert real.read("level", levels.tags, *EVER) == fresh


def test_a_retention_longer_than_an_outage_takes_its_whole_backlog(
    real: InfluxStore, levels: Levels
) -> None:
    now_ns = time.time_ns()
    backlog = [aged(days / 4, now_ns) for days in range(120, 0, -1)]
    real.retain(31, now_ns)

    real.write(backlog)

    assert real.read("level", levels.tags, *EVER) == backlog


def test_the_retention_of_a_real_server_is_what_was_set_last(real: InfluxStore) -> None:
    in_force = [real.retain(days, 0) for days in (0, 400, 0, 3, 0, 60, 60, 0)]

    assert in_force == [0, 400, 400, 3, 3, 60, 60, 60]


def test_a_policy_that_is_named_is_made_with_its_days(influxd: Influxd, levels: Levels) -> None:
    with closing(InfluxStore(influxd.url, "vallee/months")) as store:
        store.retain(90, 0)
        now_ns = time.time_ns()

        with pytest.raises(PointsRefused, match="beyond retention"):
            store.write([aged(100, now_ns), aged(80, now_ns)])

        assert store.read("level", levels.tags, *EVER) == [aged(80, now_ns)]
        assert store.retain(0, 0) == 90


def test_a_server_that_is_down_is_said_so(influxd: Influxd, real: InfluxStore) -> None:
    influxd.kill()

    with pytest.raises(StoreDown, match="cannot be reached"):
        real.retain(90, 0)


def test_the_bucket_of_2x_keeps_what_is_asked_and_else_its_own(server: Influx2) -> None:
    with closing(InfluxStore(server.url, BUCKET, version=2, org=ORG, token=TOKEN)) as store:
        in_force = [store.retain(days, 0) for days in (0, 90, 0, 90, 7)]

    assert in_force == [0, 90, 90, 90, 7]
    assert server.keep_s == 7 * 86_400


@pytest.mark.parametrize(
    ("name", "token", "says"),
    [
        ("others", TOKEN, "it shows us no bucket others"),
        (BUCKET, "stale", "it refuses us: check the token"),
    ],
)
def test_a_bucket_of_2x_that_we_may_not_look_at_is_said_so(
    server: Influx2, name: str, token: str, says: str
) -> None:
    with (
        closing(InfluxStore(server.url, name, version=2, org=ORG, token=token)) as store,
        pytest.raises(StoreDown, match=says),
    ):
        store.retain(90, 0)


def test_a_server_of_2x_that_answers_something_else_is_store_down(server: Influx2) -> None:
    server.scripted = [(200, b"<html>")]
    with (
        closing(InfluxStore(server.url, BUCKET, version=2, org=ORG, token=TOKEN)) as store,
        pytest.raises(StoreDown, match="does not answer as InfluxDB does"),
    ):
        store.retain(0, 0)


def test_a_delete_that_2x_refuses_is_store_down(server: Influx2, levels: Levels) -> None:
    with closing(InfluxStore(server.url, BUCKET, version=2, org=ORG, token=TOKEN)) as store:
        store.write(levels(1))
        told = store.read("level", levels.tags, *EVER)
        row = {"tags": dict(levels.tags), "columns": ["time", "seq"], "values": [[1, 1]]}
        server.scripted = [
            (200, json.dumps({"results": [{"series": [row]}]}).encode()),
            (500, b'{"message": "engine is closed"}'),
        ]

        with pytest.raises(StoreDown, match="engine is closed"):
            store.erase("level", levels.tags, *EVER)

        assert store.read("level", levels.tags, *EVER) == told


def test_an_embedded_store_forgets_what_is_older_when_asked(tmp_path: Path, levels: Levels) -> None:
    points = [aged(days, 100 * DAY_NS) for days in (45, 40, 39, 0)]
    with closing(SqliteStore(tmp_path / "points.sqlite")) as store:
        store.write([*points, Point("level", (("node", "n-002"),), 0, {"seq": 1.0})])

        store.retain(40, 100 * DAY_NS)

        assert store.read("level", levels.tags, *EVER) == points[1:]
        assert store.read("level", (("node", "n-002"),), *EVER) == []
        assert store.prune(100 * DAY_NS) == 2


def test_memory_forgets_likewise(levels: Levels) -> None:
    points = [aged(days, 100 * DAY_NS) for days in (45, 40, 0)]
    store = MemoryStore()
    store.write(points)

    store.retain(40, 100 * DAY_NS)

    assert store.read("level", levels.tags, *EVER) == points[1:]


@pytest.mark.parametrize(
    ("duration", "days"), [("0s", 0), ("960h0m0s", 40), ("36h0m0s", 1.5), ("1h30m0s", 0.0625)]
)
def test_a_duration_as_the_server_writes_it_is_days(duration: str, days: float) -> None:
    columns = ["name", "duration", "shardGroupDuration", "replicaN", "default"]
    said = Result([Series(columns, [["autogen", duration, "168h0m0s", 1, True]])])

    assert retention.policies(said) == [retention.Policy("autogen", days, is_default=True)]
