"""The ingester's list of bad input, each by its name: one clear error, and nothing good lost.

What a node may subscribe to (`#`, `$SYS`) is the broker's to refuse, by its access rules: the
ingester never learns of a subscription, so that one is tested where the broker is configured.
"""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from cloud.ingest.ports import Message
from cloud.ingest.rules import RULES
from contract import codec
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import NOW_US, Bench

EPOCH = "0123456789ab"
DAY_US = 86_400_000_000
ON = topic("n-001", Channel.ENVELOPE)


def row(seq: object = 7, sensor: str = "fill", at_us: object = NOW_US, value: object = 0.5) -> Any:  # noqa: ANN401 - whatever JSON can say
    return [seq, sensor, "level", at_us, {"fill_ratio": value}]


def sent(*rows: object, node: str = "n-001") -> bytes:
    body = {"v": 1, "node": node, "epoch": EPOCH, "readings": rows}
    return json.dumps(body).encode()


def spelled(value: bytes) -> bytes:
    """Write a figure that no encoder of ours would."""
    return sent(row()).replace(b"0.5", value)


MESSAGES: dict[str, tuple[bytes, str, str]] = {
    "oversized": (sent(row()) + b" " * 300_000, "malformed", "more than the 262144"),
    "nested lists": (b"[" * 100_000, "malformed", ""),
    "20,000 keys and no envelope": (
        b"{" + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}",
        "malformed",
        "version",
    ),
    "100,000 keys": (
        b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}",
        "malformed",
        "more than",
    ),
    "20,000 keys that nobody knows": (
        sent(row())[:-1] + b"".join(b',"k%d":1' % n for n in range(20_000)) + b"}",
        "",
        "",
    ),
    "NaN": (spelled(b"NaN"), "malformed-row", "nan"),
    "Infinity": (spelled(b"Infinity"), "malformed-row", "inf"),
    "1e400": (spelled(b"1e400"), "malformed-row", "inf"),
    "an integer of 20,000 digits": (spelled(b"1" * 20_000), "malformed", "digits"),
    "an integer of 4,000 digits": (spelled(b"1" * 4_000), "malformed-row", "out of range"),
    "a bool for a number": (spelled(b"true"), "malformed-row", "float"),
    "a string for a number": (spelled(b'"0.5"'), "malformed-row", "float"),
    "a bool for a sequence": (sent(row(seq=True)), "malformed-row", "int"),
    "a float for a sequence": (sent(row(seq=7.5)), "malformed-row", "int"),
    "a lone surrogate in a name": (sent(row(sensor="\ud800")), "malformed-row", "no sensor's name"),
    "a lone surrogate as bytes": (sent(row()).replace(b"fill", b"\xed\xa0\x80"), "malformed", ""),
    "a lone surrogate for a kind": (
        sent([7, "fill", "\ud800", NOW_US, {"fill_ratio": 0.5}]),
        "malformed-row",
        "surrogates not allowed",
    ),
    "NUL in a name": (sent(row(sensor="fi\0ll")), "malformed-row", "no sensor's name"),
    "newline in a name": (sent(row(sensor="fill\n")), "malformed-row", "no sensor's name"),
    "comma in a name": (sent(row(sensor="fi,ll")), "malformed-row", "no sensor's name"),
    "space in a name": (sent(row(sensor="fi ll")), "malformed-row", "no sensor's name"),
    "equals in a name": (sent(row(sensor="fi=ll")), "malformed-row", "no sensor's name"),
    "newline in a node": (sent(row(), node="n-001\n"), "malformed", "node"),
    "time 0": (sent(row(at_us=0)), "ancient", "2020"),
    "a negative time": (sent(row(at_us=-1)), "malformed-row", "int"),
    "year 2200": (sent(row(at_us=7_258_118_400_000_000)), "future", "allowed: 300 s"),
    "ms for µs": (sent(row(at_us=NOW_US // 1000)), "ancient", "2020"),
    "ns for µs": (sent(row(at_us=NOW_US * 1000)), "malformed-row", "int"),
    "six minutes ahead": (sent(row(at_us=NOW_US + 360_000_000)), "future", "360 s"),
    "another node's": (sent(row(), node="n-002"), "wrong-node", "n-002"),
    "an unknown sensor": (sent(row(sensor="other")), "unknown-sensor", "other"),
    "a sequence of 2^63": (sent(row(seq=2**63)), "malformed-row", "int"),
    "a sequence of 0": (sent(row(seq=0)), "malformed-row", "int"),
    "empty": (b"", "malformed", ""),
    "a BOM": (b"\xef\xbb\xbf" + sent(row()), "malformed", "BOM"),
    "UTF-16": (sent(row()).decode().encode("utf-16"), "malformed", ""),
    "a gzip bomb": (gzip.compress(b"0" * 10_000_000), "malformed", ""),
    "no object": (b"[1, 2]", "malformed", "list"),
    "another version": (sent(row()).replace(b'"v": 1', b'"v": 2'), "malformed", "version 2"),
    "an unknown field": (sent([7, "fill", "level", NOW_US, {"x": 1}]), "malformed-row", "'x'"),
    "a level of 7": (spelled(b"7.0"), "malformed-row", "outside"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_bad_input_is_buried_with_its_reason_and_what_is_beside_it_is_stored(
    bench: Bench, name: str
) -> None:
    payload, rule, word = MESSAGES[name]
    for body in (sent(row(1)), payload, sent(row(2))):
        bench.bus.put(ON, body)

    bench.settle()

    assert bench.bus.waiting == []
    if not rule:
        assert bench.stored() == [1, 2, 7]
        return
    assert bench.stored() == [1, 2]
    (letter,) = bench.records.letters
    assert letter.rule == rule
    assert word in letter.reason
    assert letter.payload == payload or RULES[rule].refuses == "row"
    assert len(letter.reason) < 400


def test_every_rule_is_reached_by_some_bad_input() -> None:
    reached = {rule for _, rule, _ in MESSAGES.values()} - {""}

    # These three have tests of their own below and in test_ingester.
    assert reached | {"unknown-node", "other-body", "store"} == set(RULES)


def test_of_a_key_that_is_there_twice_the_last_one_is_taken(bench: Bench) -> None:
    bench.bus.put(ON, sent(row()).replace(b'"node"', b'"node": "n-002", "node"'))

    bench.settle()

    assert bench.stored() == [7]


def test_10000_random_ids_make_no_series(bench: Bench) -> None:
    for number in range(10_000):
        node = f"x-{number:05d}"
        bench.bus.put(topic(node, Channel.ENVELOPE), sent(row(), node=node))

    while bench.bus.waiting:
        bench.settle()

    assert bench.rules() == ["unknown-node"] * 10_000
    assert bench.store.series() == []


def test_random_sensors_of_a_known_node_make_no_series(bench: Bench) -> None:
    bench.bus.put(ON, sent(*(row(seq, f"s-{seq}") for seq in range(1, 1001))))

    bench.settle()

    assert bench.rules() == ["unknown-sensor"] * 1000
    assert bench.store.series() == []


def test_a_day_that_is_played_again_is_stored_once(bench: Bench) -> None:
    day = [
        sent(*(row(seq, at_us=NOW_US - DAY_US + seq * 10**6) for seq in range(at, at + 10)))
        for at in range(1, 961, 10)
    ]
    for _ in range(3):
        for body in day:
            bench.bus.put(ON, body)
        bench.settle()

    assert bench.stored() == list(range(1, 961))
    assert bench.rules() == []


OTHERS: dict[str, Callable[[], bytes]] = {
    "another figure": lambda: sent(row(7, value=0.9)),
    "another time": lambda: sent(row(7, at_us=NOW_US - 60_000_000)),
    "another kind": lambda: sent([7, "fill", "health", NOW_US, {"pings": 3}]),
    "another field": lambda: sent([7, "fill", "level", NOW_US, {"distance_mm": 900}]),
}


@pytest.mark.parametrize("at_once", [False, True], ids=["later", "in one batch"])
@pytest.mark.parametrize("name", OTHERS)
def test_the_same_key_with_another_body_is_refused_and_the_first_stays(
    bench: Bench, name: str, *, at_once: bool
) -> None:
    bench.bus.put(ON, sent(row(6), row(7)))
    if not at_once:
        bench.settle()
    bench.bus.put(ON, OTHERS[name]())

    bench.settle()

    assert [(one.rule, one.seq) for one in bench.records.letters] == [("other-body", 7)]
    assert bench.stored() == [6, 7]
    assert bench.stored("health") == []
    (stored,) = (p for p in bench.levels() if p.fields["seq"] == 7)
    assert stored.fields == {"fill_ratio": 0.5, "epoch": EPOCH, "seq": 7}
    assert json.loads(bench.records.letters[0].payload)[0] == 7


def test_an_unsound_envelope_whose_rows_nobody_can_find_is_a_dead_letter(bench: Bench) -> None:
    bench.bus.put(ON, sent(row()).replace(b'"readings"', b'"read1e308ngs"').replace(b"0.5", b"NaN"))

    bench.settle()

    assert bench.rules() == ["malformed"]
    assert bench.records.letters[0].seq is None


def test_a_number_that_jumps_is_only_a_number(bench: Bench) -> None:
    bench.bus.put(ON, sent(row(1), row(2**53 - 1), row(2)))

    bench.settle()

    assert sorted(map(float, bench.stored())) == [1, 2, 2**53 - 1]


def test_whole_and_broken_numbers_are_one_type_in_the_store(bench: Bench) -> None:
    bench.bus.put(ON, sent(row(1, value=1), row(2, value=0.5), row(3, value=0)))

    bench.settle()

    assert [type(point.fields["fill_ratio"]) for point in bench.levels()] == [float] * 3


def test_a_retained_envelope_is_settled_like_any_and_told_of(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.bus.put(ON, sent(row()))
    bench.bus.waiting.append(Message(ON, sent(row()), (1, 99), retained=True))

    bench.settle()

    assert bench.stored() == [7]
    assert bench.rules() == []
    assert "a node retains none" in caplog.text


def test_a_last_will_on_a_data_topic_is_a_message_like_any(bench: Bench) -> None:
    # A broker sends a will as if its client had; no subscriber can tell.
    status = NodeStatus("n-001", EPOCH, Link.DOWN, NOW_US)
    bench.bus.put(ON, codec.encode(status))
    bench.bus.put(ON, b"gone")

    bench.settle()

    assert bench.bus.waiting == []
    assert bench.rules() == ["malformed"]


def alarm(seq: int, sensor: str = "fill", epoch: str = EPOCH, at_us: int = 0) -> bytes:
    reading = Reading(seq, sensor, Kind.ALARM, at_us, {"temperature_c": 90})
    return codec.encode(Envelope("n-001", epoch, (reading,)))


def test_an_alarm_without_a_time_goes_to_a_measurement_of_its_own(bench: Bench) -> None:
    for _ in range(2):
        bench.bus.put(ON, alarm(7))
        bench.settle()

    (point,) = bench.points("alarm_undated")
    assert point.fields == {
        "temperature_c": 90,
        "epoch": EPOCH,
        "seq": 7,
        "came_at_us": NOW_US,
    }
    assert bench.rules() == []


def test_first_alarms_of_two_starts_are_two(bench: Bench) -> None:
    bench.bus.put(ON, alarm(1))
    bench.bus.put(ON, alarm(1, epoch="ba9876543210"))

    bench.settle()

    assert len(bench.points("alarm_undated")) == 2


def test_a_node_raises_its_own_alarms_and_nothing_else(bench: Bench) -> None:
    bench.bus.put(ON, alarm(1, sensor="node"))
    bench.bus.put(ON, sent(row(2, sensor="node")))
    bench.bus.put(ON, alarm(3, sensor="node", at_us=NOW_US))

    bench.settle()

    assert bench.rules() == ["unknown-sensor"]
    assert len(bench.points("alarm_undated", sensor="node")) == 1
    assert len(bench.points("alarm", sensor="node")) == 1
