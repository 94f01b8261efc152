"""What can be counted and measured of a running node, and whether it is well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from contract.presence import Link
from contract.reading import Measurement
from edge.agent import Agent
from edge.links.metrics import Figure
from edge.links.report_queue import ReportQueue
from edge.ports import Clock, Instrument
from edge.radio import Radio

# So long no radio is silent that has a beacon of its own beside it; see `links/watch.py`.
SILENT_S: Final = 180.0


@dataclass(slots=True)
class Heard:
    """An instrument of which is noted when each of its sensors last said something."""

    instrument: Instrument
    clock: Clock
    newest_s: dict[str, float]
    advert_s: float = field(init=False)
    _adverts: int = 0

    def __post_init__(self) -> None:
        """Begin with silence."""
        self.advert_s = self.clock.monotonic_s()

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        """Take bytes; see the port."""
        told = self._note(self.instrument.feed(data, at_us))
        if isinstance(self.instrument, Radio) and self.instrument.adverts.heard > self._adverts:
            self._adverts = self.instrument.adverts.heard
            self.advert_s = self.clock.monotonic_s()
        return told

    def tick(self, now_us: int) -> list[Measurement]:
        """Tell what is known by now; see the port."""
        return self._note(self.instrument.tick(now_us))

    def end(self) -> list[Measurement]:
        """Tell what is known if nothing more comes; see the port."""
        return self._note(self.instrument.end())

    def _note(self, told: list[Measurement]) -> list[Measurement]:
        for one in told:
            self.newest_s[one.sensor] = self.clock.monotonic_s()
        return told


def watch(instruments: Mapping[str, Instrument], clock: Clock) -> dict[str, Heard]:
    """Return the same instruments, watched."""
    newest_s: dict[str, float] = {}
    return {name: Heard(one, clock, newest_s) for name, one in instruments.items()}


def figures(
    agent: Agent, watched: Mapping[str, Heard], queue: ReportQueue | None = None
) -> Iterable[Figure]:
    """Yield every figure of a node as it is now; sensors are its own, as its settings name them.

    `queue` is its radio's, if it has one.
    """
    tally, status = agent.outbox.tally(), agent.status(Link.UP)
    yield Figure("produced", "Readings written to the outbox.", tally.produced, grows=True)
    yield Figure("settled", "Readings that the cloud has settled.", tally.settled, grows=True)
    yield Figure("dropped", "Readings given up by a loss receipt.", tally.dropped, grows=True)
    yield Figure("pending_readings", "Readings that wait in the outbox.", tally.pending)
    yield Figure("sent_bytes", "Bytes of the link this month, both ways.", status.sent_bytes)
    yield Figure("link_up", "Whether the broker is there.", float(agent.linked))
    now_s = agent.clock.monotonic_s()
    for heard in watched.values():
        if isinstance(heard.instrument, Radio):
            yield from _radio(heard.instrument, now_s - heard.advert_s)
    if queue is not None:
        about = "Adverts that came faster than they were taken, and are not among those heard."
        yield Figure("adverts_overrun", about, queue.dropped, grows=True)
    newest_s = next((heard.newest_s for heard in watched.values()), {})
    for sensor, at_s in sorted(newest_s.items()):
        about = "Since a sensor last said something."
        yield Figure("newest_reading_age_seconds", about, now_s - at_s, sensor=sensor)


def troubles(agent: Agent, watched: Mapping[str, Heard]) -> dict[str, str]:
    """Return what is wrong with a node, by what it is wrong with."""
    wrong = {} if agent.linked else {"link": "the broker is not there; readings wait"}
    if agent.disk_refuses:
        wrong["disk"] = "the outbox cannot be written; measurements wait in memory"
    now_s = agent.clock.monotonic_s()
    for name, heard in watched.items():
        silent_s = now_s - heard.advert_s
        if isinstance(heard.instrument, Radio) and silent_s > SILENT_S:
            wrong[name] = f"no advert for {silent_s:.0f} s"
    return wrong


def _radio(radio: Radio, silent_s: float) -> Iterable[Figure]:
    adverts = radio.adverts
    yield Figure("adverts", "Adverts heard.", adverts.heard, grows=True)
    yield Figure("adverts_malformed", "Of these: not readable.", adverts.malformed, grows=True)
    yield Figure("adverts_unknown", "Of these: of no known format.", adverts.unknown, grows=True)
    yield Figure(
        "adverts_dropped", "Of these: not counted, in a flood.", radio.counter.let_go, grows=True
    )
    yield Figure("radio_silent_seconds", "Since the last advert.", silent_s)
