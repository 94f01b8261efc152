"""Whether the disk has room for the outbox, and takes a commit in good time."""

from typing import Final

from edge.doctor.finding import Finding, Verdict
from edge.links.host import Latency, Space

MB: Final = 1_000_000
# Beside the outbox: its log, its reserve, and what else lives on the card.
SPARE_BYTES: Final = 64 * MB
# A commit is three of them and comes every ten seconds; a card takes 5 to 50 ms, a dying one more.
SLOWEST_MEDIAN_MS: Final = 250.0
SLOWEST_MS: Final = 2000.0


def judge_space(space: Space | None, outbox_may_grow_bytes: int) -> Finding:
    """Judge whether the outbox may grow to its bound."""
    if space is None:
        return Finding("disk", Verdict.UNKNOWN, "disk.unknown", {}, "disk.folder_mend")
    needed = outbox_may_grow_bytes + SPARE_BYTES
    figures = {"free_mb": round(space.free / MB), "needed_mb": round(needed / MB)}
    if space.read_only:
        return Finding("disk", Verdict.NO_GO, "disk.read_only", figures, "disk.read_only_mend")
    if space.free < needed:
        return Finding("disk", Verdict.NO_GO, "disk.full", figures, "disk.full_mend")
    return Finding("disk", Verdict.GO, "disk.good", figures)


def judge_latency(latency: Latency | None, *, writable: bool) -> Finding:
    """Judge how long 4 KiB take; None: the disk refused, if the folder is `writable`."""
    if latency is None:
        if writable:
            return Finding("writing", Verdict.NO_GO, "writing.refused", {}, "disk.folder_mend")
        return Finding("writing", Verdict.UNKNOWN, "writing.unknown")
    figures = {"median_ms": latency.median_ms, "worst_ms": latency.worst_ms}
    if latency.median_ms >= SLOWEST_MEDIAN_MS or latency.worst_ms >= SLOWEST_MS:
        return Finding("writing", Verdict.NO_GO, "writing.slow", figures, "writing.mend")
    return Finding("writing", Verdict.GO, "writing.good", figures)
