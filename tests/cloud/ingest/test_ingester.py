"""The ingester on fakes: what is settled is kept, and what is kept is settled once."""

import json
import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.errors import RegistryFault, StoreDown
from contract import codec
from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import NOW_US, Bench, MakeBench

EPOCH = "0123456789ab"


def reading(seq: int, taken_at_us: int = NOW_US) -> Reading:
    return Reading(seq, "fill", Kind.LEVEL, taken_at_us, {"distance_mm": 800, "fill_ratio": 0.5})


def envelope(*seqs: int, node: str = "n-001", epoch: str = EPOCH) -> bytes:
    return codec.encode(Envelope(node, epoch, tuple(reading(seq) for seq in seqs)))


def on(node: str) -> str:
    return topic(node, Channel.ENVELOPE)


def test_what_is_stored_is_receipted_and_then_acknowledged(bench: Bench) -> None:
    bench.bus.put(on("n-001"), envelope(1, 2, 3))

    bench.settle()

    assert bench.stored() == [1, 2, 3]
    assert bench.bus.receipts == [Receipt("n-001", EPOCH, ((1, 3),))]
    assert bench.bus.waiting == []


def test_a_level_is_also_its_containers(bench: Bench) -> None:
    bench.bus.put(on("n-001"), envelope(1))

    bench.settle()

    (point,) = bench.store.read("container_level", (("container", "gignac-01"),), 0, 2**63 - 1)
    assert point.fields == {"fill_ratio": 0.5}
    assert point.time_ns == reading(1).stored_at_ns


def test_a_beacon_is_also_its_zones(bench: Bench) -> None:
    heard = Reading(1, "b1", Kind.BEACON, NOW_US, {"adverts": 12, "rssi_dbm": -71})
    bench.bus.put(on("z-001"), codec.encode(Envelope("z-001", EPOCH, (heard,))))

    bench.settle()

    tags = (("beacon", "b1"), ("zone", "park"))
    (point,) = bench.store.read("zone_beacon", tags, 0, 2**63 - 1)
    assert point.fields == {"adverts": 12, "rssi_dbm": -71, "missing": 0}
    assert point.time_ns == heard.stored_at_ns


def test_a_sensor_that_is_mounted_nowhere_is_stored_raw_only(bench: Bench) -> None:
    bench.bus.put(on("n-002"), envelope(1, node="n-002"))

    bench.settle()

    assert bench.stored(node="n-002") == [1]
    assert bench.records.letters == []


def test_a_repeat_is_stored_once_and_receipted_again(bench: Bench) -> None:
    for _ in range(3):
        bench.bus.put(on("n-001"), envelope(1, 2))
        bench.settle()

    assert bench.stored() == [1, 2]
    assert len(bench.bus.receipts) == 3


def test_while_the_store_is_down_nothing_is_settled(bench: Bench) -> None:
    bench.store.down = True
    bench.bus.put(on("n-001"), envelope(1))

    with pytest.raises(StoreDown):
        bench.settle()

    assert bench.bus.receipts == []
    assert len(bench.bus.waiting) == 1


def test_while_dead_letters_cannot_be_kept_nothing_is_settled(bench: Bench) -> None:
    bench.records.down = True
    bench.bus.put(on("n-001"), b"nonsense")

    with pytest.raises(RegistryFault):
        bench.settle()

    assert len(bench.bus.waiting) == 1


def test_the_loop_tries_again_and_tells_nodes_meanwhile_not_to_repeat(bench: Bench) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=bench.ingester.run, args=(stop,))
    bench.store.down = True
    bench.bus.put(on("n-001"), envelope(1))

    thread.start()
    while not bench.bus.shown:
        stop.wait(0.01)
    bench.store.down = False
    while bench.bus.waiting:
        stop.wait(0.01)
    bench.bus.put(on("n-001"), envelope(2))
    while bench.bus.waiting:
        stop.wait(0.01)
    stop.set()
    thread.join()

    assert bench.bus.shown == [Link.DOWN, Link.UP]
    assert bench.stored() == [1, 2]


