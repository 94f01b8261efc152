"""R3: three days without a link, by an injected clock: alarms come first, and then all the rest."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cloud.ingest.ingester import Ingester
from cloud.registry.values import Sensor
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from contract.envelope import Envelope
from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Measurement
from edge.agent import Agent, Rules
from edge.gauge import Gauge
from edge.geometry import Frustum
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Instrument, LinkLost, LinkUp
from edge.sampling import Sampler
from edge.sensors.a02yyuw import A02yyuw
from edge.window import Window
from tests.chaos.fuzz import NODE, Sink
from tests.chaos.outcome import Outcome
from tests.flow.conftest import Wire

OUTAGE_S: Final = 72 * 3600
WITHIN_S: Final = 3600
LEVELS: Final = tuple(f"fill-{number:02}" for number in range(1, 21))
LID: Final = "lid"
PINGS: Final = 7
# A lid tilts so often while nobody hears of it.
ALARM_EVERY_S: Final = 5400


class Valley(Sink):
    """Knows twenty levels and a lid."""

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return them; they hang nowhere."""
        return {(NODE, name): Sensor(NODE, name, "a02yyuw", ()) for name in (*LEVELS, LID)}


class Lid:
    """An instrument that alarms at each byte."""

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        """Return an alarm for each byte, which is an angle."""
        return [Measurement(LID, Kind.ALARM, at_us, {"tilt_deg": float(one)}) for one in data]

    def tick(self, now_us: int) -> list[Measurement]:
        """Return nothing: a lid keeps nothing back."""
        del now_us
        return []

    def end(self) -> list[Measurement]:
        """Return nothing, either."""
        return []


@dataclass
class Watched(Wire):
    """A wire that remembers in which order kinds of rows left."""

    order: list[Kind] = field(default_factory=list)

    def send(self, envelope: Envelope) -> None:
        """Carry it, and remember."""
        super().send(envelope)
        self.order += [reading.kind for reading in envelope.readings]


@dataclass
class Scene:
    """One node on one wire to one ingester, and the clock of all three."""

    clock: ManualClock
    wire: Watched
    agent: Agent
    ingester: Ingester

    def live(self, seconds: int, every_s: int) -> None:
        """Let so many seconds pass: each sensor gives a burst every so often."""
        for at_s in range(0, seconds, every_s):
            self.measure(at_s // every_s)
            if at_s % ALARM_EVERY_S == 0:
                self.agent.feed(LID, b"\x5a", self.clock.now_us())
            self.clock.advance(every_s)
            self.second()

    def measure(self, step: int) -> None:
        """Let each sensor give one burst now."""
        for number, name in enumerate(LEVELS):
            self.agent.feed(name, _frame(400 + (37 * number + step) % 2000) * PINGS, self.now_us)

    def second(self) -> None:
        """Let the agent do what is due, and the ingester settle one batch, if it is linked."""
        self.agent.tick()
        if self.agent.linked and (messages := self.wire.take(self.ingester.pace.messages, 0.0)):
            self.ingester.settle(messages)

    def link_up(self) -> None:
        """Let the broker and the ingester be there."""
        self.agent.hear(LinkUp())
        self.agent.hear(IngesterPresence("i-1", Link.UP, self.now_us))

    @property
    def now_us(self) -> int:
        """What the clock says."""
        return self.clock.now_us()


def run(folder: Path, every_s: int) -> Outcome:
    """Cut a node off for 72 h; count what is stored once it is linked again, and how soon."""
    clock, wire, store, known = ManualClock(), Watched(), MemoryStore(), Valley()
    ingester = Ingester(wire, store, known, Directory(known, clock.monotonic_s), clock.now_us)
    with closing(SqliteOutbox(folder / f"{NODE}.outbox", clock)) as outbox:
        scene = Scene(clock, wire, _agent(outbox, wire, clock, every_s), ingester)
        wire.agents[NODE] = scene.agent
        scene.link_up()
        scene.live(3600, every_s)
        _drain(scene)
        scene.agent.hear(LinkLost("the outage"))
        scene.live(OUTAGE_S, every_s)
        alarms = OUTAGE_S // ALARM_EVERY_S
        waited, before = outbox.tally().pending, len(wire.order)
        begun_s = time.perf_counter()
        scene.link_up()
        drained_s = _drain(scene)
        took_s = time.perf_counter() - begun_s
        tally = outbox.tally()
    first = wire.order[before : before + alarms]
    points, keys = _stored(store)
    lost = tally.produced - tally.dropped - keys
    return Outcome(
        "R3",
        f"72 h without a link (injected clock), 20 sensors, a reading every {every_s} s",
        "1 outage",
        tally.produced,
        lost,
        points - keys,
        (drained_s,),
        passed=(lost, points - keys, tally.dropped, tally.pending, len(known.letters)) == (0,) * 5
        and waited >= len(LEVELS) * OUTAGE_S // every_s
        and first == [Kind.ALARM] * alarms
        and drained_s <= WITHIN_S,
        note=f"{waited:,} rows waited, the {alarms} alarms left first; one ingester's batch a"
        f" second drained them in {drained_s:.0f} s; unpaced {waited / took_s:,.0f} rows/s",
    )


def _agent(outbox: SqliteOutbox, wire: Wire, clock: ManualClock, every_s: int) -> Agent:
    instruments: dict[str, Instrument] = {name: _gauge(name, every_s) for name in LEVELS}
    instruments[LID] = Lid()
    window = Window(200, 20.0, 300.0, lambda: 0.0)
    return Agent(NODE, instruments, outbox, wire, clock, window, Rules())


def _gauge(name: str, every_s: int) -> Gauge:
    box = Frustum(2500, (1000, 1000), (1000, 1000), 300)
    return Gauge(name, A02yyuw(), Sampler(every_s * 1_000_000, PINGS, 5_000_000), box)


def _drain(scene: Scene) -> float:
    """Let seconds pass until nothing is pending; return how many, at most an hour's and one."""
    begun_s = scene.clock.monotonic_s()
    scene.agent.commit()
    while scene.agent.outbox.tally().pending:
        passed_s = scene.clock.monotonic_s() - begun_s
        if passed_s > WITHIN_S:
            return passed_s
        scene.clock.advance(1.0)
        scene.second()
    return scene.clock.monotonic_s() - begun_s


def _stored(store: MemoryStore) -> tuple[int, int]:
    """Return how many points the node has, and how many different readings these are."""
    found = [
        point
        for kind, name in [(Kind.ALARM, LID), *((Kind.LEVEL, name) for name in LEVELS)]
        for point in store.read(kind, (("node", NODE), ("sensor", name)), 0, 2**63 - 1)
    ]
    return len(found), len({(point.fields["epoch"], point.fields["seq"]) for point in found})


def _frame(distance_mm: int) -> bytes:
    head = bytes((0xFF, distance_mm >> 8, distance_mm & 0xFF))
    return head + bytes((sum(head) & 0xFF,))
