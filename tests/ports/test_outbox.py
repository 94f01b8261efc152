"""One suite for every outbox: what is kept stays until it is settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.reading import Kind, Measurement
from edge.links.clock import ManualClock
from edge.links.fake import MemoryOutbox
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Outbox


@pytest.fixture(params=["memory", "sqlite"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    if request.param == "memory":
        yield MemoryOutbox()
        return
    opened = SqliteOutbox(tmp_path / "n-001.outbox", ManualClock())
    yield opened
    opened.close()


def taken(count: int) -> list[Measurement]:
    return [
        Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000 + at, {"fill_ratio": at / count})
        for at in range(count)
    ]


def seqs(outbox: Outbox, after: int = 0, limit: int = 1000) -> list[int]:
    return [row.item.seq for row in outbox.rows(after, limit)]


def test_rows_come_out_in_the_order_they_went_in(outbox: Outbox) -> None:
    outbox.keep(taken(3))
    outbox.keep(taken(2))

    assert seqs(outbox) == [1, 2, 3, 4, 5]
    assert seqs(outbox, after=2, limit=2) == [3, 4]
    assert {row.epoch for row in outbox.rows(0, 9)} == {outbox.epoch}


def test_settled_rows_are_gone_and_named(outbox: Outbox) -> None:
    outbox.keep(taken(5))

    gone = outbox.settle(outbox.epoch, [(1, 2), (4, 4), (90, 99)])

    assert sorted(gone) == [1, 2, 4]
    assert seqs(outbox) == [3, 5]


def test_another_epochs_receipt_settles_nothing(outbox: Outbox) -> None:
    outbox.keep(taken(2))

    assert outbox.settle("ffffffffffff", [(1, 2)]) == []
    assert seqs(outbox) == [1, 2]


def test_numbers_go_on_when_everything_is_settled(outbox: Outbox) -> None:
    outbox.keep(taken(2))
    outbox.settle(outbox.epoch, [(1, 2)])

    outbox.keep(taken(1))

    assert seqs(outbox) == [3]


def test_the_ledger_adds_up(outbox: Outbox) -> None:
    outbox.keep(taken(5))
    outbox.settle(outbox.epoch, [(2, 3)])

    tally = outbox.tally()

    assert (tally.produced, tally.settled, tally.pending) == (5, 2, 3)
    assert tally.produced == tally.settled + tally.dropped + tally.pending
