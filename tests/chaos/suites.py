"""R4, R6 and R7 are laws of the edge's own tests: their full form is run, and its tests counted."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

from tests.chaos.outcome import Outcome

ROOT: Final = Path(__file__).parents[2]
R4: Final = ("power cuts and kill -9 of the edge's outbox", "tests/edge/links/test_outbox_power.py")
R6: Final = ("damaged outbox files", "tests/edge/links/test_outbox_damage.py")
R7: Final = ("clock steps, years off, boot without a time", "tests/edge/test_clocks.py")


def run(folder: Path, name: str, fault: str, file: str, *, full: bool) -> Outcome:
    """Run one file of tests, with VALLEE_CHAOS=1 if it is to be `full`."""
    told = folder / "told.xml"
    environ = {key: value for key, value in os.environ.items() if key != "VALLEE_CHAOS"}
    if full:
        environ["VALLEE_CHAOS"] = "1"
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    done = subprocess.run(
        [*argv, f"--junit-xml={told}"], cwd=ROOT, env=environ, capture_output=True, check=False
    )
    count, failed, skipped, seconds = _counts(told)
    return Outcome(
        name,
        fault,
        f"{count} tests of {file}, {'full' if full else 'short'}",
        0,
        0,
        0,
        (),
        passed=done.returncode == 0 and count > skipped,
        note=f"{count - failed - skipped} passed, {failed} failed, {skipped} skipped"
        f" in {seconds:.0f} s",
    )


def _counts(told: Path) -> tuple[int, int, int, float]:
    """Return how many tests there were, failed, were skipped, and how long all of them took."""
    if not told.exists():
        return 0, 0, 0, 0.0
    suite = next(ET.parse(told).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it
    count, failed, errors, skipped = (
        int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
    )
    return count, failed + errors, skipped, float(suite.get("time", "0"))
