"""The agent on fakes: keep, send, forget on receipt, and on nothing else."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.envelope import Envelope
from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Reading
from contract.receipt import Receipt, ranges
from edge.agent import Agent
from edge.links.clock import ManualClock
from edge.links.fake import FakeUplink, MemoryOutbox
from edge.ports import LinkLost, LinkUp

MakeAgent = Callable[..., Agent]
MINUTE_US = 60_000_000
START_US = ManualClock().at_us
# 800 mm: 500 of 1000 mm of waste below a sensor that hangs 300 mm above the full line.
HALF = bytes.fromhex("ff03201f")[:3]
HALF_FRAME = HALF + bytes((sum(HALF) & 0xFF,))
PRESENT = IngesterPresence("ingester-1", Link.UP, 0)


def uplink_of(agent: Agent) -> FakeUplink:
    assert isinstance(agent.uplink, FakeUplink)
    return agent.uplink


def outbox_of(agent: Agent) -> MemoryOutbox:
    assert isinstance(agent.outbox, MemoryOutbox)
    return agent.outbox


def minutes(agent: Agent, count: int, start: int = 0) -> None:
    """Feed one burst in each of `count` minutes."""
    for minute in range(start, start + count):
        agent.feed("fill", HALF_FRAME * 3, START_US + minute * MINUTE_US)


def sent_seqs(agent: Agent) -> list[int]:
    return [seq for envelope in uplink_of(agent).sent for seq in envelope.seqs]


def kept(agent: Agent, kind: Kind) -> int:
    """Count what the outbox holds of a kind."""
    items = [row.item for row in agent.outbox.pick(10_000, ())]
    return sum(isinstance(item, Reading) and item.kind is kind for item in items)


def test_bytes_of_a_burst_become_one_level(make_agent: MakeAgent) -> None:
    agent = make_agent()

    minutes(agent, 1)
    agent.end()

    (row,) = outbox_of(agent).pick(10, ())
    assert row.item.values == {"distance_mm": 800.0, "spread_mm": 3.0, "fill_ratio": 0.5}  # type: ignore[union-attr]


def test_a_sensor_that_sees_nothing_is_reported_as_such(make_agent: MakeAgent) -> None:
    agent = make_agent()

    agent.feed("fill", bytes.fromhex("ff0000ff") * 3, START_US)
    agent.end()

    (row,) = outbox_of(agent).pick(10, ())
    assert row.item.values == {"pings": 3.0, "echoes": 0.0}  # type: ignore[union-attr]


def test_rows_are_committed_by_number_or_by_time(make_agent: MakeAgent) -> None:
    clock = ManualClock()
    agent = make_agent(clock=clock)

    minutes(agent, 4)
    assert agent.outbox.tally().produced == 0
    minutes(agent, 1, start=4)
    assert agent.outbox.tally().produced == 5

    minutes(agent, 1, start=5)
    clock.elapsed_s += 9
    agent.tick()
    assert agent.outbox.tally().produced == 5
    clock.elapsed_s += 1
    agent.tick()
    assert agent.outbox.tally().produced == 6


def test_nothing_is_sent_before_the_broker_is_there(make_agent: MakeAgent) -> None:
    agent = make_agent()

    minutes(agent, 5)
    assert sent_seqs(agent) == []
    agent.hear(LinkUp())

    assert sent_seqs(agent) == [1, 2, 3, 4, 5]


def test_a_row_is_forgotten_on_its_receipt_only(make_agent: MakeAgent) -> None:
    agent = make_agent()
    agent.hear(LinkUp())
    minutes(agent, 5)

    agent.hear(Receipt("n-001", "0123456789ab", ((1, 2), (5, 5))))

    assert [row.item.seq for row in agent.outbox.pick(9, ())] == [3, 4]


def test_a_receipt_of_another_epoch_or_node_forgets_nothing(make_agent: MakeAgent) -> None:
    agent = make_agent()
    agent.hear(LinkUp())
    minutes(agent, 5)

    agent.hear(Receipt("n-001", "ffffffffffff", ((1, 5),)))
    agent.hear(Receipt("n-002", "0123456789ab", ((1, 5),)))

    assert agent.outbox.tally().pending == 5
    assert agent.window.room == 15


def test_no_more_than_the_window_is_sent_until_it_is_receipted(make_agent: MakeAgent) -> None:
    agent = make_agent(rows=7)
    agent.hear(LinkUp())

    minutes(agent, 20)
    assert sent_seqs(agent) == [1, 2, 3, 4, 5, 6, 7]
    agent.hear(Receipt("n-001", "0123456789ab", ((1, 7),)))

    assert sent_seqs(agent) == list(range(1, 15))


def test_without_an_ingester_nothing_is_repeated(make_agent: MakeAgent) -> None:
    clock = ManualClock()
    agent = make_agent(clock=clock)
    agent.hear(LinkUp())
    minutes(agent, 5)

    for _ in range(100):
        clock.advance(60)
        agent.tick()
    assert sent_seqs(agent) == [1, 2, 3, 4, 5]

    agent.hear(PRESENT)
    clock.advance(10)
    agent.tick()
    assert sent_seqs(agent) == [1, 2, 3, 4, 5] * 2


def test_a_full_disk_keeps_measurements_in_memory_and_recovers(make_agent: MakeAgent) -> None:
    clock = ManualClock()
    agent = make_agent(clock=clock)
    outbox_of(agent).full = True
    minutes(agent, 7)
    assert kept(agent, Kind.LEVEL) == 0

    outbox_of(agent).full = False
    clock.advance(10)
    agent.tick()

    assert kept(agent, Kind.LEVEL) == 7


def test_the_status_carries_the_ledger(make_agent: MakeAgent) -> None:
    agent = make_agent()
    minutes(agent, 5)

    agent.hear(LinkUp())

    status = uplink_of(agent).statuses[-1]
    assert (status.link, status.produced, status.pending) == (Link.UP, 5, 5)


steps = st.lists(
    st.sampled_from(
        ["read", "up", "down", "arrive", "lose", "repeat", "shuffle", "wait", "present"]
    ),
    max_size=60,
)


class Road:
    """An agent, and a network between it and an ingester that does what it is told."""

    def __init__(self, agent: Agent, clock: ManualClock) -> None:
        self.agent, self.clock = agent, clock
        self.arrived: list[int] = []
        self.minute = 0

    def step(self, name: str) -> None:
        sent = uplink_of(self.agent).sent
        match name:
            case "read":
                minutes(self.agent, 3, start=self.minute)
                self.minute += 3
            case "wait":
                self.clock.advance(45)
                self.agent.tick()
            case "up":
                self.agent.hear(LinkUp())
            case "down":
                self.agent.hear(LinkLost("test"))
            case "present":
                self.agent.hear(PRESENT)
            case "shuffle":
                sent.reverse()
            case _:
                batch, uplink_of(self.agent).sent = sent[:2], sent[2:]
                self.deliver({"arrive": batch, "lose": [], "repeat": batch * 2}[name])

    def deliver(self, batch: list[Envelope]) -> None:
        for envelope in batch:
            self.arrived.extend(envelope.seqs)
            self.agent.hear(Receipt(envelope.node, envelope.epoch, ranges(envelope.seqs)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_whatever_is_lost_doubled_or_reordered_each_reading_arrives(
    make_agent: MakeAgent, path: list[str]
) -> None:
    clock = ManualClock()
    road = Road(make_agent(clock=clock, rows=6), clock)

    for name in path:
        road.step(name)
    road.agent.end()
    for name in ["up", "present", *(["wait"] + ["arrive"] * 50) * 100]:
        road.step(name)

    assert road.agent.outbox.tally().pending == 0
    assert sorted(set(road.arrived)) == list(range(1, road.minute + 1))
