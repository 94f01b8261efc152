"""R10: a thousand nodes lose their broker at once, and all come back."""

import random
import subprocess
import threading
from pathlib import Path
from typing import Final

import msgspec

from firmware_sim.load.storm import StormSummary
from tests.chaos.outcome import Outcome
from tests.live.conftest import BIN
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program

ALL_BACK_S: Final = 120.0


def run(folder: Path, seed: int, connections: int, seconds: float) -> Outcome:
    """Kill the broker under so many sessions once, and time their return."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    broker = Mosquitto(program("mosquitto"), folder)
    broker.start_afresh()
    argv = [str(BIN / "vallee-sim"), "load", "--json", "--connections", f"{connections}"]
    options = ["--port", f"{broker.port}", "--seconds", f"{seconds}"]
    storm = subprocess.Popen([*argv, *options], stdout=subprocess.PIPE)
    try:
        threading.Event().wait(seconds / 3)
        broker.kill()
        threading.Event().wait(draw.uniform(0.5, 1.5))
        broker.start()
        out, _ = storm.communicate(timeout=seconds * 2)
    finally:
        storm.kill()
        broker.kill()
    told = msgspec.json.decode(out, type=StormSummary)
    return Outcome(
        "R10",
        f"{connections:,} nodes reconnect at once",
        "1 kill -9 of the broker",
        0,
        0,
        0,
        tuple(told.back_s),
        passed=told.connected == connections
        and len(told.back_s) == 1
        and told.back_s[0] <= ALL_BACK_S,
        note=f"{told.connected:,} of {connections:,} back",
    )
