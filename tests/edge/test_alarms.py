"""What a node says of itself at once: its disk, its memory, its clock."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Measurement, Reading
from contract.receipt import Receipt, ranges
from edge.agent import Agent
from edge.clocks import EARLIEST_US, JUMP_S, LATEST_US, Dater
from edge.links.clock import KEEPERS, ManualClock, SystemClock
from edge.links.fake import FakeUplink, MemoryOutbox
from edge.links.ntp_flag import is_synchronised
from edge.links.sqlite_outbox import SqliteOutbox
from edge.pace import Pace
from edge.ports import LinkUp

MakeAgent = Callable[..., Agent]
DAY_S = 86_400
FRAME = bytes.fromhex("ff032022")


def burst(agent: Agent) -> None:
    """Feed one burst now, and let a minute pass."""
    assert isinstance(agent.clock, ManualClock)
    agent.feed("fill", FRAME * 3, agent.clock.at_us)
    agent.clock.advance(60)


def uplink_of(agent: Agent) -> FakeUplink:
    assert isinstance(agent.uplink, FakeUplink)
    return agent.uplink


def told(outbox: MemoryOutbox) -> list[dict[str, float]]:
    """Return the values of the alarms that the outbox holds, in the order of their numbers."""
    items = [row.item for row in outbox.pick(10_000, ())]
    return [item.values for item in items if isinstance(item, Reading) and item.kind is Kind.ALARM]


def levels(outbox: MemoryOutbox) -> int:
    items = [row.item for row in outbox.pick(10_000, ())]
    return sum(isinstance(item, Reading) and item.kind is Kind.LEVEL for item in items)


class Tilted:
    """An instrument that alarms at each byte."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        return [Measurement("tilt", Kind.ALARM, at_us, {"tilt_deg": float(one)}) for one in data]

    def tick(self, now_us: int) -> list[Measurement]:  # noqa: ARG002 - an instrument's
        return []

    def end(self) -> list[Measurement]:
        return []


def test_an_alarm_is_committed_and_sent_at_once_by_itself(
    make_agent: MakeAgent,
) -> None:
    clock = ManualClock()
    agent = make_agent(clock=clock)
    agent.instruments = {**agent.instruments, "tilt": Tilted(clock)}
    agent.hear(LinkUp())
    burst(agent)
    assert uplink_of(agent).sent == []

    agent.feed("tilt", b"\x2d", clock.at_us)

    envelope = uplink_of(agent).sent[0]
    assert [reading.values for reading in envelope.readings] == [{"tilt_deg": 45.0}]


def test_a_disk_full_is_told_once_and_once_more_when_it_is_over(make_agent: MakeAgent) -> None:
    outbox = MemoryOutbox()
    agent = make_agent(outbox=outbox)
    outbox.full = True
    for _ in range(12):
        burst(agent)

    outbox.full = False
    agent.tick()

    assert told(outbox) == [{"disk_full": 1.0}, {"disk_full": 0.0}]
    assert levels(outbox) == 12


def test_what_memory_lost_while_the_disk_refused_is_told_and_was_never_promised(
    make_agent: MakeAgent,
) -> None:
    outbox = MemoryOutbox()
    agent = make_agent(outbox=outbox)
    outbox.full = True
    for _ in range(70):
        burst(agent)

    outbox.full = False
    agent.tick()

    assert told(outbox)[-1] == {"memory_lost": 70.0 - levels(outbox)}
    assert 45 <= levels(outbox) <= 55
    tally = outbox.tally()
    assert tally.produced == levels(outbox) + len(told(outbox)) == tally.pending


def test_an_outbox_that_was_found_damaged_is_told(make_agent: MakeAgent) -> None:
    outbox = MemoryOutbox(found_damaged=3)
    agent = make_agent(outbox=outbox)

    agent.tick()
    agent.tick()

    assert told(outbox) == [{"outbox_damaged": 3.0}]


def test_a_clock_jump_is_told_with_its_seconds(make_agent: MakeAgent) -> None:
    outbox, clock = MemoryOutbox(), ManualClock()
    agent = make_agent(outbox=outbox, clock=clock, dater=Dater(JUMP_S))
    agent.tick()

    clock.at_us += 90_000_000
    agent.tick()
    clock.at_us -= 3_000_000
    agent.tick()

    assert told(outbox) == [{"clock_jump_s": 90.0}, {"clock_jump_s": -3.0}]


def test_a_boot_without_the_time_sends_alarms_undated_and_levels_later(
    make_agent: MakeAgent,
) -> None:
    true_us = ManualClock().at_us
    outbox, clock = MemoryOutbox(), ManualClock(true_us - 300 * DAY_S * 1_000_000, word=False)
    agent = make_agent(outbox=outbox, clock=clock, dater=Dater(JUMP_S))
    agent.instruments = {**agent.instruments, "tilt": Tilted(clock)}
    agent.hear(LinkUp())
    burst(agent)
    agent.feed("tilt", b"\x2d", clock.at_us)
    (alarm,) = [one for envelope in uplink_of(agent).sent for one in envelope.readings]
    assert alarm.taken_at_us == 0
    assert levels(outbox) == 0

    clock.at_us, clock.word = true_us + 60_000_000, True
    agent.tick()
    agent.end()

    rows = [row.item for row in outbox.pick(9, ())]
    taken = [one.taken_at_us for one in rows if isinstance(one, Reading) and one.sensor == "fill"]
    assert taken == [true_us]
    assert told(outbox) == [{"tilt_deg": 45.0}, {"clock_jump_s": 300.0 * DAY_S}]