FIVE_BAD_INPUTS = {
    "malformed": (on("n-001"), b'{"v":1,"node":'),
    "unknown-node": (on("n-404"), envelope(1, node="n-404")),
    "malformed-row": (on("n-001"), envelope(7).replace(b"0.5", b"NaN")),
    "future": (
        on("n-001"),
        codec.encode(Envelope("n-001", EPOCH, (reading(7, 7_258_118_400_000_000),))),
    ),
    "wrong-node": (on("n-002"), envelope(7, node="n-001")),
}


@pytest.mark.parametrize("rule", FIVE_BAD_INPUTS)
def test_a_bad_input_is_buried_with_its_reason_and_the_good_beside_it_stored(
    bench: Bench, rule: str
) -> None:
    bench.bus.put(on("n-001"), envelope(1, 2))
    bench.bus.put(*FIVE_BAD_INPUTS[rule])
    bench.bus.put(on("n-001"), envelope(3))

    bench.settle()

    assert bench.stored() == [1, 2, 3]
    (letter,) = bench.records.letters
    assert letter.rule == rule
    assert letter.reason
    assert letter.payload
    assert bench.bus.waiting == []


@pytest.mark.parametrize("rule", ["unknown-node", "malformed-row", "future", "wrong-node"])
def test_the_sender_of_a_bad_row_is_told_that_it_is_settled(bench: Bench, rule: str) -> None:
    where, payload = FIVE_BAD_INPUTS[rule]
    bench.bus.put(where, payload)

    bench.settle()

    seqs = (1, 1) if rule == "unknown-node" else (7, 7)
    (receipt,) = bench.bus.receipts
    assert topic(receipt.node, Channel.ENVELOPE) == where
    assert receipt.settled == (seqs,)


def test_a_bad_row_beside_good_ones_in_one_envelope_costs_none_of_them(bench: Bench) -> None:
    rows = [
        [seq, "fill", "level", NOW_US, {"fill_ratio": value}]
        for seq, value in ((1, 0.5), (2, float("nan")), (3, 0.6))
    ]
    payload = json.dumps({"v": 1, "node": "n-001", "epoch": EPOCH, "readings": rows}).encode()
    bench.bus.put(on("n-001"), payload)

    bench.settle()

    assert bench.stored() == [1, 3]
    assert [(one.rule, one.seq) for one in bench.records.letters] == [("malformed-row", 2)]
    assert bench.bus.receipts == [Receipt("n-001", EPOCH, ((1, 3),))]


