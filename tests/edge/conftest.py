"""A node of fakes that tests drive by hand."""

from collections.abc import Callable

import pytest

from edge.agent import Agent, Rules
from edge.clocks import Dater
from edge.gauge import Gauge
from edge.geometry import Frustum
from edge.links.clock import ManualClock
from edge.links.fake import FakeUplink, MemoryOutbox
from edge.pace import Pace
from edge.ports import Clock, Outbox
from edge.sampling import Sampler
from edge.sensors.a02yyuw import A02yyuw
from edge.window import Window

MakeAgent = Callable[..., Agent]


@pytest.fixture
def make_agent() -> MakeAgent:
    def make(
        outbox: Outbox | None = None,
        clock: Clock | None = None,
        rows: int = 20,
        node: str = "n-001",
        dater: Dater | None = None,
        pace: Pace | None = None,
    ) -> Agent:
        return Agent(
            node=node,
            instruments={
                "fill": Gauge(
                    "fill",
                    A02yyuw(),
                    Sampler(every_us=60_000_000, pings=3, patience_us=5_000_000),
                    Frustum(1000, (1000, 1000), (1000, 1000), 300),
                )
            },
            outbox=outbox or MemoryOutbox(),
            uplink=FakeUplink(),
            clock=clock or ManualClock(),
            window=Window(rows, 10.0, 40.0, lambda: 0.0),
            rules=Rules(
                commit_rows=5, commit_every_s=10, envelope_rows=8, memory_rows=50, poison_after=2
            ),
            dater=dater or Dater(),
            pace=pace or Pace(),
        )

    return make
