"""The TLS end of the nodes' address: a client may show its certificate, which then travels along.

Whoever has none yet is let in too, to enrol. The handshake proves that a client holds the key of
what it shows and that our authority signed it. An expired certificate passes here, so that its
node can be told why it is of no use any more: see `cloud.provision.peer`.
"""

import asyncio
import ssl
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, ClassVar, Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from cloud.web.tls import serving_context

# OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python does not name.
_NO_CHECK_TIME: Final = 0x200000

_EXTENSION: Final = "tls"
_CHAIN: Final = "client_cert_chain"


def server_context(own: Path, trusted_pem: bytes) -> ssl.SSLContext:
    """Return the context of a server that lets clients show certificates of `trusted_pem`.

    `own` holds its key, its certificate and what leads to the root.
    """
    context = serving_context()
    context.load_cert_chain(own)
    context.load_verify_locations(cadata=trusted_pem.decode("ascii"))
    context.verify_mode = ssl.CERT_OPTIONAL
    context.verify_flags |= _NO_CHECK_TIME
    # A session that is taken up again would not show its certificate anew.
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    return context


class PeerProtocol(H11Protocol):
    """uvicorn's HTTP, with the client's certificate as ASGI's TLS extension has it, and an end."""

    # One request of a few KiB, over the worst radio; who takes longer holds a place for nothing.
    longest_s: ClassVar[float] = 60.0

    _end: asyncio.TimerHandle | None = None

    # uvicorn narrows asyncio's own type.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note who is there, for every request on this connection."""
        super().connection_made(transport)
        secured = transport.get_extra_info("ssl_object")
        shown = secured.getpeercert(binary_form=True) if secured is not None else None
        self.app = _WithPeer(self.app, shown)
        self._end = self.loop.call_later(self.longest_s, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the clock."""
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)


def shown_by(scope: MutableMapping[str, Any]) -> str | None:
    """Return the certificate that the client of a request showed, PEM; None if it showed none."""
    chain = scope.get("extensions", {}).get(_EXTENSION, {}).get(_CHAIN, ())
    return next(iter(chain), None)


class _WithPeer:
    """Puts a client's certificate into every scope."""

    def __init__(self, app: ASGIApp, shown: bytes | None) -> None:
        self._app = app
        self._chain = () if shown is None else (ssl.DER_cert_to_PEM_cert(shown),)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        extensions = {**scope.get("extensions", {}), _EXTENSION: {_CHAIN: self._chain}}
        await self._app({**scope, "extensions": extensions}, receive, send)