def test_a_program_that_ends_before_it_knows_the_time_owns_up(make_agent: MakeAgent) -> None:
    outbox, clock = MemoryOutbox(), ManualClock(word=False)
    agent = make_agent(outbox=outbox, clock=clock, dater=Dater(JUMP_S))
    burst(agent)
    burst(agent)

    agent.leave()

    assert told(outbox) == [{"memory_lost": 2.0}]


@pytest.mark.parametrize(
    "steps_s", [[-365 * DAY_S], [3650 * DAY_S], [60, -60, 5, -5], [-56e6 * 32]]
)
def test_wherever_the_clock_is_set_no_key_comes_twice_and_no_time_is_absurd(
    make_agent: MakeAgent, tmp_path: Path, steps_s: list[float]
) -> None:
    clock, keys, times = ManualClock(), list[tuple[str, int]](), list[int]()
    true_us = clock.at_us

    for start in range(4):
        outbox = SqliteOutbox(tmp_path / "n-001.outbox", clock)
        # Each start knows no time, until a server says it; then somebody sets it wrong.
        clock.word = False
        agent = make_agent(outbox=outbox, clock=clock, dater=Dater(JUMP_S))
        agent.hear(LinkUp())
        for step_s in [0.0, *steps_s, 0.0]:
            clock.at_us = true_us + round(step_s * 1e6)
            clock.word = step_s == 0.0 and start > 0
            for _ in range(5):
                burst(agent)
                true_us += 60_000_000
        agent.end()
        agent.leave()
        for envelope in uplink_of(agent).sent:
            keys += [(envelope.epoch, seq) for seq in envelope.seqs]
            times += [reading.taken_at_us for reading in envelope.readings]
            agent.hear(Receipt(envelope.node, envelope.epoch, ranges(envelope.seqs)))
        outbox.close()

    assert len(keys) == len(set(keys)) > 20
    assert all(at_us == 0 or EARLIEST_US <= at_us < LATEST_US for at_us in times)
    assert all(at_us == 0 or at_us <= true_us for at_us in times)


def test_a_month_that_is_used_up_sends_alarms_only_and_says_so_once(
    make_agent: MakeAgent, caplog: pytest.LogCaptureFixture
) -> None:
    clock = ManualClock()
    agent = make_agent(clock=clock, pace=Pace(month_bytes=1000))
    agent.instruments = {**agent.instruments, "tilt": Tilted(clock)}
    uplink = uplink_of(agent)
    uplink.carried = 1000
    clock.advance(10)
    agent.tick()
    agent.hear(LinkUp())

    for _ in range(7):
        burst(agent)
    agent.feed("tilt", b"\x2d", clock.at_us)
    agent.tick()

    kinds = [reading.kind for envelope in uplink.sent for reading in envelope.readings]
    assert kinds == [Kind.ALARM]
    assert [line for line in caplog.messages if "this month" in line] == [
        "n-001: 0.0 MB carried this month: no more than ALARM is sent"
    ]
    assert uplink.statuses[-1].sent_bytes == 1000


def test_a_rate_lets_a_backlog_out_slowly(make_agent: MakeAgent) -> None:
    clock, outbox = ManualClock(), MemoryOutbox()
    hour_ago_us = clock.at_us - 3_600_000_000
    old = Measurement("fill", Kind.LEVEL, hour_ago_us, {"fill_ratio": 0.5})
    outbox.keep([old] * 500)
    agent = make_agent(outbox=outbox, clock=clock, pace=Pace(bytes_per_s=10), rows=1000)
    agent.hear(LinkUp())
    agent.hear(IngesterPresence("ingester-1", Link.UP, 0))

    for _ in range(600):
        for receipt in uplink_of(agent).receipt():
            agent.hear(receipt)
        clock.advance(1)
        agent.tick()

    # Ten bytes a second for ten minutes, the half of a full bucket, and an envelope of eight rows.
    settled = outbox.tally().settled
    assert 80 <= settled <= (6000 + 300 + 600) / 50


def test_where_a_time_service_keeps_the_clock_the_kernels_flag_is_its_word(
    tmp_path: Path,
) -> None:
    keeper = tmp_path / "timesync"

    assert SystemClock([keeper], lambda: False).trusted() is None
    keeper.mkdir()
    assert SystemClock([keeper], lambda: False).trusted() is False
    assert SystemClock([keeper], lambda: True).trusted() is True
    assert SystemClock().trusted() in (True, False, None)


def test_the_kernel_is_asked_and_nothing_is_set() -> None:
    assert is_synchronised() in (True, False)
    assert KEEPERS
