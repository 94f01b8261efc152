"""How far the broker is, in time."""

import statistics
from collections.abc import Sequence
from typing import Final

from contract.broker import Broker
from edge.doctor.finding import Figures, Finding, Verdict

# TCP takes a packet for lost from here on and sends it again (RFC 6298, 2.1).
SLOWEST_MS: Final = 1000.0


def judge_distance(broker: Broker, took_ms: Sequence[float]) -> Finding:
    """Judge how long ways there and back took; nobody who answers is `judge_broker`'s to tell."""
    figures: Figures = {"host": broker.host, "port": broker.port}
    if not took_ms:
        return Finding("distance", Verdict.UNKNOWN, "distance.unknown", figures)
    middle_ms = statistics.median(took_ms)
    figures |= {"median_ms": middle_ms, "worst_ms": max(took_ms), "most_ms": SLOWEST_MS}
    if middle_ms >= SLOWEST_MS:
        return Finding("distance", Verdict.NO_GO, "distance.far", figures, "distance.far_mend")
    return Finding("distance", Verdict.GO, "distance.good", figures)
