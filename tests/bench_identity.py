"""How many nodes a second get their certificates: `python -m tests.bench_identity`.

Through the service alone and through HTTP over TLS, a new connection a node, on SQLite with its
disk. Keys and requests are made before the clock starts: nodes make them, each its own. The
processor's time is that of this process: over HTTP clients and server together, both ends of TLS.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from contract.enrol import Enrol, Enrolled
from tests.cloud.provision.door import open_door
from tests.cloud.provision.office import Office, open_office, request

NODES: Final = 300
CLIENTS: Final = 8
FLOOR_PER_S: Final = 40.0


def main() -> int:
    """Print what was measured; end with 1 if it is below the floor."""
    with TemporaryDirectory(prefix="vallee-bench-identity-") as folder:
        rates = [measure(Path(folder) / name, name, way) for name, way in WAYS.items()]
    load = os.getloadavg()[0]
    say(f"load {load:.1f} on {os.cpu_count()} processors; floor {FLOOR_PER_S:.0f}/s")
    return 0 if min(rates) >= FLOOR_PER_S else 1


def measure(folder: Path, name: str, way: Callable[[Office, Sequence[Enrol]], int]) -> float:
    """Enrol NODES nodes one way; return how many a second."""
    office = open_office(folder, now=datetime.now(UTC).replace(microsecond=0))
    nodes = [f"n-{number:04}" for number in range(NODES)]
    office.stock(*nodes)
    asked = [Enrol(office.claim(node), request()) for node in nodes]
    began, began_cpu = time.perf_counter(), time.process_time()
    done = way(office, asked)
    took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
    kept = len(office.records.certificates())
    office.close()
    if done != kept or kept != NODES:
        raise SystemExit(f"{name}: {done} answers, {kept} certificates, {NODES} nodes")
    say(
        f"{name:<8} {NODES / took:6.1f} enrolments/s, {took_cpu / NODES * 1e3:5.2f} ms of processor"
        f" each, {NODES} nodes in {took:.2f} s"
    )
    return NODES / took


def by_service(office: Office, asked: Sequence[Enrol]) -> int:
    """Enrol one after the other."""
    for one in asked:
        office.enrol(one.claim, one.csr)
    return len(asked)


def by_http(office: Office, asked: Sequence[Enrol]) -> int:
    """Enrol over TLS, some at a time."""
    with open_door(office) as door, ThreadPoolExecutor(CLIENTS) as pool:
        replies = list(pool.map(lambda one: door.post("/enrol", msgspec.json.encode(one)), asked))
    return len({msgspec.json.decode(one.body, type=Enrolled).node for one in replies})


WAYS: Final = {"service": by_service, "HTTP": by_http}


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
