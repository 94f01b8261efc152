"""The page of the benchmark: where it is, how its tables look, and what is said meanwhile."""

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = DOCS / "reference" / "planning.md"
GROWTH: Final = DOCS / "images" / "planning-growth.svg"
_HEAD: Final = """\
# How good plans are, and how soon

Written by `make bench-plan`: every figure below was measured by that run, none is typed, and every
plan, a peer's too, passed `cloud/plan/check`. Budgets are CPU seconds where solvers are compared,
and seconds by the clock where a person waits.
"""


def stamp() -> str:
    """Say when and where something is measured."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{when}; {where}; load before it {os.getloadavg()[0]:.1f}"


def page(stamps: Mapping[str, str], parts: Sequence[str]) -> str:
    """Return the page of what was measured, each part when its stamp says."""
    when = "\n".join(f"- `{part}`: {one}." for part, one in stamps.items())
    return "\n".join([_HEAD, f"{when}\n", *parts])


def rows(heads: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    lines = [heads, ["---"] * len(heads), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def say(line: str) -> None:
    """Say how it goes, where it is not part of the page."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
