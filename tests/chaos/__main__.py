"""The whole reliability suite: breaks everything, counts, and writes the page that says so.

`python -m tests.chaos` does the full run; `--short` a tenth of it; `--minutes N` as much as fits
into N minutes, the longest faults last; `--only R1` one fault, whose row in the page it renews.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.chaos import (
    crowd,
    crowd_tls,
    full,
    fuzz,
    kills,
    outage,
    partitions,
    poison,
    rotation,
    suites,
)
from tests.chaos.outcome import NotHere, Outcome
from tests.chaos.report import merged, page, renewed

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "reliability.md"
# So many of the fuzzed envelopes number two rows alike.
TWINS: Final = 0.05
# About what the full run takes on two cores.
FULL_MIN: Final = 75.0
# Up to this share of it, R3, R4 and R6 are done in their short form.
SHORT: Final = 0.2
# What is done beside all else.
BESIDE: Final = {"R1", "R2"}
SEEDS: Final = (1, 2, 3, 4, 5)
Fault = Callable[[Path, int], Outcome]


def main() -> int:
    """Run what is asked for; fail if anything did not hold."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos")
    asked.add_argument("--only", choices=_faults(1.0))
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--minutes", type=float, default=FULL_MIN, help="how long it may take")
    options = asked.parse_args()
    share = 0.1 if options.short else min(1.0, options.minutes / FULL_MIN)
    until_s = time.monotonic() + options.minutes * 60
    rows: list[Outcome] = []
    left_out: list[str] = []
    asked_for = {
        name: fault for name, fault in _faults(share).items() if options.only in {None, name}
    }
    with ThreadPoolExecutor() as beside:
        # Most of what it takes is to wait for lines that are dead.
        waiting = {
            name: beside.submit(_seeds, name, fault, share, until_s, left_out)
            for name, fault in asked_for.items()
            if name in BESIDE
        }
        for name, fault in asked_for.items():
            done = (
                _seeds(name, fault, share, until_s, left_out)
                if name not in waiting
                else waiting[name].result()
            )
            rows += [merged(done)] if done else []
    told = page(rows, left_out)
    if not options.short:
        PAGE.write_text(told if options.only is None else renewed(PAGE.read_text(), rows))
    sys.stdout.write(told)
    return 0 if rows and all(row.passed for row in rows) else 1


def _faults(share: float) -> Mapping[str, Fault]:
    def part(whole: int) -> int:
        return max(1, round(whole * share))

    def suite(name: str, fault: str, file: str) -> Fault:
        return lambda folder, _: suites.run(folder, name, fault, file, full=share > SHORT)

    return {
        "R3": lambda folder, _: outage.run(folder, 60 if share > SHORT else 900),
        "R4": suite("R4", *suites.R4),
        "R5": lambda folder, _: full.run(folder, part(10), 5.0),
        "R6": suite("R6", *suites.R6),
        "R7": suite("R7", *suites.R7),
        "R8": lambda folder, seed: rotation.run(folder, seed, part(10)),
        "R10": lambda folder, seed: crowd.run(folder, seed, 1000, 60),
        "R10 TLS": lambda folder, seed: crowd_tls.run(folder, seed, 1000),
        "fuzz": lambda _, seed: _fuzz(seed, part(200_000)),
        "R9": lambda folder, seed: poison.run(folder, seed, part(500)),
        "R1": lambda folder, seed: kills.run(folder, seed, part(50), 1000),
        "R2": lambda folder, seed: partitions.run(folder, seed, part(100), round(5 * share)),
    }


def _seeds(
    name: str, fault: Fault, share: float, until_s: float, left_out: list[str]
) -> list[Outcome]:
    """Do one fault with each of its seeds, while there is time."""
    seeds = SEEDS[: max(1, round(len(SEEDS) * share))] if name == "R1" else SEEDS[:1]
    done = []
    for seed in seeds:
        if time.monotonic() > until_s:
            left_out.append(f"{name} with seed {seed}: the time was used up")
            continue
        try:
            done.append(_one(name, fault, seed))
        except NotHere as why:
            left_out.append(f"{name}: {why}")
        except Exception as error:  # noqa: BLE001 - what is wrong here is a result, too
            # What breaks is no reason to forget the others.
            traceback.print_exc()
            said = f"{type(error).__name__}: {error}".splitlines()[0]
            done.append(Outcome(name, f"seed {seed}", "", 0, 0, 0, (), passed=False, note=said))
    return done


def _one(name: str, fault: Fault, seed: int) -> Outcome:
    sys.stderr.write(f"{name}, seed {seed} …\n")
    with TemporaryDirectory(prefix="vallee-chaos-") as folder:
        return fault(Path(folder), seed)


def _fuzz(seed: int, count: int) -> Outcome:
    broken = fuzz.run(seed, count, TWINS)
    return Outcome(
        "fuzz",
        "envelopes with wrongs in them, and noise",
        f"{count:,} payloads",
        0,
        len(broken),
        0,
        (),
        passed=not broken,
        note=f"each row is stored once or a dead letter, but in {len(broken):,}" if broken else "",
    )


if __name__ == "__main__":
    sys.exit(main())
