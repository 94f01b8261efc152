"""The server that nodes ask for certificates, on uvicorn and TLS."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

import uvicorn

from cloud.bootstrap.identity import enrolling, now
from cloud.bootstrap.listening import allow_many_files, listening
from cloud.bootstrap.parts import now_us
from cloud.errors import BadAuthority
from cloud.provision.authority import Authority
from cloud.provision.durable import SECRET, write_durably
from cloud.provision.enrolment import Enrolment
from cloud.provision.server_certificate import own_pem
from cloud.settings import Settings
from cloud.web.enrol.routes import create_enrol_app
from cloud.web.enrol.tls import PeerProtocol, server_context

log = logging.getLogger(__name__)

OWN: Final = "enrol.pem"
PORT: Final = 8444

_DAY_S: Final = 86_400.0
# More than any crowd that knocks at once; uvicorn then answers 503 at no cost.
_MOST_AT_ONCE: Final = 500
_LOOPBACK: Final = ("localhost", "127.0.0.1")


def serve_enrolment(settings: Settings, host: str, port: int) -> None:
    """Serve /enrol and /renew on TLS until SIGINT or SIGTERM."""
    allow_many_files()
    with enrolling(settings) as enrolment, listening(host, port) as place:
        context = certified(enrolment.authority, settings)
        server = enrol_server(enrolment, context)
        log.info("nodes are served at https://%s:%s", *place.getsockname()[:2])
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(server, place, context, enrolment.authority, settings))


def enrol_server(
    enrolment: Enrolment,
    context: ssl.SSLContext,
    clock: Callable[[], int] = now_us,
    protocol: type[PeerProtocol] = PeerProtocol,
) -> uvicorn.Server:
    """Return the server that nodes ask, for a socket that is taken already."""
    config = uvicorn.Config(
        create_enrol_app(enrolment, clock),
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # The address that failures are counted by is the connection's, whatever a header says.
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=5,
    )
    config.load()
    config.ssl = context
    return uvicorn.Server(config)


def certified(authority: Authority, settings: Settings) -> ssl.SSLContext:
    """Return the context of the nodes' server, under a certificate that is made now."""
    _certify(authority, settings)
    return server_context(settings.identity.folder / OWN, authority.chain_pem)


def server_names(settings: Settings) -> Sequence[str]:
    """Return the names under which nodes find their server."""
    told = urlsplit(settings.identity.enrol_url).hostname
    return list(dict.fromkeys((*([told] if told else []), *_LOOPBACK)))


def port_of(settings: Settings) -> int:
    """Return the port of the nodes' server: that of its URL, if that says one."""
    return urlsplit(settings.identity.enrol_url).port or PORT


async def _serve(
    server: uvicorn.Server,
    place: socket.socket,
    context: ssl.SSLContext,
    authority: Authority,
    settings: Settings,
) -> None:
    async with asyncio.TaskGroup() as tasks:
        fresh = tasks.create_task(
            _keep_fresh(context, authority, settings), name="the server's certificate"
        )
        await server.serve(sockets=[place])
        fresh.cancel()


async def _keep_fresh(context: ssl.SSLContext, authority: Authority, settings: Settings) -> None:
    """Give the server a new certificate every day: it runs for longer than one holds."""
    while True:
        await asyncio.sleep(_DAY_S)
        _certify(authority, settings)
        context.load_cert_chain(settings.identity.folder / OWN)


def _certify(authority: Authority, settings: Settings) -> None:
    own = own_pem(authority, server_names(settings), now())
    try:
        write_durably(settings.identity.folder / OWN, own, SECRET)
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
