"""R2: the line between a node and its broker is cut, falls silent or becomes slow."""

import random
import threading
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from tests.chaos.outcome import NotHere, Outcome
from tests.chaos.relay import Relay
from tests.chaos.stack import Node, Way, stack, wait_until
from tests.chaos.tunnel import Tunnel, tunnel

# The node's keepalive is five seconds here: longer silence is a lost link, shorter a slow one.
SILENT_S: Final = (1.0, 9.0)
SLOW_S: Final = 2.0
LOSS: Final = 0.3
LONG_S: Final = 600.0
RECONNECTED_S: Final = 30.0


def run(folder: Path, seed: int, count: int, long: int = 0) -> Outcome:
    """Break the line so often, in ways that the seed gives, and count what is stored.

    So many as are `long` are partitions of ten minutes.
    """
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    recovered = []
    with stack(folder, 1) as made, ExitStack() as after:
        line = _line(after, made.broker.port, seed)
        agent = made.node(line.way)
        wait_until("readings flow", lambda: _settled(agent) > 0)
        turns = [False] * (count - long) + [True] * long
        draw.shuffle(turns)
        for is_long in turns:
            if is_long:
                line.part(LONG_S)
            else:
                line.hurt(draw)
            had = _settled(agent)
            recovered.append(wait_until("it flows", partial(_more, agent, had)))
        told = agent.settle()
        points, keys = made.stored()
        note = line.note()
    lost = told.produced - told.dropped - keys
    return Outcome(
        "R2",
        line.fault,
        f"{count} times, {long} of them for 10 min" if long else f"{count} times",
        told.produced,
        lost,
        points - keys,
        tuple(recovered),
        passed=(lost, points - keys) == (0, 0) and max(recovered) <= RECONNECTED_S,
        note=note,
    )


class Line(Protocol):
    """A way to the broker that can be hurt."""

    fault: str

    @property
    def way(self) -> Way:
        """Where the agent finds it."""

    def hurt(self, draw: random.Random) -> None:
        """Break it in one way, and mend it again."""

    def part(self, seconds: float) -> None:
        """Let nothing through for so long, and tell neither end."""

    def note(self) -> str:
        """Say what else was counted."""


class Packets:
    """A line of real packets."""

    fault = "packets by a TUN relay: partition (half-open), 30 % lost, 2 s late; or cut"

    def __init__(self, tunnel: Tunnel, relay: Relay) -> None:
        self._tunnel, self._relay = tunnel, relay

    @property
    def way(self) -> Way:
        """Where the agent finds it, and itself."""
        return Way(self._tunnel.near, self._relay.own_port, self._tunnel.inside)

    def hurt(self, draw: random.Random) -> None:
        """Break it in one way, and mend it again."""
        line = self._tunnel
        match draw.choice(["cut", "silent", "lossy", "slow"]):
            case "cut":
                self._relay.cut()
                return
            case "silent":
                line.silent = True
            case "lossy":
                line.loss = LOSS
            case _:
                line.delay_s = SLOW_S
        threading.Event().wait(draw.uniform(*SILENT_S))
        line.silent, line.loss, line.delay_s = False, 0.0, 0.0

    def part(self, seconds: float) -> None:
        """Let no packet through for so long."""
        self._tunnel.silent = True
        threading.Event().wait(seconds)
        self._tunnel.silent = False

    def note(self) -> str:
        """Say how many packets were dropped."""
        whole = self._tunnel.dropped + self._tunnel.carried
        return f"{self._tunnel.dropped:,} of {whole:,} IP packets dropped"


class Pieces:
    """A line of TCP pieces, where there is no TUN."""

    fault = "line cut, silent (half-open) or 2 s slow, by a TCP relay"

    def __init__(self, relay: Relay, why: str) -> None:
        self._relay, self._why = relay, why

    @property
    def way(self) -> Way:
        """Where the agent finds it."""
        return Way("127.0.0.1", self._relay.own_port)

    def hurt(self, draw: random.Random) -> None:
        """Break it in one way, and mend it again."""
        match draw.choice(["cut", "silent", "slow"]):
            case "cut":
                self._relay.cut()
                return
            case "silent":
                self._relay.silence()
            case _:
                self._relay.delay_s = SLOW_S
        threading.Event().wait(draw.uniform(*SILENT_S))
        self._relay.speak()
        self._relay.delay_s = 0.0

    def part(self, seconds: float) -> None:
        """Let no byte through for so long."""
        self._relay.silence()
        threading.Event().wait(seconds)
        self._relay.speak()

    def note(self) -> str:
        """Say why it is no line of packets."""
        return f"no loss of single packets: {self._why}"


def _line(after: ExitStack, port: int, seed: int) -> Line:
    try:
        packets = after.enter_context(tunnel(seed))
    except NotHere as why:
        return Pieces(_started(after, Relay(port)), str(why))
    return Packets(packets, _started(after, Relay(port, packets.near)))


def _started(after: ExitStack, relay: Relay) -> Relay:
    relay.start()
    after.callback(relay.close)
    return relay


def _more(agent: Node, had: int) -> bool:
    return _settled(agent) > had


def _settled(agent: Node) -> int:
    told = agent.status()
    return 0 if told is None else told.produced - told.pending - told.dropped
