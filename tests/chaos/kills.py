"""R1: kill -9 of broker, ingester, store and agent, in an order that its seed gives."""

import random
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from cloud.errors import StoreDown
from tests.chaos.outcome import Outcome
from tests.chaos.stack import Stack, stack, wait_until

PARTS: Final = ("broker", "ingester", "store", "agent")
# A part that starts takes about a second; less would kill what is not there.
PAUSE_S: Final = (0.2, 1.0)
DOWN_S: Final = (0.0, 1.0)
NODES: Final = 20
# The broker lets go of a client that was killed after one and a half times its keepalive.
FLOWS_WITHIN_S: Final = 60.0


def sequence(seed: int, each: int) -> list[str]:
    """Return which part is killed when: each of them so often."""
    parts = [part for part in PARTS for _ in range(each)]
    random.Random(seed).shuffle(parts)  # noqa: S311 - a seed reproduces a run
    return parts


def run(folder: Path, seed: int, each: int, rate: float) -> Outcome:
    """Kill each part so often while readings flow, and count what is stored in the end."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    pause = threading.Event()
    with stack(folder, NODES) as made:
        agent = made.node()
        load = made.load("--rate", f"{rate}", "--seconds", "100000", "--each", "10")
        kill, revive = _ways(made)
        wait_until("readings flow", lambda: _flows(made, 0))
        recovered = []
        for part in sequence(seed, each):
            pause.wait(draw.uniform(*PAUSE_S))
            kill[part]()
            pause.wait(draw.uniform(*DOWN_S))
            revive[part]()
            had = _newest_ns(made)
            recovered.append(
                wait_until(
                    f"readings flow after {part}", partial(_flows, made, had), FLOWS_WITHIN_S
                )
            )
        sent = load.end()
        told = agent.settle()
        points, keys = made.stored()
    committed = sent.sent + told.produced
    lost = committed - keys - told.dropped
    return Outcome(
        "R1",
        "kill -9 of " + ", ".join(PARTS),
        f"{each} of each",
        committed,
        lost,
        points - keys,
        tuple(recovered),
        passed=(sent.pending, lost, points - keys) == (0, 0, 0),
        note=f"{sent.repeated:,} readings sent again",
    )


def _ways(made: Stack) -> tuple[Mapping[str, Callable[[], None]], Mapping[str, Callable[[], None]]]:
    assert made.agent is not None
    broker, store = made.broker, made.influxd
    ingester, agent = made.ingester, made.agent.program
    kills = (broker.kill, ingester.kill, store.kill, agent.kill)
    starts = (broker.start, ingester.start, store.start, agent.start)
    return dict(zip(PARTS, kills, strict=True)), dict(zip(PARTS, starts, strict=True))


def _flows(made: Stack, had: int) -> bool:
    return _newest_ns(made) > had


def _newest_ns(made: Stack) -> int:
    try:
        return made.newest_ns()
    except StoreDown:
        return 0
