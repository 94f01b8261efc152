"""R2: the line between a node and its broker is cut, falls silent or becomes slow."""

import random
import threading
from functools import partial
from pathlib import Path
from typing import Final

from tests.chaos.outcome import Outcome
from tests.chaos.relay import Relay
from tests.chaos.stack import Node, stack, wait_until

# The node's keepalive is five seconds here: longer silence is a lost link, shorter a slow one.
SILENT_S: Final = (1.0, 9.0)
SLOW_S: Final = 2.0
RECONNECTED_S: Final = 30.0


def run(folder: Path, seed: int, count: int) -> Outcome:
    """Break the line so often, in ways that the seed gives, and count what is stored."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    pause = threading.Event()
    recovered = []
    with stack(folder, 1) as made:
        relay = Relay(made.broker.port)
        relay.start()
        try:
            agent = made.node(relay.own_port)
            wait_until("readings flow", lambda: _settled(agent) > 0)
            for _ in range(count):
                _break(relay, draw, pause)
                had = _settled(agent)
                recovered.append(wait_until("it flows", partial(_more, agent, had)))
            told = agent.settle()
            points, keys = made.stored()
        finally:
            relay.close()
    lost = told.produced - told.dropped - keys
    return Outcome(
        "R2",
        "line cut, silent (half-open) or 2 s slow, by a TCP relay",
        f"{count} times",
        told.produced,
        lost,
        points - keys,
        tuple(recovered),
        passed=(lost, points - keys) == (0, 0) and max(recovered) <= RECONNECTED_S,
    )


def _break(relay: Relay, draw: random.Random, pause: threading.Event) -> None:
    match draw.choice(["cut", "silent", "slow"]):
        case "cut":
            relay.cut()
        case "silent":
            relay.silence()
            pause.wait(draw.uniform(*SILENT_S))
            relay.speak()
        case _:
            relay.delay_s = SLOW_S
            pause.wait(draw.uniform(*SILENT_S))
            relay.delay_s = 0.0


def _more(agent: Node, had: int) -> bool:
    return _settled(agent) > had


def _settled(agent: Node) -> int:
    told = agent.status()
    return 0 if told is None else told.produced - told.pending - told.dropped
