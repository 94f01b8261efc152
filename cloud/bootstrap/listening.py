"""An address that is listened on, and as many connections as the machine lets a program have."""

import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from contract.errors import BadSettings


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Take an address for a while; raise BadSettings if that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        place = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise BadSettings(f"cannot listen on {host}:{port}: {error.strerror}") from error
    with place:
        # Each connection inherits it; asyncio cares for that only where a socket names TCP. Without
        # it an answer of head and body waits 40 ms for the other side's late acknowledgement.
        place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield place


def allow_many_files() -> None:
    """Take the most descriptors that there are: a half-open handshake costs one as well."""
    # The usual limit is a thousand.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
