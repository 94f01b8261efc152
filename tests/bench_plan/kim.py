"""Plans for the Kim set: found by our engine, judged by the clock, kept if better, written out.

python -m tests.bench_plan.kim [INSTANCE ...] [--seconds N] [--rounds N] [--seed S] [--on]
    [--check]
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cloud.plan.problem import Duty, Problem, Tours
from cloud.plan.with_pyvrp import PyVrp
from tests.bench_plan.kim_check import faults, miles
from tests.bench_plan.kim_set import FOLDER, PUBLISHED, Instance, instance, problem
from tests.bench_plan.kim_sheet import Sheet, found_by, read, sheet, stops_of, written

SHEETS: Final = Path(__file__).parents[2] / "docs/reference/kim"
FOREVER: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: seed and rounds decide what is found, seconds of CPU are a backstop."""

    seed: int
    rounds: int
    seconds: float


def main(words: list[str]) -> int:
    """Search, or only check; return 1 if a sheet is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_plan.kim")
    parser.add_argument("instances", nargs="*", metavar="INSTANCE", default=list(PUBLISHED))
    parser.add_argument("--seconds", type=float, default=60.0, help="of CPU for each instance")
    parser.add_argument("--rounds", type=int, default=FOREVER, help="to make a plan again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", action="store_true", help="go on from the plan that is there")
    parser.add_argument("--check", action="store_true", help="check the plans that are there")
    args = parser.parse_args(words)
    if not FOLDER.is_dir():
        sys.stderr.write(f"The set is not here: {FOLDER} is no folder.\n")
        return 1
    sound = True
    for name in args.instances:
        if not args.check:
            effort = Effort(args.seed, args.rounds, args.seconds)
            better(instance(name), effort, on=args.on)
        sound &= checked(instance(name))
    return 0 if sound else 1


def checked(kim: Instance, folder: Path = SHEETS) -> bool:
    """Say what the plan of an instance is worth, and what is wrong with it."""
    rows = read((folder / f"{kim.name}.txt").read_text())
    most, published, trial = PUBLISHED[kim.name]
    wrong = faults(kim, rows, most)
    figures = f"{miles(kim, rows):8.2f} miles, published {published}, trial {trial}"
    verdict = "legal" if not wrong else "; ".join(wrong[:5])
    sys.stdout.write(f"{kim.name:>5}: {len(rows):2} vehicles, {figures}: {verdict}\n")
    return not wrong


def better(kim: Instance, effort: Effort, *, on: bool = False, folder: Path = SHEETS) -> None:
    """Search for an instance, and write what is found if no better plan is there."""
    most = PUBLISHED[kim.name][0]
    day = problem(kim, most)
    path = folder / f"{kim.name}.txt"
    old = read(path.read_text()) if path.exists() else None
    before = found_by(path.read_text()) if path.exists() else ""
    begun_s = time.process_time()
    start = tours_of(day, old) if on and old is not None else None
    found: Tours = {}
    rounds = 0
    search = PyVrp().search(
        day,
        start,
        seed=effort.seed,
        rounds=effort.rounds,
        left_s=lambda: effort.seconds - (time.process_time() - begun_s),
    )
    for rounds, found in enumerate(search):  # noqa: B007 - the last is used
        pass
    rows = sheet(day, found)
    # Another search may have written meanwhile.
    old = read(path.read_text()) if path.exists() else None
    took_s = time.process_time() - begun_s
    how = f"PyVRP behind our engine: seed {effort.seed}, {rounds} rounds, {took_s:.0f} CPU seconds"
    text = written(kim, rows, miles(kim, rows), f"{before}; then {how}" if start else how)
    if faults(kim, rows, most) or (old is not None and miles(kim, old) <= miles(kim, rows)):
        sys.stdout.write(f"{kim.name:>5}: no better: {miles(kim, rows):.2f} miles, {how}\n")
        sys.stdout.write("".join(f"  {fault}\n" for fault in faults(kim, rows, most)[:5]))
        return
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def tours_of(day: Problem, rows: Sheet) -> Tours:
    """Return the tours of a sheet."""
    duties: dict[str, Duty] = {one.ref: one for one in day.pickups}
    duties |= {one.ref: one for one in day.tips}
    mine = (stops_of(vehicle)[1:-1] for vehicle in rows.values())
    return {
        truck.id: tuple(duties[ref] for ref in refs)
        for truck, refs in zip(day.trucks, mine, strict=False)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
