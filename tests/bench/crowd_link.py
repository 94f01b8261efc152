"""A client as light as can be: it shares the two cores with the server that it asks."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

# uvicorn lets an idle connection go after five seconds; a phone would open another.
IDLE_S: Final = 4.0
PATIENCE_S: Final = 30.0
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took, a new connection included."""

    status: int
    head: str
    body: bytes
    spent_s: float


@dataclass
class Link:
    """One browser's connection, from an address of its own on loopback."""

    port: int
    source: str = "127.0.0.1"
    cookie: str = ""
    token: str = ""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _used_s: float = 0.0
    spent: dict[str, list[float]] = field(default_factory=dict)

    async def ask(
        self,
        kind: str,
        method: str,
        path: str,
        body: bytes = b"",
        media: str = "",
        says: Mapping[str, str] = NOTHING,
    ) -> Answer:
        """Ask, and note under `kind` how long that took."""
        begun_s = time.perf_counter()
        async with asyncio.timeout(PATIENCE_S):
            status, head, told = await self._exchange(method, path, body, media, says)
        spent_s = time.perf_counter() - begun_s
        self.spent.setdefault(kind, []).append(spent_s)
        return Answer(status, head, told, spent_s)

    async def get(self, kind: str, path: str) -> Answer:
        """Get something that has to be there."""
        answer = await self.ask(kind, "GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.body[:200]!r}")
        return answer

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _exchange(
        self, method: str, path: str, body: bytes, media: str, says: Mapping[str, str]
    ) -> tuple[int, str, bytes]:
        if self._streams is not None and time.monotonic() - self._used_s > IDLE_S:
            await self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(self.source, 0), limit=1 << 20
            )
        reader, writer = self._streams
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Language: fr",
            "Sec-Fetch-Site: same-origin",
            f"Content-Length: {len(body)}",
        ]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [f"X-Vallee-Token: {self.token}"] if self.token else []
        lines += [f"Content-Type: {media}"] if media else []
        lines += [f"{name}: {value}" for name, value in says.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        parts = (line.partition(": ") for line in head.split("\r\n")[1:])
        fields = {name.lower(): value for name, _, value in parts}
        told = await reader.readexactly(int(fields.get("content-length", "0")))
        self._used_s = time.monotonic()
        if fields.get("connection") == "close":
            await self.close()
        return int(head[9:12]), head, told
