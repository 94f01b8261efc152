"""Envelopes of so many pretend nodes: every reading has a key of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from contract.topics import Channel, topic

SENSOR: Final = "fill"
# A node's readings are a millisecond apart and begin a day ago, so that none is in the future.
STEP_US: Final = 1000
PAST_US: Final = 86_400_000_000


class Sent(NamedTuple):
    """An envelope: its node, its first and its last number, and how it travels."""

    node: str
    first: int
    last: int
    topic: str
    payload: bytes


def node_name(number: int) -> str:
    """Return the name of a node; they count from 1."""
    return f"load-{number:04d}"


@dataclass(slots=True)
class Fleet:
    """`nodes` nodes that started at `now_us`, all in one epoch, `each` readings an envelope."""

    nodes: int
    each: int
    epoch: str
    now_us: int

    def envelopes(self) -> Iterator[Sent]:
        """Yield envelopes without end, node after node."""
        first = 1
        while True:
            for number in range(1, self.nodes + 1):
                yield self._envelope(node_name(number), first)
            first += self.each

    def _envelope(self, node: str, first: int) -> Sent:
        seqs = range(first, first + self.each)
        begin_us = self.now_us - PAST_US
        readings = tuple(
            Reading(seq, SENSOR, Kind.LEVEL, begin_us + seq * STEP_US, _values(seq)) for seq in seqs
        )
        payload = codec.encode(Envelope(node, self.epoch, readings))
        return Sent(node, first, seqs[-1], topic(node, Channel.ENVELOPE), payload)


def _values(seq: int) -> dict[str, float]:
    return {"distance_mm": 1200.0 + seq % 97, "spread_mm": 3.5, "fill_ratio": seq % 101 / 101}
