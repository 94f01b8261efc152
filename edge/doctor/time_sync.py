"""Whether the node knows the time."""

from datetime import UTC, datetime

from edge.clocks import is_plausible
from edge.doctor.finding import Finding, Verdict


def judge_time(now_us: int, word: bool | None) -> Finding:  # noqa: FBT001 - the clock's own word
    """Judge the clock by its time and the machine's word on it."""
    figures = {"time": f"{datetime.fromtimestamp(now_us / 1e6, UTC):%Y-%m-%d %H:%M} UTC"}
    if not is_plausible(now_us):
        return Finding("time", Verdict.NO_GO, "time.absurd", figures, "time.mend")
    if word is None:
        return Finding("time", Verdict.UNKNOWN, "time.unkept", figures, "time.unkept_mend")
    if not word:
        return Finding("time", Verdict.NO_GO, "time.unset", figures, "time.mend")
    return Finding("time", Verdict.GO, "time.good", figures)
