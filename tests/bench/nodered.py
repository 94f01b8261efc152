"""Node-RED beside our ingester: readings a second, and readings lost when something dies.

Both take the same envelopes from a mosquitto of their own and write two points for each reading
into one influxd; what counts is what InfluxQL counts there afterwards.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from firmware_sim.load.fleet import node_name
from firmware_sim.load.territory import write_territory
from tests.bench.feed import values
from tests.bench.rate import ROUNDS, Rate, say, show
from tests.services.daemon import Daemon
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.programs import INSTALL, find

PACKAGES: Final = ("node-red@4.1.15", "node-red-contrib-influxdb@0.7.0")
CACHE: Final = Path.home() / ".cache" / "smart-vallee-bench" / "nodered"
FLOW: Final = Path(__file__).parent / "node_red_parts"
INSTALL_S: Final = 300.0
# Envelopes that each of the two writes at once, and how long it gathers them: our own defaults.
TOGETHER: Final = 500
WAIT_S: Final = 0.1
BIN: Final = Path(sys.executable).parent
EACH: Final = 50
NODES: Final = 25
# Envelopes of a round, as fast as they go.
ROUND: Final = 2000
# A stream that both keep up with, in envelopes a second, and its length.
PACE: Final = 100.0
STREAM: Final = 1000
KILLS: Final = 3
# Envelopes before the store goes, while it is away, and once it is back: Node-RED's client shuns
# a server that failed for up to ten seconds more.
OUTAGE: Final = (500, 1000, 2000)
PATIENCE_S: Final = 60.0
# Nothing new for so long: nothing more will come.
QUIET_S: Final = 15.0
POLL_S: Final = 0.02
ORIGIN_US: Final = 1_700_000_000_000_000
WEEK_US: Final = 7 * 86_400 * 1_000_000
STEP_US: Final = 60_000_000


class _Package(msgspec.Struct):
    """What npm writes about an installed package, as far as we ask."""

    version: str


class _Series(msgspec.Struct):
    """A count of InfluxQL: one row of time and number."""

    values: list[tuple[str, int]]


class _Result(msgspec.Struct):
    """What a statement found; nothing is no series."""

    series: list[_Series] = []


class _Answer(msgspec.Struct):
    """What influxd answers to a query."""

    results: list[_Result]


class Ingest(Daemon):
    """Our ingester, with a registry that knows the nodes."""

    broker: Daemon
    store: Influxd
    database = "ours"

    def argv(self) -> list[str]:
        config = self.folder / "cloud.toml"
        config.write_text(
            f"[mqtt]\nport = {self.broker.port}\n"
            f"[ingest]\nbatch_messages = {TOGETHER}\nbatch_wait_s = {WAIT_S}\n"
            f"metrics_port = {self.port}\n"
            f'[registry]\nurl = "sqlite:///{self.folder}/registry.sqlite"\n'
            f'[store]\nkind = "influx"\nurl = "{self.store.url}"\ndatabase = "{self.database}"\n'
        )
        if not (self.folder / "registry.sqlite").exists():
            write_territory(self.folder / "territory", NODES)
            verb = ["registry", "load", str(self.folder / "territory"), "--config", str(config)]
            subprocess.run([self._program, *verb], check=True, capture_output=True)
        return ["ingest", "--config", str(config)]


class NodeRed(Daemon):
    """Node-RED with the one flow; its session is kept by the broker, as ours is."""

    broker: Daemon
    store: Influxd
    database = "peer"

    def argv(self) -> list[str]:
        flow = Template((FLOW / "flow.json").read_text()).substitute(
            MQTT_PORT=self.broker.port,
            INFLUX_PORT=self.store.port,
            DATABASE=self.database,
            TOGETHER=TOGETHER,
            WAIT_S=WAIT_S,
        )
        (self.folder / "flow.json").write_text(flow)
        shutil.copy(FLOW / "settings.js", self.folder)
        program = str(CACHE / "node_modules" / "node-red" / "red.js")
        settings = str(self.folder / "settings.js")
        return [program, "-u", str(self.folder), "-s", settings, "-p", str(self.port)]


@dataclass(frozen=True)
class Figures:
    """What one of the two did: its rate, and the readings that it lost."""

    rate: Rate
    killed: int
    flooded: int
    outage: int


@dataclass(frozen=True)
class Trial:
    """One of the two at work: its process, its broker, the store, and weeks not yet used."""

    taker: Ingest | NodeRed
    broker: Daemon
    store: Influxd
    weeks: Iterator[int] = field(default_factory=count)

    def rate(self, name: str) -> Rate:
        """Return the best of some rounds, from the first envelope until all is stored."""
        rates = [self._round(name) for _ in range(ROUNDS + 1)][1:]
        return max(rates, key=lambda rate: rate.a_second)

    def killed(self, pace: float) -> int:
        """Return how many readings are missing after kill -9 in the midst of so many streams."""

        def again() -> None:
            self.taker.kill()
            self.taker.start()

        return sum(self._lost(STREAM, pace, {STREAM // 2: again}) for _ in range(KILLS))

    def outage(self) -> int:
        """Return how many readings are missing after the store was away for a while."""
        before, away, _ = OUTAGE
        events = {before: self.store.kill, before + away: self.store.start}
        return self._lost(sum(OUTAGE), PACE, events)

    def wait_until_there(self) -> None:
        """Send an envelope again and again until it is stored."""
        week = next(self.weeks)
        deadline = time.monotonic() + PATIENCE_S
        while not self._stored(week):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.taker.database} stores nothing:\n{_tail(self.taker)}")
            self._publish(week, 1, 0, {})
            time.sleep(0.5)

    def _round(self, name: str) -> Rate:
        week = next(self.weeks)
        cpu_s, wall_s = _cpu_s(self.taker.pid), time.perf_counter()
        self._publish(week, ROUND, 0, {})
        for measurement in ("level", "container_level"):
            if missing := self._missing(week, ROUND, measurement):
                say(f"  {name}: {missing:,} of {measurement} of a plain round are missing")
        spent_s, wanted = time.perf_counter() - wall_s, ROUND * EACH
        return Rate(name, wanted / spent_s, (_cpu_s(self.taker.pid) - cpu_s) / wanted * 1e6)

    def _lost(self, envelopes: int, pace: float, events: dict[int, Callable[[], None]]) -> int:
        week = next(self.weeks)
        self._publish(week, envelopes, pace, events)
        return self._missing(week, envelopes)

    def _publish(
        self, week: int, envelopes: int, pace: float, events: dict[int, Callable[[], None]]
    ) -> None:
        """Publish at `pace` a second, 0 for at once; before an envelope its event happens."""
        session = paho.Client(CallbackAPIVersion.VERSION2)
        session.max_inflight_messages_set(200)
        session.connect("127.0.0.1", self.broker.port)
        session.loop_start()
        begin = time.monotonic()
        happening, on_way = [], []
        for number, (where, payload) in enumerate(_messages(week, envelopes)):
            if number in events:
                # Beside the stream, which waits for nobody.
                happening.append(threading.Thread(target=events[number]))
                happening[-1].start()
            time.sleep(max(0.0, begin + number / pace - time.monotonic()) if pace else 0.0)
            on_way.append(session.publish(where, payload, 1))
        for sent in on_way:
            sent.wait_for_publish(PATIENCE_S)
        session.disconnect()
        session.loop_stop()
        for event in happening:
            event.join()

    def _missing(self, week: int, envelopes: int, measurement: str = "level") -> int:
        """Wait until all is stored, or nothing new comes any more."""
        wanted, stored, since = envelopes * EACH, -1, time.monotonic()
        while stored < wanted and time.monotonic() < since + QUIET_S:
            if (now := self._stored(week, measurement)) != stored:
                stored, since = now, time.monotonic()
            time.sleep(POLL_S)
        return wanted - stored

    def _stored(self, week: int, measurement: str = "level") -> int:
        begin_ns, end_ns = (1000 * (ORIGIN_US + one * WEEK_US) for one in (week, week + 1))
        of = "seq" if measurement == "level" else "fill_ratio"
        statement = (
            f'SELECT count("{of}") FROM "{measurement}"'  # noqa: S608 - our own names and numbers
            f" WHERE time >= {begin_ns} AND time < {end_ns}"
        )
        series = _ask(self.store, statement, self.taker.database).series
        return series[0].values[0][1] if series else 0


def run(folder: Path) -> None:
    """Print how fast both are and what both lose, or in one sentence why not."""
    if why := _install():
        say(f"\nleft out: Node-RED, {why}")
        return
    mosquitto, influxd, node = find("mosquitto"), find("influxd"), find("node")
    if mosquitto is None or influxd is None or node is None:
        say(f"\nleft out: Node-RED, no mosquitto or influxd here; as root: {INSTALL}")
        return
    store = Influxd(influxd, _made(folder / "influxd"))
    store.start_afresh()
    try:
        ours = Ingest(BIN / "vallee-cloud", _made(folder / "ours"))
        peer = NodeRed(node, _made(folder / "peer"))
        mine = _tried("vallee-cloud ingest", ours, mosquitto, store)
        its = _tried(f"{PACKAGES[0]}, joined batches", peer, mosquitto, store)
    finally:
        store.kill()
    show("mosquitto → … → InfluxDB 1.x; a reading, two points each", [mine.rate, its.rate])
    away_s = OUTAGE[1] / PACE
    steady, stream = f"{PACE * EACH:,.0f} a second", KILLS * STREAM * EACH
    say(f"\n{'Readings lost':<58}{'of':>11}{'ingest':>13}{'Node-RED':>13}")
    for fault, sent, one, other in (
        (f"kill -9 amid {KILLS} streams, {steady}", stream, mine.killed, its.killed),
        (f"kill -9 amid {KILLS} floods", stream, mine.flooded, its.flooded),
        (f"influxd away for {away_s:.0f} s, {steady}", sum(OUTAGE) * EACH, mine.outage, its.outage),
    ):
        say(f"{fault:<58}{sent:>11,}{one:>13,}{other:>13,}")


def _tried(name: str, taker: Ingest | NodeRed, mosquitto: Path, store: Influxd) -> Figures:
    with _at_work(taker, mosquitto, store) as trial:
        return Figures(trial.rate(name), trial.killed(PACE), trial.killed(0), trial.outage())


@contextmanager
def _at_work(taker: Ingest | NodeRed, mosquitto: Path, store: Influxd) -> Iterator[Trial]:
    """A broker each: one that nobody empties for the other would save a growing queue."""
    broker = Mosquitto(mosquitto, _made(taker.folder / "mosquitto"))
    broker.start_afresh()
    try:
        _ask(store, f'CREATE DATABASE "{taker.database}"', "")
        taker.broker, taker.store = broker, store
        taker.start_afresh()
        trial = Trial(taker, broker, store)
        trial.wait_until_there()
        yield trial
    finally:
        taker.kill()
        broker.kill()


def _install() -> str:
    """Install Node-RED once into the user's cache; return why it cannot be, or nothing."""
    npm = find("npm")
    if npm is None or find("node") is None:
        return "no npm or node here; as root: apt-get install -y --no-install-recommends nodejs npm"
    wanted = [one.rpartition("@") for one in PACKAGES]
    if all(_version(name) == version for name, _, version in wanted):
        return ""
    _made(CACHE)
    options = ["--no-audit", "--no-fund", "--omit=optional", "--prefix", str(CACHE)]
    try:
        subprocess.run(
            [npm, "install", *options, *PACKAGES],
            check=True,
            capture_output=True,
            timeout=INSTALL_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return f"npm could not install it: {error}"
    return ""


def _version(package: str) -> str | None:
    file = CACHE / "node_modules" / package / "package.json"
    return msgspec.json.decode(file.read_bytes(), type=_Package).version if file.exists() else None


def _messages(week: int, envelopes: int) -> Iterator[tuple[str, bytes]]:
    """Envelopes of nodes that the territory knows, within a week of their own."""
    for one in range(envelopes):
        node = node_name(1 + one % NODES)
        first = one // NODES * EACH + 1
        readings = tuple(
            Reading(
                seq, "fill", Kind.LEVEL, ORIGIN_US + week * WEEK_US + seq * STEP_US, values(seq)
            )
            for seq in range(first, first + EACH)
        )
        yield topic(node, Channel.ENVELOPE), codec.encode(Envelope(node, f"{week:012x}", readings))


def _ask(store: Influxd, statement: str, database: str) -> _Result:
    body = urllib.parse.urlencode({"q": statement, "db": database}).encode()
    with urllib.request.urlopen(f"{store.url}/query", body) as answer:  # noqa: S310 - our own server
        return msgspec.json.decode(answer.read(), type=_Answer).results[0]


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tail(daemon: Daemon) -> str:
    return daemon.log.read_text(errors="replace")[-2000:]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    # Beside us and not in /tmp, which may be memory: the store shall wait for a real disk.
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as own:
        run(Path(own))
