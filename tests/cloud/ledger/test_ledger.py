"""The ledger out of a store and a registry, as an ingester leaves them."""

from dataclasses import dataclass, field

import pytest

from cloud.errors import StoreDown
from cloud.ingest.points import loss_point, raw_point, status_point, undated_point
from cloud.ledger.account import Account
from cloud.ledger.read import ledger, reach
from cloud.registry.values import DeadLetter, Sensor
from cloud.store.memory import MemoryStore
from contract import codec
from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading

EPOCH, LATER = "0123456789ab", "ba9876543210"
NOW_US = 1_764_000_000_000_000
MINUTE_US = 60_000_000


@dataclass
class FakeRecords:
    """What a registry knows."""

    told: list[NodeStatus] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        return {
            (node, name): Sensor(node, name, "a02yyuw", ())
            for node, name in (("n-001", "fill"), ("n-001", "radio"), ("n-002", "fill"))
        }

    def statuses(self) -> list[NodeStatus]:
        return self.told

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        return self.letters[:limit]


@dataclass
class Cloud:
    """A store and a registry that a node's rows end in."""

    store: MemoryStore = field(default_factory=MemoryStore)
    records: FakeRecords = field(default_factory=FakeRecords)

    def keep(self, *seqs: int, epoch: str = EPOCH, sensor: str = "fill") -> None:
        for seq in seqs:
            taken_us = NOW_US - (1000 - seq) * MINUTE_US
            reading = Reading(seq, sensor, Kind.LEVEL, taken_us, {"fill_ratio": 0.5})
            self.store.write([raw_point("n-001", epoch, reading)])

    def lose(self, seq: int, first: int, last: int) -> None:
        loss = LossReceipt(seq, EPOCH, first, last, LossReason.FULL, NOW_US - MINUTE_US)
        self.store.write([loss_point("n-001", EPOCH, loss)])

    def bury(self, seq: int | None, rule: str = "future", payload: bytes = b"") -> None:
        self.records.letters.append(
            DeadLetter(NOW_US, "topic", "n-001", EPOCH, seq, rule, "why", payload)
        )

    def tell(self, produced: int, pending: int = 0, dropped: int = 0, epoch: str = EPOCH) -> None:
        said = NodeStatus("n-001", epoch, Link.UP, NOW_US, produced, pending, dropped)
        self.records.told = [said]
        self.store.write([status_point(said, NOW_US)])

    def account(self, days: int = 30) -> Account:
        (one,) = ledger(self.store, self.records, NOW_US, days)
        return one


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


def columns(one: Account) -> tuple[int, ...]:
    return one.produced, one.stored, one.refused, one.dropped, one.pending, one.open


def test_rows_of_all_ends_fill_their_columns(cloud: Cloud) -> None:
    cloud.keep(1, 2, 5, 9)
    cloud.keep(3, sensor="radio")
    cloud.bury(4)
    cloud.lose(8, first=6, last=7)
    cloud.tell(produced=10, pending=2, dropped=2)

    # Number 8 is the loss receipt: eleven numbers, ten readings.
    assert columns(cloud.account()) == (10, 5, 1, 2, 2, 0)


def test_a_point_that_is_gone_from_the_store_is_open(cloud: Cloud) -> None:
    cloud.keep(1, 2, 4, 5)
    cloud.tell(produced=5)

    account = cloud.account()

    assert (account.open, account.overdue, account.balanced) == (1, 1, False)


def test_a_letter_that_was_mended_and_is_stored_is_stored(cloud: Cloud) -> None:
    cloud.keep(1, 2, 3)
    cloud.bury(2)
    cloud.tell(produced=3)

    assert columns(cloud.account()) == (3, 3, 0, 0, 0, 0)


def test_an_envelope_that_was_refused_whole_counts_by_its_rows(cloud: Cloud) -> None:
    row = Reading(1, "fill", Kind.LEVEL, NOW_US, {"fill_ratio": 0.5})
    payload = codec.encode(Envelope("n-001", EPOCH, (row,)))
    cloud.bury(None, "unknown-node", payload)
    cloud.keep(2)
    cloud.tell(produced=2)

    assert columns(cloud.account()) == (2, 1, 1, 0, 0, 0)


