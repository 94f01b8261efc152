"""What influxd itself takes: the very lines that an ingester writes, ready and in large bodies."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Final

from cloud.ingest.points import raw_block
from cloud.series.container import container_block
from cloud.store.block import Blocks
from cloud.store.body import body
from contract.envelope import Envelope
from tests.bench.feed import envelopes
from tests.bench.rate import Rate, measure
from tests.services.influxd import Influxd

# As many requests at once, and as large, as make influxd on two cores no faster any more.
CLIENTS: Final = 3
LINES: Final = 5000
# Of a reading: its own, and its container's.
POINTS: Final = 2
ROWS: Final = 90_000
NODES: Final = 25
EACH: Final = 100
# What influxd says to lines that it has kept.
KEPT: Final = 204


def influxd_limit(server: Influxd) -> Rate:
    """Write readings of two ready lines each by several connections at once."""
    lines = [
        line
        for one in envelopes(NODES, EACH, ROWS // EACH, 0)
        for line in _written(one).split(b"\n")
    ]
    bodies = [b"\n".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]

    def post(mine: list[bytes]) -> None:
        with closing(HTTPConnection("127.0.0.1", server.port)) as peer:
            for one in mine:
                peer.request("POST", "/write?db=ceiling&precision=ns", one)
                answer = peer.getresponse()
                if answer.status != KEPT:
                    raise RuntimeError(answer.read())
                answer.read()

    def work(_: int) -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(post, [bodies[k::CLIENTS] for k in range(CLIENTS)]))

    with closing(HTTPConnection("127.0.0.1", server.port)) as peer:
        peer.request("POST", "/query?q=CREATE+DATABASE+ceiling")
        peer.getresponse().read()
    return measure(
        f"limit: influxd, {CLIENTS} clients, two ready lines each", len(lines) // POINTS, work
    )


def _written(one: Envelope) -> bytes:
    raw = raw_block(one.node, one.epoch, one.readings)
    derived = container_block(one.node, raw)
    written = body(Blocks([raw, derived] if derived else []))
    if written is None:
        raise ValueError("a plain envelope did not come to plain lines")
    return written
