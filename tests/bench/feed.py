"""Envelopes for a broker as fast as an ingester receipts them, at next to no cost of our own.

What is sent is made beforehand. A window bounds what is on its way, as nodes' own windows do: the
broker never holds more than that for the ingester.
"""

import math
import select
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, everyone, topic
from firmware_sim.load import packets
from firmware_sim.load.fleet import SENSOR, node_name

PATIENCE_S: Final = 120.0
# How often it is looked what is due, where a rate is given.
TURN_S: Final = 0.005
# Readings on their way, and the fewest envelopes: enough for two batches and a third that comes.
WINDOW_ROWS: Final = 60_000
WINDOW_MESSAGES: Final = 1000
# So long ago the first row of a start was taken: none of them is late, and none in the future.
AGO_US: Final = 20 * 3600 * 1_000_000
STEP_US: Final = 100_000


def envelopes(nodes: int, each: int, count: int, start: int, before: int = 0) -> Iterator[Envelope]:
    """Make `count` envelopes of `each` rows, of one node of a load after the other.

    `start` names the start of the nodes, `before` is how many were made since; rows have times of
    their own.
    """
    origin_us = time.time_ns() // 1000 - AGO_US + start
    for one in range(before, before + count):
        first = one // nodes * each + 1
        rows = tuple(
            Reading(seq, SENSOR, Kind.LEVEL, origin_us + seq * STEP_US, values(seq))
            for seq in range(first, first + each)
        )
        yield Envelope(node_name(1 + one % nodes), f"{start:012x}", rows)


def packed(made: Iterator[Envelope]) -> list[bytes]:
    """Return envelopes as packets."""
    return [
        packets.publish(topic(one.node, Channel.ENVELOPE), codec.encode(one), number % 65_535 + 1)
        for number, one in enumerate(made)
    ]


def values(seq: int) -> dict[str, float]:
    """Return what a level sensor might say."""
    return {"distance_mm": 1200.0 + seq % 97, "spread_mm": 3.5, "fill_ratio": seq % 101 / 101}


class Feed:
    """A session with a broker that sends envelopes and counts what is receipted."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port))
        self._splitter = packets.Splitter()
        self._there = False
        self._settled = 0
        self._line.sendall(packets.connect("feed", 0, None, None))
        wanted = [everyone(Channel.RECEIPT), everyone(Channel.PRESENCE)]
        self._line.sendall(packets.subscribe(1, wanted))

    def wait_for_ingester(self) -> None:
        """Wait until one says that it is there: what is sent before, nobody keeps."""
        while not self._there:
            self._hear(PATIENCE_S)

    def play(self, made: Sequence[bytes], each: int, rows_a_second: float = math.inf) -> float:
        """Send these envelopes, and return the seconds until their last row is receipted."""
        self._settled = sent = 0
        window = max(WINDOW_MESSAGES, WINDOW_ROWS // each)
        begun_s = time.monotonic()
        while self._settled < len(made) * each:
            due = min(len(made), (time.monotonic() - begun_s) * rows_a_second / each + 1)
            upto = min(int(due), self._settled // each + window)
            if upto > sent:
                self._line.sendall(b"".join(made[sent:upto]))
                sent = upto
            is_free = sent == len(made) or rows_a_second == math.inf
            self._hear(PATIENCE_S if is_free else TURN_S)
        return time.monotonic() - begun_s

    def close(self) -> None:
        """Say goodbye."""
        with closing(self._line):
            self._line.sendall(packets.DISCONNECT)

    def _hear(self, wait_s: float) -> None:
        if not select.select([self._line], [], [], wait_s)[0]:
            if wait_s == PATIENCE_S:
                raise TimeoutError(f"{self._settled} rows receipted, and no more")
            return
        data = self._line.recv(1 << 16)
        if not data:
            raise ConnectionError("the broker has hung up")
        answers = [
            packets.puback(told.packet_id)
            for packet in self._splitter.feed(data)
            if packet.kind == packets.PUBLISH
            and (told := self._note(packets.delivery(packet))).packet_id is not None
        ]
        if answers:
            self._line.sendall(b"".join(answers))

    def _note(self, told: packets.Delivery) -> packets.Delivery:
        if told.topic.endswith(Channel.PRESENCE):
            self._there = True
        else:
            receipt = codec.decode(told.payload, Receipt)
            self._settled += sum(last - first + 1 for first, last in receipt.settled)
        return told
