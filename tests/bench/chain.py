"""The way of a reading after its sensor: outbox, broker, ingester, store."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from cloud.store.lines import line
from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Measurement, Reading
from contract.receipt import Receipt
from contract.topics import Channel, everyone, topic
from edge.links.clock import DataClock
from edge.links.sqlite_outbox import SqliteOutbox
from tests.bench.rate import Rate, measure
from tests.bench.stores import batches
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto

EACH: Final = 50
OUTBOX_ROWS: Final = 10_000
ENVELOPES: Final = 600
NODES: Final = 25
BIN: Final = Path(sys.executable).parent
TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
# As many requests at once, and as large, as make influxd on two cores no faster any more.
PEER_CLIENTS: Final = 3
PEER_LINES: Final = 5000
# Of a reading: its own, and its container's.
POINTS: Final = 2
# What influxd says to lines that it has kept.
KEPT: Final = 204
ORIGIN_US: Final = 1_764_000_000_000_000
PATIENCE_S: Final = 120.0


def outbox_rates(folder: Path) -> list[Rate]:
    """Rates of an outbox on this disk: kept and settled in commits of fifty, and of one."""
    clock = DataClock()
    clock.at_us = ORIGIN_US
    rates = []
    for rows in (EACH, 1):
        with closing(SqliteOutbox(folder / f"outbox-{rows}", clock)) as outbox:
            count = OUTBOX_ROWS if rows > 1 else OUTBOX_ROWS // 20

            def work(
                _: int, outbox: SqliteOutbox = outbox, rows: int = rows, n: int = count
            ) -> None:
                for start in range(0, n, rows):
                    outbox.keep([_measurement(start + k) for k in range(rows)])
                    kept = outbox.pick(rows, ())
                    settled = ((kept[0].item.seq, kept[-1].item.seq),)
                    outbox.settle(outbox.epoch, settled)

            rates.append(measure(f"outbox: keep, read, settle; {rows} a commit", count, work))
    return rates


def influxd_limit(server: Influxd) -> Rate:
    """What influxd itself takes: ready lines, large bodies, several connections."""
    lines = [line(point) for batch in batches(30) for point in batch]
    bodies = [b"\n".join(lines[at : at + PEER_LINES]) for at in range(0, len(lines), PEER_LINES)]

    def post(mine: list[bytes]) -> None:
        with closing(HTTPConnection("127.0.0.1", server.port)) as peer:
            for body in mine:
                peer.request("POST", "/write?db=ceiling&precision=ns", body)
                answer = peer.getresponse()
                if answer.status != KEPT:
                    raise RuntimeError(answer.read())
                answer.read()

    def work(_: int) -> None:
        with ThreadPoolExecutor(PEER_CLIENTS) as pool:
            list(pool.map(post, [bodies[k::PEER_CLIENTS] for k in range(PEER_CLIENTS)]))

    with closing(HTTPConnection("127.0.0.1", server.port)) as peer:
        peer.request("POST", "/query?q=CREATE+DATABASE+ceiling")
        peer.getresponse().read()
    return measure(
        f"limit: influxd, {PEER_CLIENTS} clients, two ready lines each", len(lines) // POINTS, work
    )


def whole_rate(folder: Path, broker: Mosquitto, name: str, environ: dict[str, str]) -> Rate:
    """Publish envelopes to a real broker until a real ingester has receipted all of them.

    CPU is the ingester's own; two points are stored for each reading, its own and its container's.
    """
    environ = {
        **os.environ,
        "VALLEE_CLOUD_MQTT__PORT": str(broker.port),
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{folder}/registry-{name}.sqlite",
        **environ,
    }
    subprocess.run(
        [BIN / "vallee-cloud", "registry", "load", TERRITORY],
        env=environ,
        check=True,
        capture_output=True,
    )
    with (folder / f"ingest-{name}.log").open("wb") as log:
        ingester = subprocess.Popen(
            [BIN / "vallee-cloud", "ingest"], env=environ, stdout=log, stderr=log
        )
        try:
            return _played(broker, ingester.pid, name)
        finally:
            ingester.terminate()
            ingester.wait()


def _played(broker: Mosquitto, pid: int, name: str) -> Rate:
    settled, last, there = [0], [threading.Event()], threading.Event()

    def hear(_client: object, _userdata: object, message: paho.MQTTMessage) -> None:
        if message.topic.endswith(Channel.PRESENCE):
            there.set()
        else:
            _note(message.payload, settled, last[0])

    session = paho.Client(CallbackAPIVersion.VERSION2)
    session.max_inflight_messages_set(200)
    session.on_message = hear
    session.connect("127.0.0.1", broker.port)
    session.subscribe([(everyone(Channel.RECEIPT), 1), (everyone(Channel.PRESENCE), 1)])
    session.loop_start()
    try:
        # What is sent before it has subscribed for the first time, nobody keeps.
        if not there.wait(PATIENCE_S):
            raise TimeoutError("the ingester is not there")
        # Once to warm up: connections, caches, the store's first shard.
        rates = [_round(session, pid, number, settled, last) for number in range(4)][1:]
    finally:
        session.disconnect()
        session.loop_stop()
    best = max(rates, key=lambda one: one[0])
    return Rate(f"mosquitto → vallee-cloud ingest → {name}", *best)


def _round(
    session: paho.Client,
    pid: int,
    number: int,
    settled: list[int],
    last: list[threading.Event],
) -> tuple[float, float]:
    messages = list(_messages(number))
    settled[0], last[0] = 0, threading.Event()
    cpu_s, wall_s = _cpu_s(pid), time.perf_counter()
    for where, payload in messages:
        session.publish(where, payload, 1)
    if not last[0].wait(PATIENCE_S):
        raise TimeoutError(f"{settled[0]} of {ENVELOPES * EACH} readings receipted")
    spent_s = time.perf_counter() - wall_s
    count = ENVELOPES * EACH
    return count / spent_s, (_cpu_s(pid) - cpu_s) / count * 1e6


def _note(payload: bytes | bytearray, settled: list[int], done: threading.Event) -> None:
    receipt = codec.decode(payload, Receipt)
    settled[0] += sum(last - first + 1 for first, last in receipt.settled)
    if settled[0] >= ENVELOPES * EACH:
        done.set()


def _messages(number: int) -> list[tuple[str, bytes]]:
    """Envelopes of nodes that the territory knows, each round with days of its own."""
    made = []
    for one in range(ENVELOPES):
        node = f"n-{5 + one % NODES:03d}"
        first = one // NODES * EACH + 1
        readings = tuple(
            Reading(seq, "fill", Kind.LEVEL, _at_us(number, seq), _values(seq))
            for seq in range(first, first + EACH)
        )
        envelope = Envelope(node, f"{number:012x}", readings)
        made.append((topic(node, Channel.ENVELOPE), codec.encode(envelope)))
    return made


def _at_us(number: int, seq: int) -> int:
    return ORIGIN_US - (number + 1) * 10**13 + seq * 900_000_000


def _values(seq: int) -> dict[str, float]:
    return {"distance_mm": 1200.0 + seq % 97, "spread_mm": 3.5, "fill_ratio": seq % 101 / 101}


def _measurement(number: int) -> Measurement:
    return Measurement("fill", Kind.LEVEL, ORIGIN_US + number, _values(number))


def _cpu_s(pid: int) -> float:
    """User and system time of a process, from the kernel's own account."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
