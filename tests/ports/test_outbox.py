"""One suite for every outbox: what is kept stays until it is settled or given up."""

from collections.abc import Container, Iterator
from pathlib import Path

import pytest

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement
from edge.links.clock import ManualClock
from edge.links.fake import MemoryOutbox
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Outbox

FIELD = {
    Kind.ALARM: "tilt_deg",
    Kind.PROOF: "emptied",
    Kind.LEVEL: "fill_ratio",
    Kind.COUNT: "seen",
    Kind.BEACON: "adverts",
    Kind.HEALTH: "pings",
}


@pytest.fixture(params=["memory", "sqlite"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    if request.param == "memory":
        yield MemoryOutbox()
        return
    opened = SqliteOutbox(tmp_path / "n-001.outbox", ManualClock())
    yield opened
    opened.close()


def taken(count: int, kind: Kind = Kind.LEVEL) -> list[Measurement]:
    return [
        Measurement("fill", kind, 1_764_000_000_000_000 + at, {FIELD[kind]: at / count})
        for at in range(count)
    ]


def seqs(outbox: Outbox, on_way: Container[int] = (), limit: int = 1000) -> list[int]:
    return [row.item.seq for row in outbox.pick(limit, on_way)]


def test_rows_come_out_in_the_order_they_went_in(outbox: Outbox) -> None:
    outbox.keep(taken(3))
    outbox.keep(taken(2))

    assert seqs(outbox) == [1, 2, 3, 4, 5]
    assert seqs(outbox, limit=2) == [1, 2]
    assert {row.epoch for row in outbox.pick(9, ())} == {outbox.epoch}


def test_what_is_on_its_way_is_not_picked_again(outbox: Outbox) -> None:
    outbox.keep(taken(5))

    assert seqs(outbox, on_way={1, 2, 4}, limit=1) == [3]
    assert seqs(outbox, on_way={1, 2, 4}) == [3, 5]
    assert seqs(outbox, on_way=range(1, 6)) == []


def test_an_alarm_goes_first_and_health_last(outbox: Outbox) -> None:
    kinds = [Kind.HEALTH, Kind.BEACON, Kind.LEVEL, Kind.COUNT, Kind.PROOF, Kind.ALARM]
    for kind in kinds:
        outbox.keep(taken(1, kind))

    items = [row.item for row in outbox.pick(9, ())]

    picked = [item.kind for item in items if not isinstance(item, LossReceipt)]
    assert picked == [
        Kind.ALARM,
        Kind.PROOF,
        Kind.LEVEL,
        Kind.BEACON,
        Kind.COUNT,
        Kind.HEALTH,
    ]


def test_settled_rows_are_gone_and_named(outbox: Outbox) -> None:
    outbox.keep(taken(5))

    gone = outbox.settle(outbox.epoch, [(1, 2), (4, 4), (90, 99)])

    assert sorted(gone) == [1, 2, 4]
    assert seqs(outbox) == [3, 5]


def test_a_repeated_receipt_settles_nothing_twice(outbox: Outbox) -> None:
    outbox.keep(taken(3))
    outbox.settle(outbox.epoch, [(1, 2)])

    assert outbox.settle(outbox.epoch, [(1, 2), (1, 1)]) == []
    assert outbox.tally().settled == 2


def test_another_epochs_receipt_settles_nothing(outbox: Outbox) -> None:
    outbox.keep(taken(2))

    assert outbox.settle("ffffffffffff", [(1, 2)]) == []
    assert seqs(outbox) == [1, 2]


def test_numbers_go_on_when_everything_is_settled(outbox: Outbox) -> None:
    outbox.keep(taken(2))
    outbox.settle(outbox.epoch, [(1, 2)])

    outbox.keep(taken(1))

    assert seqs(outbox) == [3]


def test_what_is_given_up_never_comes_and_a_loss_receipt_says_so(outbox: Outbox) -> None:
    outbox.keep(taken(5))
    outbox.give_up([2, 3, 99], LossReason.POISON)

    items = [row.item for row in outbox.pick(99, ())]

    (loss,) = [item for item in items if isinstance(item, LossReceipt)]
    assert (loss.epoch, loss.first, loss.last) == (outbox.epoch, 2, 3)
    assert (loss.reason, loss.seq) == (LossReason.POISON, 6)
    assert sorted(item.seq for item in items) == [1, 4, 5, 6]
    assert outbox.tally().dropped == 2


def test_a_loss_receipt_is_settled_like_a_reading_and_counted_like_none(outbox: Outbox) -> None:
    outbox.keep(taken(2))
    outbox.give_up([1], LossReason.POISON)
    assert sorted(seqs(outbox)) == [2, 3]

    outbox.settle(outbox.epoch, [(3, 3)])

    tally = outbox.tally()
    assert seqs(outbox) == [2]
    assert (tally.produced, tally.settled, tally.dropped, tally.pending) == (2, 0, 1, 1)


def test_the_ledger_adds_up(outbox: Outbox) -> None:
    outbox.keep(taken(6))
    outbox.settle(outbox.epoch, [(2, 3)])
    outbox.give_up([6], LossReason.POISON)

    tally = outbox.tally()

    assert (tally.produced, tally.settled, tally.dropped, tally.pending) == (6, 2, 1, 3)
    assert tally.produced == tally.settled + tally.dropped + tally.pending
