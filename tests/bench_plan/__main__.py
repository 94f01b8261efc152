"""Measures plans beside other solvers', at their sizes, and made again; writes the page.

python -m tests.bench_plan [PART ...] [--quick] [--long SECONDS] [--at-once N]

Each part is kept when it is measured, so that one can be measured anew without the others.
"""

import argparse
import os
import pickle
from collections.abc import Callable, Mapping  # noqa: TC003 - the house has no such blocks
from pathlib import Path
from typing import Any, Final

from tests.bench_plan import replans, sizes, table
from tests.bench_plan.page import PAGE, page, stamp

QUICK: Final = 0.1
"""The share of all times that a quick run takes."""

LONG_S: Final = 1800.0
KEPT: Final = Path("build/bench-plan")

# What counts seconds by the clock comes first: a machine is the quieter the sooner.
PARTS: Final = ("again", "waits", "growth", "longs", "beside")


def main() -> None:
    """Measure and keep the parts that are asked for, then write what is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_plan")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; or all")
    parser.add_argument("--quick", action="store_true", help="a tenth of all times")
    parser.add_argument("--long", type=float, default=LONG_S, help="CPU seconds of the long runs")
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), help="processes of a table")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no part is called {min(unknown)}; there are {', '.join(PARTS)}")
    share = QUICK if args.quick else 1.0
    measured: Mapping[str, Callable[[], Any]] = {
        "again": lambda: replans.replans(share),
        "waits": lambda: sizes.waits(share),
        "growth": lambda: sizes.growth(share),
        "longs": lambda: sizes.longs(share * args.long, args.at_once),
        "beside": lambda: table.table(share, args.at_once),
    }
    KEPT.mkdir(parents=True, exist_ok=True)
    for part in args.parts or PARTS:
        _file(part).write_bytes(pickle.dumps((stamp(), measured[part]())))
    missing = [part for part in PARTS if not _file(part).exists()]
    if missing:
        parser.exit(0, f"no page yet: {', '.join(missing)} not measured\n")
    _write()


def _write() -> None:
    # What this program wrote itself a while ago.
    kept = {part: pickle.loads(_file(part).read_bytes()) for part in PARTS}  # noqa: S301 - see above
    results = {part: result for part, (_, result) in kept.items()}
    texts = [
        table.written(results["beside"]),
        sizes.written(results["waits"], results["longs"], results["growth"]),
        replans.written(results["again"]),
    ]
    PAGE.write_text(page({part: when for part, (when, _) in kept.items()}, texts))


def _file(part: str) -> Path:
    return KEPT / f"{part}.pickle"


if __name__ == "__main__":
    main()
