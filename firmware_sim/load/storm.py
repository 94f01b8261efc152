"""As many sessions as nodes, each of which comes back by itself: who is back when, after a loss."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import msgspec

from contract.broker import Broker
from contract.topics import Channel, everyone, topic
from firmware_sim.load import packets
from firmware_sim.load.fleet import node_name
from firmware_sim.load.session import Session, open_session

# As a node does: waits double up to the ceiling, and lots are drawn, lest all come in step.
FIRST_WAIT_S: Final = 1.0
CEILING_S: Final = 30.0


class StormSummary(msgspec.Struct, frozen=True):
    """Seconds until all were on the broker, at first and after each time that they were lost."""

    connections: int
    connected: int
    first_s: float | None
    back_s: list[float]


@dataclass(slots=True)
class Storm:
    """So many sessions on a broker, for so many seconds."""

    broker: Broker
    connections: int
    seconds: float
    draw: random.Random
    _there: set[str] = field(default_factory=set)
    _since_s: float | None = None
    _full: list[float] = field(default_factory=list)

    async def run(self) -> StormSummary:
        """Connect all, keep them, and tell how long each coming back took."""
        self._since_s = time.monotonic()
        async with asyncio.TaskGroup() as group:
            names = [node_name(number) for number in range(1, self.connections + 1)]
            tasks = [group.create_task(self._stay(name), name=name) for name in names]
            await asyncio.sleep(self.seconds)
            connected = len(self._there)
            for task in tasks:
                task.cancel()
        first = self._full[0] if self._full else None
        return StormSummary(self.connections, connected, first, self._full[1:])

    async def _stay(self, name: str) -> None:
        wait_s = FIRST_WAIT_S
        filters = [topic(name, Channel.RECEIPT), everyone(Channel.PRESENCE)]
        while True:
            with suppress(OSError, TimeoutError):
                session = await open_session(self.broker, name, filters)
                wait_s = FIRST_WAIT_S
                self._arrived(name)
                try:
                    await self._hold(session)
                finally:
                    session.writer.close()
                    self._lost(name)
            await asyncio.sleep(wait_s * self.draw.uniform(0.5, 1.5))
            wait_s = min(CEILING_S, wait_s * 2)

    async def _hold(self, session: Session) -> None:
        """Answer what comes, and keep the session alive, until the broker has gone."""
        while True:
            try:
                async with asyncio.timeout(self.broker.keepalive_s / 2):
                    came = await session.packets()
            except TimeoutError:
                session.writer.write(packets.PING)
                continue
            for packet in came:
                if packet.kind == packets.PUBLISH:
                    packet_id = packets.delivery(packet).packet_id
                    if packet_id is not None:
                        session.writer.write(packets.puback(packet_id))

    def _arrived(self, name: str) -> None:
        self._there.add(name)
        if len(self._there) == self.connections and self._since_s is not None:
            self._full.append(round(time.monotonic() - self._since_s, 3))
            self._since_s = None

    def _lost(self, name: str) -> None:
        self._there.discard(name)
        if self._since_s is None:
            self._since_s = time.monotonic()
