"""A thousand TLS handshakes that are begun and never ended do not keep a node from its work."""

import resource
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.live.broker_world import World, bodies, said, world

pytestmark = pytest.mark.live

HALF_OPEN = 1000
# Ours and the broker's, each with as many again for whatever else is open.
FILES = 4 * HALF_OPEN
# A node waits ten times as long before it takes its broker for dead.
MOST_S = 3.0


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, FILES)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"{wanted} open files are needed, and {hard} are allowed: ulimit -Hn")
    # The broker inherits it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    try:
        with world(tmp_path) as made:
            yield made
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def client_hello() -> bytes:
    """Return what a TLS client says first."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("said_so_far", ["nothing", "half a hello", "a whole hello"])
def test_half_open_handshakes_do_not_stop_service(broker: World, said_so_far: str) -> None:
    hello = client_hello()
    begun = {"nothing": b"", "half a hello": hello[: len(hello) // 2]}.get(said_so_far, hello)
    old, new = broker.node("n-001"), broker.node("n-002")
    waits_s = []

    with ExitStack() as held, broker.ingester() as ingester, broker.inside(old) as node:
        for number in range(HALF_OPEN):
            link = socket.create_connection(("127.0.0.1", broker.settings.nodes_port), 10)
            held.enter_context(link).sendall(begun)
            if number % 50 == 0:
                begin_s = time.monotonic()
                node.publish(said(old, b"%d" % number))
                waits_s.append(time.monotonic() - begin_s)
        begin_s = time.monotonic()
        with broker.inside(new) as late:
            late.publish(said(new, b"late"))
        waits_s.append(time.monotonic() - begin_s)
        heard = bodies(ingester)
        thrown_out = node.settle()

    assert heard == [*(b"%d" % number for number in range(0, HALF_OPEN, 50)), b"late"]
    assert thrown_out is None
    assert max(waits_s) < MOST_S, f"the longest wait was {max(waits_s):.2f} s"


def test_apply_works_among_half_open_handshakes(broker: World) -> None:
    stolen = broker.node("n-001")

    with ExitStack() as held, broker.inside(stolen) as live:
        for _ in range(HALF_OPEN):
            place = ("127.0.0.1", broker.settings.nodes_port)
            held.enter_context(socket.create_connection(place, 10))
        broker.revoke(stolen)
        begin_s = time.monotonic()
        applied = broker.apply()
        took_s = time.monotonic() - begin_s
        thrown_out = live.settle()

    assert applied.good
    assert thrown_out is not None
    assert took_s < 60
