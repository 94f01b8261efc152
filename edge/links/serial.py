"""Bytes from a UART or a pty: the edge's one door to pyserial."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable

from serial import Serial, SerialException

from edge.backoff import wait_s

log = logging.getLogger(__name__)

BAUD = 9600
_READ_BYTES = 4096


async def chunks(port: str, jitter: Callable[[], float]) -> AsyncGenerator[bytes, None]:
    """Yield what `port` gives, as it comes, for ever; open it again when it is lost."""
    attempt = 0
    while True:
        try:
            async for data in _open_chunks(port):
                attempt = 0
                yield data
        except (OSError, SerialException) as error:
            wait = wait_s(attempt, 1.0, 30.0, jitter())
            log.warning("%s: %s; next try in %.0f s", port, error, wait)
            attempt += 1
            await asyncio.sleep(wait)


async def _open_chunks(port: str) -> AsyncGenerator[bytes, None]:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    with Serial(port, BAUD, timeout=0) as line:
        loop.add_reader(line.fileno(), ready.set)
        try:
            while True:
                await ready.wait()
                ready.clear()
                # Empty although ready: the other end of the line is gone; read() raises then.
                if data := line.read(_READ_BYTES):
                    yield data
        finally:
            loop.remove_reader(line.fileno())
