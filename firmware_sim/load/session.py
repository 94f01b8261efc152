"""One MQTT session on asyncio streams: connect, subscribe, and then packets."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from contract.broker import Broker
from firmware_sim.errors import SinkFault
from firmware_sim.load import packets
from firmware_sim.load.packets import Packet, Splitter

_READ_BYTES = 65_536
_ANSWER_S = 10.0


@dataclass(slots=True)
class Session:
    """A session that the broker has accepted."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    splitter: Splitter
    # Retained messages come in one breath with the broker's leave to have them.
    early: list[Packet] = field(default_factory=list)

    async def packets(self) -> list[Packet]:
        """Wait for packets; raise ConnectionError when the broker has gone."""
        if self.early:
            early, self.early = self.early, []
            return early
        data = await self.reader.read(_READ_BYTES)
        if not data:
            raise ConnectionResetError("the broker closed the connection")
        return list(self.splitter.feed(data))

    def close(self) -> None:
        """Say goodbye and let go."""
        if not self.writer.is_closing():
            self.writer.write(packets.DISCONNECT)
            self.writer.close()


async def open_session(broker: Broker, name: str, filters: Sequence[str]) -> Session:
    """Connect as `name`, subscribe, and return when the broker has granted it.

    Raises OSError or TimeoutError if there is no broker, SinkFault if it refuses.
    """
    async with asyncio.timeout(_ANSWER_S):
        reader, writer = await asyncio.open_connection(broker.host, broker.port)
        session = Session(reader, writer, Splitter())
        try:
            writer.write(
                packets.connect(name, broker.keepalive_s, broker.username, broker.password())
            )
            answer = await session.packets()
            if answer[0].kind != packets.CONNACK or answer[0].body[1] != 0:
                raise SinkFault(f"the broker at {broker.host}:{broker.port} refuses {name}")
            writer.write(packets.subscribe(1, filters))
            _, *session.early = await session.packets()
        except BaseException:
            writer.close()
            raise
    return session
