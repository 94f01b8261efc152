"""Poison: whatever set of rows cannot be taken, exactly those are given up, and in no outage."""

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Measurement
from contract.receipt import Receipt, ranges
from edge.agent import Agent
from edge.envelopes import wrap
from edge.links.clock import ManualClock
from edge.links.fake import FakeUplink, MemoryOutbox
from edge.poison import Suspects
from edge.ports import LinkLost, LinkUp, Row

MakeAgent = Callable[..., Agent]
PRESENT = IngesterPresence("ingester-1", Link.UP, 0)
OLD = 60


def level(at: int) -> Measurement:
    return Measurement("fill", Kind.LEVEL, ManualClock().at_us + at, {"fill_ratio": 0.5})


class Picky:
    """A node, and an ingester that falls over at some rows and takes all others."""

    def __init__(self, make_agent: MakeAgent, poison: set[int]) -> None:
        self.clock = ManualClock()
        self.outbox = MemoryOutbox()
        self.uplink = FakeUplink()
        self.poison = poison
        self.taken: set[int] = set()
        self.given_up: set[int] = set()
        self.outbox.keep([level(at) for at in range(OLD)])
        self.agent = make_agent(outbox=self.outbox, clock=self.clock, rows=16)
        uplink = self.agent.uplink
        assert isinstance(uplink, FakeUplink)
        self.uplink = uplink
        self.agent.hear(LinkUp())
        self.agent.hear(PRESENT)

    def round(self, *, answers: bool = True) -> None:
        """Let a new reading come, all that is under way be read, and a wait pass."""
        self.outbox.keep([level(OLD)])
        for _ in range(20):
            sent, self.uplink.sent = self.uplink.sent, []
            for envelope in sent:
                if answers and not self.poison & set(envelope.seqs):
                    self.taken |= set(envelope.seqs)
                    self.given_up |= {
                        seq for loss in envelope.losses for seq in range(loss.first, loss.last + 1)
                    }
                    self.agent.hear(Receipt(envelope.node, envelope.epoch, ranges(envelope.seqs)))
        self.clock.advance(41)
        self.agent.tick()


class Curt:
    """A node, and a broker that hangs up on envelopes; an ingester takes all that it takes.

    `losing` draws how many of the last acknowledgements are lost with the connection.
    """

    def __init__(
        self,
        make_agent: MakeAgent,
        refuses: Callable[[set[int]], bool],
        losing: Callable[[int], int] = lambda _: 0,
    ) -> None:
        self.node = Picky(make_agent, set())
        self.refuses = refuses
        self.losing = losing
        self.hung_up = 0

    def connect(self, fresh: int = 1) -> None:
        """Measure; live through a connection up to its loss, or until nothing more is sent."""
        agent, uplink = self.node.agent, self.node.uplink
        self.node.outbox.keep([level(OLD)] * fresh)
        self.node.clock.advance(1)
        agent.hear(LinkUp())
        agent.hear(PRESENT)
        took = False
        while burst := tuple(uplink.sent):
            uplink.sent.clear()
            good = next(
                (at for at, one in enumerate(burst) if self.refuses(set(one.seqs))), len(burst)
            )
            for envelope in burst[:good]:
                self._take(envelope)
            if good < len(burst):
                acked = good - self.losing(good)
                self.hung_up += 1
                untaken = tuple(tuple(one.seqs) for one in burst[acked:])
                agent.hear(LinkLost("test", untaken, sure=took and acked == 0))
                return
            took = True
            for envelope in burst:
                agent.hear(Receipt(envelope.node, envelope.epoch, ranges(envelope.seqs)))
            agent.tick()
        # Answers that were lost with an earlier connection are waited for, and asked for again.
        self.node.clock.advance(41)
        agent.tick()
        agent.hear(LinkLost("test", tuple(tuple(one.seqs) for one in uplink.sent), silent=True))
        uplink.sent.clear()

    def _take(self, envelope: Envelope) -> None:
        self.node.taken |= set(envelope.seqs)
        self.node.given_up |= {
            seq for loss in envelope.losses for seq in range(loss.first, loss.last + 1)
        }

    @property
    def done(self) -> bool:
        return set(range(1, OLD + 1)) <= self.node.taken | self.node.given_up


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sets(st.integers(1, OLD)), st.randoms(use_true_random=False))
def test_whatever_rows_a_broker_hangs_up_on_exactly_those_are_given_up(
    make_agent: MakeAgent, poison: set[int], draw: random.Random
) -> None:
    curt = Curt(
        make_agent, lambda rows: bool(rows & poison), losing=lambda most: draw.randint(0, most)
    )

    for _ in range(1000):
        curt.connect()
        if curt.done:
            break

    assert curt.node.given_up == poison
    assert set(range(1, OLD + 1)) - curt.node.taken == poison
    tally = curt.node.outbox.tally()
    assert tally.dropped == len(poison)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 8))
