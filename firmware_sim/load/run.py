"""Plays a fleet on a broker: sends, hears receipts, and repeats what stays unreceipted.

Theory of operation. One session publishes for all nodes. At most WINDOW readings are on their way;
what is not receipted within REPEAT_S, or was on its way when the broker went, is sent again, as a
node would from its outbox. Nothing is sent before an ingester has shown itself, and nothing is
repeated while none is there.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import msgspec

from contract import codec
from contract.broker import Broker
from contract.errors import Malformed
from contract.presence import IngesterPresence, Link
from contract.receipt import Receipt
from contract.topics import Channel, everyone, parse
from firmware_sim.errors import SinkFault
from firmware_sim.load import packets
from firmware_sim.load.book import Book
from firmware_sim.load.fleet import Fleet, Sent
from firmware_sim.load.session import Session, open_session

# More would wait in the broker's queue, whose default holds no more messages than nodes send.
WINDOW: Final = 20_000
REPEAT_S: Final = 10.0
RETRY_S: Final = 0.5
PATIENCE_S: Final = 60.0
BEAT_S: Final = 0.005
_PACKET_IDS: Final = 65_535


class Summary(msgspec.Struct, frozen=True):
    """What a load came to; readings, and milliseconds from the first send to the receipt."""

    nodes: int
    each: int
    seconds: float
    sent: int
    settled: int
    pending: int
    repeated: int
    settled_a_second: float
    connects: int
    p50_ms: int | None
    p95_ms: int | None
    p99_ms: int | None


@dataclass(slots=True)
class Load:
    """A fleet on a broker; `rate` is readings a second, None as many as are receipted."""

    broker: Broker
    fleet: Fleet
    rate: float | None
    seconds: float
    drain_s: float
    name: str = "load"
    book: Book = field(init=False)
    _session: Session | None = None
    _present: set[str] = field(default_factory=set)
    _met: asyncio.Event = field(default_factory=asyncio.Event)
    _enough: bool = False
    _connects: int = 0
    _packet_id: int = 0
    _last_s: float = 0.0

    def __post_init__(self) -> None:
        """Open the book."""
        self.book = Book(self.fleet.epoch)

    async def run(self) -> Summary:
        """Send for so many seconds, wait for the receipts, and sum up."""
        try:
            async with asyncio.TaskGroup() as group:
                link = group.create_task(self._stay(), name="link")
                begun_s = await self._play(self.fleet.envelopes())
                link.cancel()
        except* SinkFault as faults:
            raise faults.exceptions[0] from None
        if self._session is not None:
            self._session.close()
        return self._summary(max(1e-9, self._last_s - begun_s))

    def stop(self) -> None:
        """Send nothing new; `run` ends when what was sent is receipted."""
        self._enough = True
        self._met.set()

    async def _play(self, envelopes: Iterator[Sent]) -> float:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._met.wait()
        except TimeoutError:
            raise SinkFault(f"no ingester has shown itself within {PATIENCE_S:.0f} s") from None
        begun_s = now_s = self._last_s = time.monotonic()
        until_s = begun_s + self.seconds
        while now_s < until_s + self.drain_s:
            if self._enough:
                until_s = min(until_s, now_s)
            if now_s < until_s:
                self._produce(envelopes, now_s - begun_s)
            elif not self.book.pending:
                break
            if self._present:
                for late in self.book.overdue(now_s, REPEAT_S):
                    self._send(late)
            if self._session is not None:
                with suppress(ConnectionError):
                    await self._session.writer.drain()
            await asyncio.sleep(BEAT_S)
            now_s = time.monotonic()
        return begun_s

    def _produce(self, envelopes: Iterator[Sent], elapsed_s: float) -> None:
        due = WINDOW if self.rate is None else self.rate * elapsed_s - self.book.sent
        room = min(due, WINDOW - self.book.pending)
        for _ in range(int(room // self.fleet.each)):
            envelope = next(envelopes)
            self.book.note(envelope, time.monotonic())
            self._send(envelope)

    def _send(self, envelope: Sent) -> None:
        if self._session is not None and not self._session.writer.is_closing():
            self._packet_id = self._packet_id % _PACKET_IDS + 1
            self._session.writer.write(
                packets.publish(envelope.topic, envelope.payload, self._packet_id)
            )

    async def _stay(self) -> None:
        """Keep the session, and connect again whenever it is lost."""
        filters = [everyone(Channel.RECEIPT), everyone(Channel.PRESENCE)]
        while True:
            with suppress(OSError, TimeoutError):
                self._session = await open_session(self.broker, self.name, filters)
                self._connects += 1
                # What was on its way may be lost with the old connection.
                for late in self.book.overdue(time.monotonic(), 0.0):
                    self._send(late)
                async with asyncio.TaskGroup() as group:
                    pinging = group.create_task(self._ping(self._session), name="ping")
                    await self._listen(self._session)
                    pinging.cancel()
            self._session = None
            self._present.clear()
            await asyncio.sleep(RETRY_S)

    async def _ping(self, session: Session) -> None:
        while True:
            await asyncio.sleep(self.broker.keepalive_s / 2)
            session.writer.write(packets.PING)

    async def _listen(self, session: Session) -> None:
        """Hear what comes until the broker has gone."""
        while True:
            try:
                came = await session.packets()
            except ConnectionError:
                session.writer.close()
                return
            for packet in came:
                if packet.kind == packets.PUBLISH:
                    self._hear(session, packets.delivery(packet))

    def _hear(self, session: Session, came: packets.Delivery) -> None:
        with suppress(Malformed):
            if parse(came.topic).channel is Channel.RECEIPT:
                settled = self.book.settled
                self.book.hear(codec.decode(came.payload, Receipt), time.monotonic())
                if self.book.settled > settled:
                    self._last_s = time.monotonic()
            else:
                presence = codec.decode(came.payload, IngesterPresence)
                change = self._present.add if presence.link is Link.UP else self._present.discard
                change(presence.ingester)
                if self._present:
                    self._met.set()
        if came.packet_id is not None:
            session.writer.write(packets.puback(came.packet_id))

    def _summary(self, took_s: float) -> Summary:
        book = self.book
        return Summary(
            self.fleet.nodes,
            self.fleet.each,
            round(took_s, 3),
            book.sent,
            book.settled,
            book.pending,
            book.repeated,
            round(book.settled / took_s, 1),
            self._connects,
            *(book.percentile_ms(share) for share in (0.5, 0.95, 0.99)),
        )
