"""The whole reliability suite: breaks everything, counts, and writes the page that says so.

`python -m tests.chaos` does the full run; `--short` a tenth of it; `--only R1` one fault.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.chaos import crowd, fuzz, kills, partitions, poison
from tests.chaos.outcome import Outcome
from tests.chaos.report import merged, page

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "reliability.md"
SEEDS: Final = (1, 2, 3, 4, 5)
Fault = Callable[[Path, int], Outcome]


def main() -> int:
    """Run what is asked for; fail if anything did not hold."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos")
    asked.add_argument("--only", choices=_faults(short=False))
    asked.add_argument("--short", action="store_true")
    options = asked.parse_args()
    rows = [
        merged([_one(name, fault, seed) for seed in (SEEDS if name == "R1" else SEEDS[:1])])
        for name, fault in _faults(short=options.short).items()
        if options.only in {None, name}
    ]
    if options.only is None and not options.short:
        PAGE.write_text(page(rows))
    sys.stdout.write(page(rows))
    return 0 if all(row.passed for row in rows) else 1


def _faults(*, short: bool) -> Mapping[str, Fault]:
    share = 10 if short else 1
    return {
        "R1": lambda folder, seed: kills.run(folder, seed, 50 // share, 1000),
        "R2": lambda folder, seed: partitions.run(folder, seed, 100 // share),
        "R9": lambda folder, seed: poison.run(folder, seed, 500 // share),
        "R10": lambda folder, seed: crowd.run(folder, seed, 1000, 60),
        "fuzz": lambda _, seed: _fuzz(seed, 200_000 // share),
    }


def _one(name: str, fault: Fault, seed: int) -> Outcome:
    sys.stderr.write(f"{name}, seed {seed} …\n")
    with TemporaryDirectory(prefix="vallee-chaos-") as folder:
        return fault(Path(folder), seed)


def _fuzz(seed: int, count: int) -> Outcome:
    broken = fuzz.run(seed, count)
    return Outcome(
        "fuzz",
        "envelopes with wrongs in them, and noise",
        f"{count:,} payloads",
        0,
        len(broken),
        0,
        (),
        passed=not broken,
        note="every row that can be named is stored or a dead letter, and nothing else is stored",
    )


if __name__ == "__main__":
    sys.exit(main())