def test_a_broker_that_takes_only_small_envelopes_gets_all_rows_in_small_ones(
    make_agent: MakeAgent, most: int
) -> None:
    curt = Curt(make_agent, lambda rows: len(rows) > most)

    for _ in range(200):
        curt.connect()
        if curt.done:
            break

    assert set(range(1, OLD + 1)) <= curt.node.taken
    assert curt.node.outbox.tally().dropped == 0


def test_a_broker_that_takes_nothing_costs_nothing(make_agent: MakeAgent) -> None:
    curt = Curt(make_agent, lambda _: True)
    for _ in range(300):
        curt.connect(fresh=0)

    curt.refuses = lambda _: False
    for _ in range(20):
        curt.connect()

    assert curt.hung_up == 300
    assert curt.done
    assert curt.node.outbox.tally().dropped == 0


def test_a_link_that_falls_silent_is_nobodys_fault(make_agent: MakeAgent) -> None:
    node = Picky(make_agent, set())
    for _ in range(20):
        first = min(node.uplink.sent, key=lambda one: one.seqs)
        node.uplink.sent.clear()
        node.agent.hear(LinkLost("test", (tuple(first.seqs),), sure=True, silent=True))
        node.agent.hear(LinkUp())

        assert any(one.seqs == first.seqs for one in node.uplink.sent)

    assert node.outbox.tally().dropped == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sets(st.integers(1, OLD)))
def test_whatever_set_of_rows_is_poison_exactly_those_are_given_up(
    make_agent: MakeAgent, poison: set[int]
) -> None:
    node = Picky(make_agent, poison)

    for _ in range(400):
        node.round()
        if node.given_up == poison and set(range(1, OLD + 1)) <= node.taken | poison:
            break

    assert node.given_up == poison
    assert set(range(1, OLD + 1)) - node.taken == poison
    tally = node.outbox.tally()
    assert tally.dropped == len(poison)
    assert tally.produced == tally.settled + tally.dropped + tally.pending


def test_in_an_outage_nothing_is_poison(make_agent: MakeAgent) -> None:
    node = Picky(make_agent, set())

    for _ in range(100):
        node.round(answers=False)

    assert node.outbox.tally().dropped == 0
    for _ in range(100):
        node.round()
    assert node.outbox.tally().dropped == 0
    assert set(range(1, OLD + 1)) <= node.taken


def test_a_given_up_row_leaves_a_receipt_that_says_poison(make_agent: MakeAgent) -> None:
    node = Picky(make_agent, {7})
    losses: list[LossReceipt] = []

    for _ in range(40):
        node.round()
        losses += [loss for one in node.uplink.sent for loss in one.losses]

    assert {(loss.first, loss.last, loss.reason) for loss in losses} == {(7, 7, LossReason.POISON)}


def test_an_envelope_is_parted_after_its_strikes_and_halves_at_once() -> None:
    suspects = Suspects(after=2, rows_max=100)
    rows = [1, 2, 3, 4]

    assert suspects.strike(rows) == []
    assert suspects.apart([*rows, 5]) == [rows, [5]]
    assert suspects.strike(rows) == []
    assert suspects.apart(rows) == [[1, 2], [3, 4]]
    assert suspects.strike([1, 2]) == []
    assert suspects.apart(rows) == [[1], [2], [3, 4]]
    assert [suspects.strike([1]), suspects.strike([1])] == [[], [1]]


def test_envelopes_shrink_while_nothing_is_answered_and_grow_again() -> None:
    suspects = Suspects(after=5, rows_max=100)
    sizes = []

    for _ in range(8):
        suspects.lose_heart()
        sizes.append(suspects.rows)
    for _ in range(7):
        suspects.take_heart()

    assert sizes == [50, 25, 12, 6, 3, 1, 1, 1]
    assert suspects.rows == 100


def rows(count: int) -> list[Row]:
    outbox = MemoryOutbox()
    outbox.keep([level(at) for at in range(count)])
    return outbox.pick(count, ())


@pytest.mark.parametrize("max_bytes", [150, 200, 1000])
def test_an_oversized_envelope_is_split_before_it_is_sent(max_bytes: int) -> None:
    parcels, too_large = wrap("n-001", rows(20), max_bytes)

    assert too_large == []
    assert all(parcel.size_bytes <= max_bytes for parcel in parcels)
    assert [seq for parcel in parcels for seq in parcel.envelope.seqs] == list(range(1, 21))


def test_a_row_that_is_too_large_by_itself_is_named_and_the_others_go() -> None:
    large = Measurement(
        "fill",
        Kind.LEVEL,
        ManualClock().at_us,
        {"fill_ratio": 0.123456789, "distance_mm": 1234.56789, "spread_mm": 12.3456789},
    )
    outbox = MemoryOutbox()
    outbox.keep([level(0), large, level(1)])

    parcels, too_large = wrap("n-001", outbox.pick(9, ()), max_bytes=155)

    assert too_large == [2]
    assert [seq for parcel in parcels for seq in parcel.envelope.seqs] == [1, 3]
