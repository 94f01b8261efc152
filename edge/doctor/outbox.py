"""Whether the outbox opens, and how much waits in it."""

from typing import Final

from edge.doctor.finding import Finding, Verdict
from edge.links.outbox_look import OutboxSeen

MB: Final = 1_000_000
# So full, rows were not taken by the cloud for weeks, and soon the oldest go.
FULLEST: Final = 0.8


def judge_outbox(seen: OutboxSeen, bound_bytes: int) -> Finding:
    """Judge what is in the outbox."""
    if not seen.there:
        return Finding("outbox", Verdict.UNKNOWN, "outbox.none", {}, "outbox.none_mend")
    if seen.fault is not None:
        figures = {"reason": seen.fault}
        return Finding("outbox", Verdict.NO_GO, "outbox.fault", figures, "outbox.fault_mend")
    told = {
        "rows": seen.rows,
        "size_mb": seen.size_bytes / MB,
        "bound_mb": bound_bytes / MB,
        "full_percent": round(100 * seen.size_bytes / bound_bytes),
        "damaged": seen.damaged,
    }
    if seen.size_bytes >= FULLEST * bound_bytes:
        return Finding("outbox", Verdict.NO_GO, "outbox.full", told, "outbox.full_mend")
    if seen.damaged:
        return Finding("outbox", Verdict.NO_GO, "outbox.damaged", told, "outbox.damaged_mend")
    return Finding("outbox", Verdict.GO, "outbox.good", told)
