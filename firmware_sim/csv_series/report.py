"""What a person is told about a series: how much there is, and what of it was no good."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from firmware_sim.csv_series.values import Fault, Series

# More sentences than this nobody reads.
SHOWN: Final = 5


def report(series: Series) -> Iterator[str]:
    """Yield a sentence about the whole, then one for each of the first reasons, then the rest."""
    days = sum(len(diary.days) for diary in series.diaries)
    yield (
        f"{series.file}: {len(series.diaries)} bins, {days} bin-days, {series.repeats} repeats "
        f"(the last row of a day counts), {len(series.faults)} bad rows"
    )
    by_reason: dict[str, list[Fault]] = {}
    for fault in series.faults:
        by_reason.setdefault(fault.reason, []).append(fault)
    reasons = list(by_reason.values())
    for alike in reasons[:SHOWN]:
        rows = f" ({len(alike)} rows)" if len(alike) > 1 else ""
        yield f"{series.file}, line {alike[0].line}: {alike[0].reason}{rows}"
    if rest := Counter(fault.kind for alike in reasons[SHOWN:] for fault in alike):
        kinds = ", ".join(f"{count} by their {kind}" for kind, count in rest.most_common())
        yield f"{series.file}: and {rest.total()} more bad rows: {kinds}"
    if series.unread:
        yield f"{series.file}: no good row of {', '.join(series.unread)}"
