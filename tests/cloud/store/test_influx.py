"""InfluxDB: what its answers mean, on a stand-in that gives any of them and on a real 1.x."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Protocol

import pytest

from cloud.errors import PointsRefused, StoreDown
from cloud.store.influx import InfluxStore
from cloud.store.point import Point, Tags
from contract.errors import BadSettings
from tests.services.influx2 import BUCKET, ORG, TOKEN, Influx2
from tests.services.influxd import Influxd

EVER = (0, 2**63)


class Levels(Protocol):
    tags: Tags

    def __call__(self, *seqs: int) -> list[Point]: ...


@pytest.fixture
def store(server: Influx2) -> Iterator[InfluxStore]:
    with closing(open2(server.url)) as store:
        yield store


@pytest.fixture
def real(influxd: Influxd) -> Iterator[InfluxStore]:
    with closing(InfluxStore(influxd.url, "vallee")) as store:
        yield store


def open2(url: str, *, token: str = TOKEN, timeout_s: float = 10.0) -> InfluxStore:
    return InfluxStore(url, BUCKET, version=2, org=ORG, token=token, timeout_s=timeout_s)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 307, 405])
def test_an_answer_that_may_be_another_one_tomorrow_is_store_down(
    server: Influx2, store: InfluxStore, levels: Levels, status: int
) -> None:
    server.scripted = [(status, b'{"message": "engine is closed"}')]

    with pytest.raises(StoreDown, match=f"HTTP {status}: engine is closed"):
        store.write(levels(1))

    store.write(levels(1))
    assert store.read("level", levels.tags, *EVER) == levels(1)


def test_a_proxys_400_condemns_no_reading(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    server.scripted = [(400, b"<html>Client sent an HTTP request to an HTTPS server.</html>")]

    with pytest.raises(StoreDown, match="HTTP 400"):
        store.write(levels(1))


def test_credentials_that_are_refused_are_store_down_and_are_not_told(
    server: Influx2, levels: Levels
) -> None:
    with closing(open2(server.url, token="a-wrong-secret")) as store:  # noqa: S106 - of the test
        for call in calls(store, levels):
            with pytest.raises(StoreDown, match="check the token") as caught:
                call()
            assert "a-wrong-secret" not in repr(caught.value) + repr(caught.value.__cause__)
        assert "a-wrong-secret" not in repr(store)


def test_a_password_in_an_address_is_not_told(levels: Levels) -> None:
    with closing(InfluxStore("http://me:hidden@127.0.0.1:1", "vallee")) as store:
        for call in calls(store, levels):
            with pytest.raises(StoreDown, match="cannot be reached") as caught:
                call()
            assert "hidden" not in repr(caught.value) + repr(caught.value.__cause__)


def calls(store: InfluxStore, levels: Levels) -> list[Callable[[], object]]:
    return [
        lambda: store.write(levels(1)),
        lambda: store.read("level", levels.tags, *EVER),
        lambda: store.newest("level", (), *EVER),
    ]


def test_a_bucket_that_is_missing_is_named(server: Influx2, levels: Levels) -> None:
    with (
        closing(InfluxStore(server.url, "elsewhere", version=2, org=ORG, token=TOKEN)) as store,
        pytest.raises(StoreDown, match="no database or bucket elsewhere"),
    ):
        store.write(levels(1))


def test_a_batch_that_is_too_large_goes_in_halves(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    server.max_body = 200
    batch = levels(*range(16))

    store.write(batch)

    assert store.read("level", levels.tags, *EVER) == batch


def test_a_point_that_is_too_large_alone_is_refused(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    server.max_body = 200
    large = Point("level", levels.tags, 1, {"note": "x" * 300})

    with pytest.raises(PointsRefused, match="1 refused; request body is too large"):
        store.write([*levels(1), large, *levels(2)])

    assert store.read("level", levels.tags, *EVER) == levels(1, 2)


def test_a_field_that_changes_its_type_is_refused_and_the_others_are_kept(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    store.write(levels(1))

    with pytest.raises(PointsRefused, match="partial write"):
        store.write([*levels(2), Point("level", levels.tags, 1, {"seq": "two"}), *levels(3)])

    assert store.read("level", levels.tags, *EVER) == levels(1, 2, 3)
    assert server.writes == 2


def test_a_batch_that_is_refused_whole_is_halved_until_the_good_points_are_kept(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    refusal = (400, b'{"code": "invalid", "message": "unable to parse a line"}')
    server.scripted = [refusal, refusal]  # all four, then the first two

    store.write(levels(1, 2, 3, 4))

    assert store.read("level", levels.tags, *EVER) == levels(1, 2, 3, 4)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{}", b'{"results": []}', b'{"results": [{"series": [{"values": 1}]}]}'],
)
def test_an_answer_that_is_none_is_store_down(
    server: Influx2, store: InfluxStore, levels: Levels, body: bytes
) -> None:
    server.scripted = [(200, body)]

    with pytest.raises(StoreDown, match="does not answer as InfluxDB does"):
        store.read("level", levels.tags, *EVER)


def test_the_newest_of_hundreds_of_series_cost_one_request(
    server: Influx2, store: InfluxStore
) -> None:
    levels = [Point("level", (("node", f"n-{n:03}"),), n, {"seq": float(n)}) for n in range(300)]
    store.write(levels)
    before = server.requests

    found = store.newest("level", (), *EVER)

    assert server.requests == before + 1
    assert found == {one.tags: [one] for one in levels}


def test_an_error_inside_a_good_answer_is_store_down(
    server: Influx2, store: InfluxStore, levels: Levels
) -> None:
    said = {"results": [{"error": "timeout"}]}
    server.scripted = [(200, json.dumps(said).encode())]

    with pytest.raises(StoreDown, match="timeout"):
        store.read("level", levels.tags, *EVER)


def test_a_server_that_never_answers_is_store_down(levels: Levels) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        closing(open2(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_s=0.05)) as store,
        pytest.raises(StoreDown, match="cannot be reached"),
    ):
        store.write(levels(1))


@pytest.mark.parametrize("database", ["", 'a"; DROP DATABASE b', "a/b/c", "a\n", "é"])
def test_a_database_name_that_is_none_is_said(database: str) -> None:
    with pytest.raises(BadSettings, match="letters, digits"):
        InfluxStore("http://127.0.0.1:8086", database)


@pytest.mark.parametrize("url", ["", "localhost:8086", "ftp://host", "http://", "http://a:b"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(BadSettings, match="must look like"):
        InfluxStore(url, "vallee")


def test_2x_without_an_organisation_is_said() -> None:
    with pytest.raises(BadSettings, match="organisation"):
        InfluxStore("http://127.0.0.1:8086", "vallee", version=2)


def test_a_missing_database_is_empty_and_made_by_the_first_write(
    real: InfluxStore, levels: Levels
) -> None:
    assert real.read("level", levels.tags, *EVER) == []

    real.write(levels(1))

    assert real.read("level", levels.tags, *EVER) == levels(1)


def test_a_partial_write_of_a_real_server_keeps_the_others(
    real: InfluxStore, levels: Levels
) -> None:
    real.write(levels(1))
    # A type is fixed for a week's shard: elsewhere in time this text would be taken.
    text = Point("level", levels.tags, levels(9)[0].time_ns, {"seq": "nine"})

    with pytest.raises(PointsRefused, match="field type conflict"):
        real.write([*levels(2), text, *levels(3)])

    assert real.read("level", levels.tags, *EVER) == levels(1, 2, 3)


def test_a_real_servers_limit_on_a_request_is_met_by_halves(
    influxd: Influxd, real: InfluxStore, levels: Levels
) -> None:
    influxd.kill()
    influxd.max_body = 10_000
    influxd.start()
    batch = levels(*range(1000))

    real.write(batch)

    assert real.read("level", levels.tags, *EVER) == batch


def test_a_retention_policy_that_is_missing_condemns_no_reading(
    influxd: Influxd, real: InfluxStore, levels: Levels
) -> None:
    real.write(levels(1))

    with (
        closing(InfluxStore(influxd.url, "vallee/nowhere")) as store,
        pytest.raises(StoreDown, match="retention policy not found"),
    ):
        store.write(levels(1))


def test_what_a_real_server_has_answered_survives_its_kill(
    influxd: Influxd, real: InfluxStore, levels: Levels
) -> None:
    real.write(levels(1, 2, 3))

    influxd.kill()
    for call in calls(real, levels):
        with pytest.raises(StoreDown, match="cannot be reached"):
            call()
    influxd.start()

    assert real.read("level", levels.tags, *EVER) == levels(1, 2, 3)


def test_a_real_server_that_asks_for_a_login_gets_it(influxd: Influxd, levels: Levels) -> None:
    password = "a secret: of ours"  # noqa: S105 - of the test
    influxd.require_login("operator", password)

    with closing(
        InfluxStore(influxd.url, "vallee", username="operator", password=password)
    ) as store:
        store.write(levels(1))
        assert store.read("level", levels.tags, *EVER) == levels(1)
    with (
        closing(InfluxStore(influxd.url, "vallee")) as stranger,
        pytest.raises(StoreDown, match="check the token, or the username"),
    ):
        stranger.write(levels(2))


def test_a_real_server_finds_the_newest_in_an_older_week_than_other_series(
    real: InfluxStore, levels: Levels
) -> None:
    # A week is a shard of its own, and each is walked backwards by itself.
    week_ns = 7 * 86_400 * 10**9
    now, long_ago = levels(5)[0], levels(5)[0].time_ns - 3 * week_ns
    quiet = Point("level", (("node", "n-002"), ("sensor", "fill")), long_ago, {"seq": 1.0})
    earlier = Point("level", levels.tags, long_ago + 1, {"seq": 2.0})
    real.write([quiet, earlier, now])

    found = real.newest("level", (), long_ago, now.time_ns + 1, most=2)

    assert found == {levels.tags: [earlier, now], quiet.tags: [quiet]}


def test_a_year_of_readings_is_read_at_once(real: InfluxStore, levels: Levels) -> None:
    year = [
        Point("level", levels.tags, tick * 600 * 10**9, {"seq": float(tick)})
        for tick in range(52_560)
    ]
    real.write(year)

    assert real.read("level", levels.tags, *EVER) == year
