"""R10 over TLS: a thousand nodes with certificates lose their broker at once, and all come back.

Two processes hold the sessions: full handshakes on both sides, of two keys P-256, on the same two
processors as the broker's. Beside the time it takes stands what `openssl` does here with nothing
but handshakes, and what the broker and the nodes had of the processors.
"""

import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from firmware_sim.load.fleet import node_name
from tests.chaos import handshakes
from tests.chaos.crowd import ALL_BACK_S
from tests.chaos.handshakes import cpu_s
from tests.chaos.outcome import NotHere, Outcome
from tests.live.broker_world import World, world

PROCESSES: Final = 2
PEER_S: Final = 3
# Ours and the broker's: a socket each, and as many again for whatever else is open.
FILES_EACH: Final = 4


def run(folder: Path, seed: int, connections: int) -> Outcome:
    """Kill the broker under so many sessions once, and time their return."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    with files(FILES_EACH * connections), world(folder / "world") as made, ExitStack() as after:
        own = _papers(made, folder / "own", connections)
        peer = handshakes.rate(made, folder / "peer", own, PEER_S)
        crowds = [after.enter_context(one) for one in _crowds(made, folder, connections)]
        first = _all_here(crowds, since_s=0.0)
        made.broker.kill()
        threading.Event().wait(draw.uniform(0.5, 1.5))
        before_s = sum(map(cpu_s, (one.pid for one in crowds)))
        made.broker.start()
        begun_s = time.monotonic()
        here = _all_here(crowds, begun_s)
        nodes_s = sum(map(cpu_s, (one.pid for one in crowds))) - before_s
        broker_s = cpu_s(made.broker.pid)
    back_s = here - begun_s if first and here else ALL_BACK_S * 2
    return Outcome(
        "R10 TLS",
        f"{connections:,} nodes with certificates (P-256) reconnect at once, full handshakes",
        "1 kill -9 of the broker",
        0,
        0,
        0,
        (back_s,),
        passed=back_s <= ALL_BACK_S,
        note=f"CPU until all were back: broker {broker_s:.1f} s, nodes {nodes_s:.1f} s, of"
        f" {os.cpu_count()} × {back_s:.1f} s: {connections / broker_s:,.0f} logins a second of the"
        f" broker's CPU; `openssl s_server` in the same run, bare handshakes: {peer.cpu:,.0f} a"
        f" second of its CPU, {peer.clock:,.0f} a second by the clock",
    )


@contextmanager
def files(wanted: int) -> Iterator[None]:
    """Let so many files be open, here and in what is started here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise NotHere(f"{wanted} open files are needed, and {hard} are allowed: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _papers(made: World, folder: Path, connections: int) -> Path:
    """Give each node a key and a certificate; return the first one's."""
    folder.mkdir()
    for number in range(1, connections + 1):
        (folder / f"{node_name(number)}.pem").write_bytes(made.node(node_name(number)).own_pem)
    (folder / "root.crt").write_bytes(made.authority.root_pem)
    return folder / f"{node_name(1)}.pem"


def _crowds(made: World, folder: Path, connections: int) -> Iterator[subprocess.Popen[str]]:
    """Start the processes that hold the sessions."""
    own, port = folder / "own", f"{made.settings.nodes_port}"
    each = -(-connections // PROCESSES)
    for first in range(1, connections + 1, each):
        last = min(connections, first + each - 1)
        argv = [sys.executable, "-m", "tests.chaos.guests", "localhost", port]
        argv += [str(own / "root.crt"), str(own), f"{first}", f"{last}"]
        pipe = subprocess.PIPE
        yield subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True)


def _all_here(crowds: Sequence[subprocess.Popen[str]], since_s: float) -> float:
    """Return when, after `since_s`, the last node was in, by the clock that processes share.

    0 if that was not in good time.
    """
    told: list[float] = []

    def listen() -> None:
        for one in crowds:
            assert one.stdout is not None
            # Who was thrown out and came back before has said so, too.
            said = (float(line.split()[1]) for line in iter(one.stdout.readline, ""))
            told.append(next((at_s for at_s in said if at_s >= since_s), 0.0))

    waiting = threading.Thread(target=listen, daemon=True)
    waiting.start()
    waiting.join(ALL_BACK_S)
    return 0.0 if waiting.is_alive() or 0.0 in told else max(told)
