"""A node that has no name yet measures all the same."""

from pathlib import Path

from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from edge.provision.outcome import End
from tests.edge.conftest import MakeAgent
from tests.edge.provision.conftest import Card
from tests.services.enroller import Enroller

# 1000 mm, as an A02YYUW says it.
PING = bytes([0xFF, 0x03, 0xE8, (0xFF + 0x03 + 0xE8) & 0xFF])


def test_readings_wait_in_the_outbox_until_there_is_an_identity(
    card: Card, enroller: Enroller, make_agent: MakeAgent, tmp_path: Path
) -> None:
    clock = ManualClock()
    outbox = SqliteOutbox(tmp_path / "n-001.outbox", clock)
    agent = make_agent(outbox=outbox, clock=clock)
    enroller.trouble = "busy"

    ends = []
    for _ in range(10):
        for _ in range(3):
            agent.feed("fill", PING, clock.now_us())
        clock.advance(60)
        agent.tick()
        ends.append(card.claim().end)
    waiting = outbox.tally().pending
    enroller.trouble = ""

    assert ends == [End.LATER] * 10
    assert waiting == 10
    assert card.claim().end is End.NAMED
    assert outbox.tally().pending == 10
    outbox.close()
