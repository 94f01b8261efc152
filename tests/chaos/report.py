"""The fault matrix as a page: every figure in it was counted by the run that wrote it."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from tests.chaos.outcome import Outcome

_NUMBER: Final = re.compile(r"R(\d+)")
# The heading of the table has no name, and its line of dashes none that begins so.
_NAMED: Final = re.compile(r"\| (\w[\w ]*) \|")

_HEAD: Final = """\
# What was done to it, and what that came to

Written by `make chaos`, a row anew by `--only`: each figure was counted, none typed. A *reading*
is one that a node had committed; *lost* means neither stored, nor in the dead letters, nor in a
loss receipt; *doubled* means that a store holds more points than readings. Recovery is from the
moment at which the part is started again, or the line mended, until the next reading is stored.

| | fault | how often | readings | lost | doubled | recovery, median / longest | |
|---|---|---|---:|---:|---:|---|---|
"""


def page(outcomes: Sequence[Outcome], left_out: Sequence[str] = ()) -> str:
    """Return the page of these outcomes, by number, and of what was left out and why."""
    rows = sorted(outcomes, key=lambda one: _order(one.name))
    out = "\nLeft out in this run:\n\n" + "".join(f"- {why}\n" for why in left_out)
    return _HEAD + "".join(map(_row, rows)) + (out if left_out else "")


def renewed(told: str, outcomes: Sequence[Outcome]) -> str:
    """Return a page with the rows of these outcomes in place of those of the same names.

    A row that the page did not have comes where its number is.
    """
    lines = told.splitlines(keepends=True)
    rows = {found[1]: line for line in lines if (found := _NAMED.match(line))}
    rows |= {one.name: _row(one) for one in outcomes}
    begin = next(at for at, line in enumerate(lines) if line.startswith("|---")) + 1
    rest = [line for line in lines[begin:] if not line.startswith("|")]
    return "".join([*lines[:begin], *(rows[name] for name in sorted(rows, key=_order)), *rest])


def merged(outcomes: Sequence[Outcome]) -> Outcome:
    """Return runs of one fault by several seeds as one row."""
    first = outcomes[0]
    return Outcome(
        first.name,
        first.fault,
        f"{first.amount}, {len(outcomes)} seeds" if len(outcomes) > 1 else first.amount,
        sum(one.readings for one in outcomes),
        sum(one.lost for one in outcomes),
        sum(one.doubled for one in outcomes),
        tuple(took for one in outcomes for took in one.recovery_s),
        passed=all(one.passed for one in outcomes),
        note=first.note if len(outcomes) == 1 else "",
    )


def _order(name: str) -> tuple[bool, int, str]:
    """Return where a row stands: by its number, and what has none behind."""
    number = _NUMBER.match(name)
    return number is None, int(number[1]) if number else 0, name


def _row(one: Outcome) -> str:
    took = one.recovery_s
    recovery = f"{median(took):.1f} s / {max(took):.1f} s" if took else ""
    verdict = "held" if one.passed else "**did not hold**"
    said = f"{verdict}; {one.note}" if one.note else verdict
    # Where no reading is counted, its tests assert that none is lost.
    counted = one.readings or one.lost or one.doubled
    figures = f"{one.readings:,} | {one.lost} | {one.doubled}" if counted else " | | "
    return f"| {one.name} | {one.fault} | {one.amount} | {figures} | {recovery} | {said} |\n"
