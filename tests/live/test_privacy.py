"""Addresses and names of people's devices are in no file, no log and no message.

Real programs, a real broker with persistence and a real store; phones with known addresses and
names pass a gate for an hour, and then everything that was written or sent is searched.
"""

import json
import random
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from edge.reports import RANDOM, Report, write_report
from tests.live.conftest import BIN, TERRITORY, Program, wait_for
from tests.services.mosquitto import Mosquitto

BEGIN_US: Final = 1_763_978_400_000_000  # 2025-11-24 10:00 UTC, a Monday
SECOND_US: Final = 1_000_000
PHONES: Final = 60
OWNER: Final = b"iPhone de Jeanne"
# AD structures: flags, Apple's Nearby Info, and a name that tells whose phone it is.
APPLE: Final = bytes.fromhex("02011a 0aff4c0010050a1c8e2f3a")
NAMED: Final = APPLE + bytes([len(OWNER) + 1, 0x09]) + OWNER


def addresses(seed: int) -> list[bytes]:
    """Random addresses that phones use: resolvable (01) and non-resolvable (00)."""
    draw = random.Random(seed)  # noqa: S311 - the same addresses in every run
    tops = (0x40, 0x00)
    return [
        bytes([tops[k % 2] | draw.randrange(1, 0x40)]) + draw.randbytes(5) for k in range(PHONES)
    ]


def frames(phones: list[bytes]) -> Iterator[str]:
    """Yield an hour at gate z-001, each phone heard for ten minutes, as lines of timed frames."""
    for at_s in range(0, 3600, 10):
        near = [one for k, one in enumerate(phones) if k * 50 <= at_s < k * 50 + 600]
        reports = b"".join(write_report(Report(one, RANDOM, -60, NAMED)) for one in near)
        if reports:
            frame = {
                "at_us": BEGIN_US + at_s * SECOND_US,
                "node": "z-001",
                "sensor": "radio",
                "hex": reports.hex(),
            }
            yield json.dumps(frame)


def spellings(address: bytes) -> list[bytes]:
    """Ways in which an address could have been written down."""
    found = [address, address[::-1]]
    for one in (address.hex(), address[::-1].hex()):
        pairs = [one[k : k + 2] for k in range(0, 12, 2)]
        for joint in ("", ":", "-", "_"):
            found += [joint.join(pairs).encode(), joint.join(pairs).upper().encode()]
    return found


class Listener:
    """Everything that anybody publishes."""

    def __init__(self, port: int) -> None:
        self.heard: list[bytes] = []
        self._on = threading.Event()
        self._session = paho.Client(CallbackAPIVersion.VERSION2)
        self._session.on_message = lambda _c, _u, one: self.heard.append(
            one.topic.encode() + b" " + bytes(one.payload)
        )
        self._session.on_subscribe = lambda *_: self._on.set()
        self._session.connect("127.0.0.1", port)
        self._session.subscribe("#", 1)
        self._session.loop_start()
        assert self._on.wait(10)

    def close(self) -> None:
        self._session.disconnect()
        self._session.loop_stop()


@pytest.fixture
def listener(mosquitto: Mosquitto) -> Iterator[Listener]:
    made = Listener(mosquitto.port)
    yield made
    made.close()


def cloud(environ: dict[str, str], *argv: str) -> str:
    done = subprocess.run(
        [BIN / "vallee-cloud", *argv], env=environ, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_no_address_and_no_name_of_a_device_is_written_or_sent(
    tmp_path: Path, mosquitto: Mosquitto, listener: Listener
) -> None:
    phones = addresses(5)
    # Beside, not inside, what is searched.
    lines = tmp_path / "frames.jsonl"
    lines.write_text("\n".join(frames(phones)) + "\n")
    written = tmp_path / "written"
    written.mkdir()
    environ = {
        "PATH": "/usr/bin",
        "VALLEE_CLOUD_MQTT__PORT": str(mosquitto.port),
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{written}/registry.sqlite",
        "VALLEE_CLOUD_STORE__FILE": str(written / "points.sqlite"),
        "VALLEE_EDGE_MQTT__PORT": str(mosquitto.port),
        "VALLEE_EDGE_OUTBOX__FOLDER": str(written / "outbox"),
    }
    cloud(environ, "registry", "load", str(TERRITORY))
    cloud(environ, "nodes", "export", str(written / "nodes"), "--only", "z-001")
    ingester = Program(["vallee-cloud", "ingest"], environ, written / "ingest.log")
    ingester.start()
    wait_for("an ingester is there", lambda: any(b"presence" in one for one in listener.heard))

    replay = ["vallee-edge", "replay", str(lines), "--nodes", str(written / "nodes"), "--json"]
    with (written / "edge.log").open("wb") as log:
        subprocess.run(
            [BIN / replay[0], *replay[1:]],
            env=environ,
            check=True,
            stdout=log,
            stderr=log,
            timeout=120,
        )
    wait_for("counts are sent", lambda: any(b'"count"' in one for one in listener.heard))
    ingester.end(signal.SIGTERM)
    mosquitto.stop()  # writes what it keeps

    counted = [one for one in listener.heard if b'"births"' in one]
    files = [path for path in (*written.rglob("*"), *mosquitto.folder.rglob("*")) if path.is_file()]
    assert counted, "nothing was counted, so nothing was tried"
    assert {path.name for path in files} >= {"z-001.outbox", "points.sqlite", "mosquitto.db"}
    places = {path.name: path.read_bytes() for path in files} | {"MQTT": b"\n".join(listener.heard)}
    for place, content in places.items():
        for phone in phones:
            found = [one for one in spellings(phone) if one in content]
            assert not found, f"{place}: {phone.hex(':')}"
        assert OWNER not in content, place
    # What is searched for would have been found.
    assert any(one in lines.read_bytes() for one in spellings(phones[0]))
