"""Nodes with certificates that hold a session each, in a process of their own.

`python -m tests.chaos.guests HOST PORT ROOT FOLDER FIRST LAST` holds those of load-FIRST to
load-LAST whose keys and certificates are in FOLDER. It says `here SECONDS` on a line, by the clock
that all processes share, each time all of them are in, and ends with its standard input.
"""

import asyncio
import random
import ssl
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contract.topics import Channel, everyone, topic
from edge.backoff import wait_s
from firmware_sim.load import packets
from firmware_sim.load.fleet import node_name

# As paho does in a node: a second, then twice as long each time. The lots are a node's own.
FIRST_S: Final = 1.0
CEILING_S: Final = 30.0
# As an edge has it, unless its settings say otherwise.
KEEPALIVE_S: Final = 30
# Who has not been answered in this time tries again.
PATIENCE_S: Final = 30.0
_READ: Final = 65_536


@dataclass(slots=True)
class Guests:
    """So many nodes, each of which comes back by itself."""

    host: str
    port: int
    root: Path
    folder: Path
    names: list[str]
    _there: set[str] = field(default_factory=set)

    async def run(self) -> None:
        """Hold all sessions until the standard input ends."""
        loop = asyncio.get_running_loop()
        over = loop.run_in_executor(None, sys.stdin.read)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._stay(name), name=name) for name in self.names]
            await over
            for task in tasks:
                task.cancel()

    async def _stay(self, name: str) -> None:
        who = self._identity(name)
        tries = 0
        while True:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    reader, writer = await self._enter(name, who)
                tries = 0
                self._arrived(name)
                try:
                    await _hold(reader, writer)
                finally:
                    self._there.discard(name)
                    writer.close()
            # Lots against a crowd, not a secret.
            await asyncio.sleep(wait_s(tries, FIRST_S, CEILING_S, random.random()))  # noqa: S311
            tries += 1

    def _identity(self, name: str) -> ssl.SSLContext:
        """Return a context of its own: no two nodes share what TLS remembers."""
        who = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        who.load_verify_locations(self.root)
        who.load_cert_chain(self.folder / f"{name}.pem")
        return who

    async def _enter(
        self, name: str, who: ssl.SSLContext
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, say who we are, subscribe as a node does, and be granted it."""
        reader, writer = await asyncio.open_connection(
            self.host, self.port, ssl=who, ssl_handshake_timeout=PATIENCE_S
        )
        try:
            writer.write(packets.connect(name, KEEPALIVE_S, None, None))
            answer = await _one(reader, packets.CONNACK)
            if answer.body[1] != 0:
                raise ConnectionError(f"{name} is refused")
            asked = [topic(name, Channel.RECEIPT), everyone(Channel.PRESENCE)]
            writer.write(packets.subscribe(1, asked))
            await _one(reader, packets.SUBACK)
        except BaseException:
            writer.close()
            raise
        return reader, writer

    def _arrived(self, name: str) -> None:
        self._there.add(name)
        if len(self._there) == len(self.names):
            sys.stdout.write(f"here {time.monotonic()}\n")
            sys.stdout.flush()


async def _one(reader: asyncio.StreamReader, kind: int) -> packets.Packet:
    splitter = packets.Splitter()
    while True:
        data = await reader.read(_READ)
        if not data:
            raise ConnectionResetError("the broker hung up")
        for packet in splitter.feed(data):
            if packet.kind == kind:
                return packet


async def _hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Keep the session alive until the broker has gone."""
    while True:
        try:
            async with asyncio.timeout(KEEPALIVE_S / 2):
                data = await reader.read(_READ)
        except TimeoutError:
            writer.write(packets.PING)
            continue
        if not data:
            return


def main(host: str, port: str, root: str, folder: str, first: str, last: str) -> None:
    """Hold the sessions that the command line names."""
    names = [node_name(number) for number in range(int(first), int(last) + 1)]
    asyncio.run(Guests(host, int(port), Path(root), Path(folder), names).run())


if __name__ == "__main__":
    main(*sys.argv[1:])
