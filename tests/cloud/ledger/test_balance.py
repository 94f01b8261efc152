"""Every number is in one column, whatever came twice, late, or never."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from cloud.ledger.account import Account, Heard, Told
from cloud.ledger.balance import balance
from contract.presence import Link, NodeStatus
from contract.receipt import ranges

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
NOW_US = 1_764_000_000_000_000
SINCE_US = NOW_US - 30 * 24 * HOUR_US
FATES = ("stored", "refused", "dropped", "pending", "both", "replayed", "twice")


@dataclass
class Life:
    """What became of each row of a node, one a minute until now; "receipt" is a row, no reading."""

    fates: list[str]
    starts: list[int] = field(default_factory=lambda: [0])
    ends_us: int = NOW_US

    def at_us(self, seq: int) -> int:
        return self.ends_us - (len(self.fates) - seq) * MINUTE_US

    def heard(self) -> list[Heard]:
        bounds = [*self.starts, len(self.fates)]
        return [
            self._epoch(f"{at:012x}", range(first + 1, last + 1))
            for at, (first, last) in enumerate(itertools.pairwise(bounds))
        ]

    def status(self, **changed: object) -> NodeStatus:
        pending = self.fates.count("pending")
        produced = len(self.fates) - self.fates.count("receipt")
        dropped = self.fates.count("dropped")
        epoch = f"{len(self.starts) - 1:012x}"
        said = NodeStatus("n-001", epoch, Link.UP, NOW_US, produced, pending, dropped)
        return structs.replace(said, **changed)

    def account(self, **changed: object) -> Account:
        made = balance("n-001", Told(self.status(**changed)), self.heard(), SINCE_US, NOW_US)
        assert made is not None
        return made

    def _epoch(self, epoch: str, seqs: Sequence[int]) -> Heard:
        def of(*fates: str) -> list[int]:
            return [seq for seq in seqs if self.fates[seq - 1] in fates]

        stored = of("stored", "twice", "both", "replayed") + of("twice")
        return Heard(
            epoch,
            self.at_us(seqs[0]) if seqs else 0,
            np.array(stored, np.int64),
            np.array([self.at_us(seq) for seq in stored], np.int64),
            ranges(of("refused", "both")),
            ranges(of("dropped", "replayed")),
            ranges(of("receipt")),
        )


lives = st.lists(st.sampled_from([*FATES, "receipt", "vanished"]), min_size=1, max_size=80)


@given(lives, st.lists(st.integers(1, 79), max_size=3))
def test_every_history_balances_and_what_vanished_is_open(
    fates: list[str], starts: list[int]
) -> None:
    life = Life(fates, sorted({0, *(start for start in starts if start < len(fates))}))

    account = life.account()

    kept = sum(fates.count(one) for one in ("stored", "both", "replayed", "twice"))
    assert account.stored == kept
    assert (account.refused, account.dropped) == (fates.count("refused"), fates.count("dropped"))
    assert (account.pending, account.open) == (fates.count("pending"), fates.count("vanished"))
    assert (account.unknown, account.newer) == (0, 0)
    assert account.produced == len(fates) - fates.count("receipt")
    assert account.balanced == ("vanished" not in fates)


@given(lives, st.lists(st.integers(1, 79), max_size=3))
def test_epochs_add_up_to_the_whole(fates: list[str], starts: list[int]) -> None:
    life = Life(fates, sorted({0, *(start for start in starts if start < len(fates))}))

    account = life.account()

    for column in ("produced", "stored", "refused", "dropped"):
        whole = getattr(account, column)
        assert sum(getattr(epoch, column) for epoch in account.epochs) == whole
    assert sum(epoch.missing for epoch in account.epochs) == account.pending + account.open


@given(st.integers(1, 300), st.data())
def test_one_point_that_is_removed_is_one_open(rows: int, data: st.DataObject) -> None:
    life = Life(["stored"] * rows)
    life.fates[data.draw(st.integers(0, rows - 1))] = "vanished"

    assert life.account().open == 1


def test_what_is_stored_after_the_last_status_is_newer_and_not_too_much() -> None:
    account = Life(["stored"] * 10).account(produced=7)

    assert (account.produced, account.stored, account.newer, account.open) == (7, 7, 3, 0)


def test_what_was_pending_at_the_last_status_and_is_stored_by_now_is_stored() -> None:
    account = Life(["stored"] * 10).account(pending=4)

    assert (account.stored, account.pending, account.open) == (10, 0, 0)


def test_a_loss_that_the_node_has_not_yet_told_is_pending() -> None:
    account = Life(["stored", "vanished", "stored"]).account(dropped=1)

    assert (account.pending, account.open) == (1, 0)


def test_a_hole_is_overdue_when_its_neighbours_are_an_hour_old() -> None:
    young = Life(["stored"] * 5 + ["vanished"] + ["stored"] * 5)
    old = Life(["stored"] * 5 + ["vanished"] + ["stored"] * 100)

    assert (young.account().open, young.account().overdue) == (1, 0)
    assert (old.account().open, old.account().overdue) == (1, 1)


def test_the_last_rows_are_overdue_when_the_node_has_been_silent_for_an_hour() -> None:
    life = Life(["stored", "vanished"])

    assert life.account(at_us=NOW_US - 2 * HOUR_US).overdue == 1
    assert life.account(at_us=NOW_US - MINUTE_US).overdue == 0


def test_what_was_taken_before_the_period_is_taken_as_settled() -> None:
    days = 31 * 24 * 60
    fates = ["stored"] * days
    # A day and a half before the period: nobody looks there.
    fates[10] = "vanished"

    account = Life(fates).account()

    assert account.open == 0
    assert account.produced == account.stored == 30 * 24 * 60 + 1


def test_a_number_from_just_before_the_period_is_no_hole_above_its_first() -> None:
    life = Life(["stored"] * 60, ends_us=SINCE_US + 30 * MINUTE_US)
    (heard,) = life.heard()
    # A count bears the begin of its window: its number is higher than its time.
    heard.taken_us[40] = SINCE_US - 1

    account = balance("n-001", Told(life.status()), [heard], SINCE_US, NOW_US)

    assert account is not None
    assert account.open == 0


def test_what_a_file_that_is_no_more_took_with_it_is_unknown() -> None:
    old = Life(["stored"] * 6 + ["vanished"] + ["stored"] * 3, ends_us=NOW_US - HOUR_US)
    new = Life(["stored"] * 4)
    epochs = [replace(old.heard()[0], epoch="a" * 12), *new.heard()]
    said = ((NOW_US - HOUR_US, 12), (NOW_US - MINUTE_US, 2), (NOW_US, 4))

    account = balance("n-001", Told(new.status(), said), epochs, SINCE_US, NOW_US)

    assert account is not None
    # One hole, and two that the old file had numbered and never sent.
    assert (account.produced, account.stored, account.unknown, account.open) == (16, 13, 3, 0)


def test_a_node_of_which_nothing_is_known_has_no_account() -> None:
    assert balance("n-001", Told(None), [], SINCE_US, NOW_US) is None


def test_a_node_that_only_said_how_it_is_has_all_of_it_open_or_pending() -> None:
    status = NodeStatus("n-001", "0" * 12, Link.UP, NOW_US, produced=5, pending=3)

    account = balance("n-001", Told(status), [], SINCE_US, NOW_US)

    assert account is not None
    assert (account.produced, account.pending, account.open) == (5, 3, 2)