@pytest.mark.parametrize(
    ("taken_at_us", "rule"),
    [(0, "ancient"), (NOW_US // 1000, "ancient"), (NOW_US + 301_000_000, "future")],
)
def test_a_time_that_cannot_be_is_refused(bench: Bench, taken_at_us: int, rule: str) -> None:
    bench.bus.put(
        on("n-001"), codec.encode(Envelope("n-001", EPOCH, (reading(1, taken_at_us), reading(2))))
    )

    bench.settle()

    assert bench.rules() == [rule]
    assert bench.stored() == [2]


def test_a_topic_that_is_none_of_ours_is_buried(bench: Bench) -> None:
    bench.bus.put("vallee/v1/node/N/envelope", envelope(1))

    bench.settle()

    assert bench.rules() == ["malformed"]
    assert bench.bus.receipts == []


def test_what_the_store_refuses_is_found_and_buried_alone(bench: Bench) -> None:
    bench.store.refuses = lambda point: point.fields.get("seq") == 3
    bench.bus.put(on("n-001"), envelope(1, 2, 3, 4, 5))

    bench.settle()

    assert bench.stored() == [1, 2, 4, 5]
    assert [(one.rule, one.seq) for one in bench.records.letters] == [("store", 3)]
    assert bench.bus.receipts == [Receipt("n-001", EPOCH, ((1, 5),))]


def test_a_loss_receipt_is_stored_and_settled_like_a_reading(bench: Bench) -> None:
    loss = LossReceipt(9, "ba9876543210", 1, 6, LossReason.FULL, NOW_US)
    bench.bus.put(on("n-001"), codec.encode(Envelope("n-001", EPOCH, (), (loss,))))

    bench.settle()

    (point,) = bench.store.read("loss", (("node", "n-001"),), 0, 2**63 - 1)
    assert (point.fields["first"], point.fields["last"], point.fields["reason"]) == (1, 6, "full")
    assert bench.bus.receipts == [Receipt("n-001", EPOCH, ((9, 9),))]


def test_a_status_is_noted_and_a_false_one_buried(bench: Bench) -> None:
    status = NodeStatus("n-001", EPOCH, Link.UP, NOW_US, 5, 1, 0)
    bench.bus.put(topic("n-001", Channel.STATUS), codec.encode(status))
    bench.bus.put(topic("n-002", Channel.STATUS), codec.encode(status))
    bench.bus.put(topic("n-001", Channel.STATUS), b"up")

    bench.settle()

    assert bench.records.statuses == [status]
    assert bench.rules() == ["wrong-node", "malformed"]
    assert bench.bus.receipts == []


def node_points(bench: Bench) -> list[tuple[int, dict[str, float | str]]]:
    points = bench.store.read("node", (("node", "n-001"),), 0, 2**63 - 1)
    return [(point.time_ns, dict(point.fields)) for point in points]


def tell(bench: Bench, link: Link, at_us: int, node: str = "n-001") -> NodeStatus:
    status = NodeStatus(node, EPOCH, link, at_us, produced=5, pending=1, dropped=2)
    bench.bus.put(topic(node, Channel.STATUS), codec.encode(status))
    return status


def test_a_status_is_at_its_own_time_and_a_last_will_at_the_time_it_came(bench: Bench) -> None:
    tell(bench, Link.UP, NOW_US - 9)
    tell(bench, Link.UP, NOW_US - 9)
    tell(bench, Link.DOWN, NOW_US - 3_600_000_000)

    bench.settle()

    counts = {"produced": 5, "pending": 1, "dropped": 2}
    assert node_points(bench) == [
        ((NOW_US - 9) * 1000, {"up": 1, **counts}),
        (NOW_US * 1000, {"up": 0, **counts}),
    ]
    assert bench.bus.receipts == []


@pytest.mark.parametrize("at_us", [0, NOW_US // 1000, NOW_US + 301_000_000])
def test_a_status_of_a_wrong_clock_is_noted_and_not_stored(bench: Bench, at_us: int) -> None:
    status = tell(bench, Link.UP, at_us)

    bench.settle()

    assert bench.records.statuses == [status]
    assert node_points(bench) == []
    assert bench.rules() == []


def test_a_ledger_that_no_node_can_have_is_malformed(bench: Bench) -> None:
    status = codec.encode(NodeStatus("n-001", EPOCH, Link.UP, NOW_US, produced=5))
    huge = status.replace(b'"produced":5', b'"produced":1' + b"0" * 30)
    bench.bus.put(topic("n-001", Channel.STATUS), huge)

    bench.settle()

    assert bench.rules() == ["malformed"]
    assert bench.records.statuses == []


def test_a_status_of_an_unknown_node_is_buried_and_not_stored(bench: Bench) -> None:
    tell(bench, Link.UP, NOW_US, node="n-404")

    bench.settle()

    assert bench.rules() == ["unknown-node"]
    assert bench.store.read("node", (("node", "n-404"),), 0, 2**63 - 1) == []


def test_a_status_whose_point_the_store_refuses_is_noted_all_the_same(bench: Bench) -> None:
    bench.store.refuses = lambda point: point.measurement == "node"
    bench.bus.put(on("n-001"), envelope(1))
    status = tell(bench, Link.UP, NOW_US)

    bench.settle()

    assert bench.records.statuses == [status]
    assert [(one.rule, one.node, one.seq) for one in bench.records.letters] == [
        ("store", "n-001", None)
    ]
    assert bench.stored() == [1]
    assert bench.bus.waiting == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 30), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_in_any_order_and_however_often_each_reading_is_stored_once(
    make_bench: MakeBench, seqs: list[int], rnd: random.Random
) -> None:
    bench = make_bench()
    batches = [seqs[begin : begin + 3] for begin in range(0, len(seqs), 3)] * 2
    rnd.shuffle(batches)

    for batch in batches:
        # Two readings a microsecond: the number keeps them apart.
        rows = tuple(reading(seq, NOW_US + seq // 2) for seq in batch)
        bench.bus.put(on("n-001"), codec.encode(Envelope("n-001", EPOCH, rows)))
        bench.settle()

    assert sorted(bench.stored()) == sorted(set(seqs))