def test_what_a_stranger_claimed_to_be_of_another_node_is_in_no_account(cloud: Cloud) -> None:
    row = Reading(3, "fill", Kind.LEVEL, NOW_US, {"fill_ratio": 0.5})
    cloud.bury(None, "wrong-node", codec.encode(Envelope("n-002", EPOCH, (row,))))
    cloud.keep(1, 2)
    cloud.tell(produced=3)

    assert columns(cloud.account()) == (3, 2, 0, 0, 0, 1)


def test_an_alarm_without_a_time_is_stored_like_any_other(cloud: Cloud) -> None:
    alarm = Reading(1, "node", Kind.ALARM, 0, {"disk_full": 1.0})
    cloud.store.write([undated_point("n-001", EPOCH, alarm, NOW_US - MINUTE_US)])
    cloud.keep(2)
    cloud.tell(produced=2)

    assert columns(cloud.account()) == (2, 2, 0, 0, 0, 0)


def test_epochs_of_one_file_go_on_counting(cloud: Cloud) -> None:
    cloud.keep(1, 2, 3)
    cloud.keep(5, 6, epoch=LATER)
    cloud.tell(produced=6, epoch=LATER)

    account = cloud.account()

    assert [(one.epoch, one.first, one.last, one.missing) for one in account.epochs] == [
        (EPOCH, 1, 4, 1),
        (LATER, 5, 6, 0),
    ]


def test_after_an_outbox_was_damaged_what_it_held_is_unknown_and_not_hidden(cloud: Cloud) -> None:
    cloud.keep(1, 2, 3)
    said = NodeStatus("n-001", EPOCH, Link.UP, NOW_US - 500 * MINUTE_US, 5, 2)
    cloud.store.write([status_point(said, NOW_US)])
    for seq in (1, 2):
        taken_us = NOW_US - (10 - seq) * MINUTE_US
        reading = Reading(seq, "fill", Kind.LEVEL, taken_us, {"fill_ratio": 0.5})
        cloud.store.write([raw_point("n-001", LATER, reading)])
    cloud.tell(produced=2, epoch=LATER)

    account = cloud.account()

    assert (account.produced, account.stored, account.unknown, account.open) == (7, 5, 2, 0)


def test_what_an_alarm_says_that_a_damaged_outbox_took_is_unknown(cloud: Cloud) -> None:
    cloud.keep(1, 2, 5)
    alarm = Reading(6, "node", Kind.ALARM, NOW_US - MINUTE_US, {"outbox_damaged": 1.0})
    cloud.store.write([raw_point("n-001", EPOCH, alarm)])
    cloud.tell(produced=6)

    account = cloud.account()

    assert (account.stored, account.unknown, account.open) == (4, 1, 1)


def test_a_node_that_fell_silent_before_the_period_owes_nothing(cloud: Cloud) -> None:
    cloud.keep(*range(1, 21))
    cloud.tell(produced=20)

    account = ledger(cloud.store, cloud.records, NOW_US + 40 * 86_400_000_000)[0]

    assert columns(account) == (0, 0, 0, 0, 0, 0)


def test_what_is_open_comes_first(cloud: Cloud) -> None:
    cloud.keep(1, 2)
    cloud.tell(produced=2)
    cloud.records.told.append(NodeStatus("n-002", EPOCH, Link.UP, NOW_US, produced=1))

    found = ledger(cloud.store, cloud.records, NOW_US)

    assert [one.node for one in found] == ["n-002", "n-001"]
    assert [one.node for one in ledger(cloud.store, cloud.records, NOW_US, nodes=["n-001"])] == [
        "n-001"
    ]


def test_a_store_that_is_down_is_no_ledger(cloud: Cloud) -> None:
    cloud.store.down = True

    with pytest.raises(StoreDown):
        ledger(cloud.store, cloud.records, NOW_US)


@pytest.mark.parametrize(
    ("kept", "days"), [((0, 0.0), 30), ((60, 0.0), 30), ((14, 0.0), 12), ((0, 7.5), 5), ((1, 0), 1)]
)
def test_it_goes_no_further_back_than_points_are_kept(kept: tuple[float, ...], days: int) -> None:
    assert reach(30, *kept) == days
