"""Measures plans beside other solvers', at their sizes, and made again; writes the page.

python -m tests.bench_plan [--quick] [--long SECONDS] [--at-once N]
"""

import argparse
import os
from typing import Final

from tests.bench_plan import replans, sizes, table
from tests.bench_plan.page import PAGE, page

QUICK: Final = 0.1
"""The share of all times that a quick run takes."""

LONG_S: Final = 1800.0


def main() -> None:
    """Measure everything, then write: who interrupts it finds the page as it was."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_plan")
    parser.add_argument("--quick", action="store_true", help="a tenth of all times")
    parser.add_argument("--long", type=float, default=LONG_S, help="CPU seconds of the long run")
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), help="processes of a table")
    args = parser.parse_args()
    share = QUICK if args.quick else 1.0
    # What counts seconds by the clock comes first: the machine is the quieter the sooner.
    again = replans.replans(share)
    waits = sizes.sizes(share, args.long * share, args.at_once)
    beside = table.table(share, args.at_once)
    parts = [table.written(beside), sizes.written(waits), replans.written(again)]
    PAGE.write_text(page(parts))


if __name__ == "__main__":
    main()
