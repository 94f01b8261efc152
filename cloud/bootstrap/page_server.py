"""The pages on uvicorn: over TLS beyond loopback, or behind a proxy that speaks it."""

import asyncio
import ctypes
import gc
import logging
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp

from cloud.bootstrap.listening import allow_many_files, listening
from cloud.settings import Web
from cloud.web.patience import PatientProtocol
from cloud.web.tls import OwnCertificate
from contract.errors import BadSettings

log = logging.getLogger(__name__)

OWN: Final = "own.pem"

# Connections that are open at once; uvicorn then answers 503 at no cost.
_MOST_AT_ONCE: Final = 256
_KEEP_ALIVE_S: Final = 5
_LOOK_S: Final = 60.0
_LOOPBACK: Final = ("127.0.0.1", "::1")
# Threads that answer: pages are work of one processor, and each thread keeps memory of its own.
_THREADS: Final = 12
# A thread that draws a page gives way this soon. By Python's own 5 ms a crew's request, which
# changes threads and asks the registry some ten times, would wait as often as that.
_GIVE_WAY_S: Final = 0.0005
# What is loaded stays, and a page makes a hundred thousand small things that do not.
_GARBAGE_EVERY: Final = 50_000
# glibc's M_ARENA_MAX: each thread that draws pages would keep a heap of its own, some 30 MB in all.
_ARENAS: Final = (-8, 2)


def serve_pages(app: ASGIApp, web: Web) -> None:
    """Serve the pages until SIGINT or SIGTERM; raise BadSettings if that would not be safe."""
    own = certificate_of(web)
    allow_many_files()
    with listening(web.host, web.port) as place:
        host, port = place.getsockname()[:2]
        log.info("pages are served at %s://%s:%s", "http" if own is None else "https", host, port)
        be_quick()
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(page_server(app, web, own), place, own))


def be_quick() -> None:
    """Have this process answer short requests soon while it draws long pages, in little memory."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(*_ARENAS)
    sys.setswitchinterval(_GIVE_WAY_S)
    gc.freeze()
    gc.set_threshold(_GARBAGE_EVERY, 20, 20)


def certificate_of(web: Web) -> OwnCertificate | None:
    """Return what the pages are shown under: what the settings name, or else what we made.

    None on loopback, and behind a proxy. Raises BadSettings if beyond loopback there is none.
    """
    if (web.cert_file is None) != (web.key_file is None):
        raise BadSettings("web.cert_file and web.key_file go together: name both, or none")
    if web.cert_file is not None and web.key_file is not None:
        return OwnCertificate(web.cert_file, web.key_file)
    if not web.makes_its_own:
        return None
    own = web.folder / OWN
    if not own.exists():
        raise BadSettings(
            f"web.host {web.host} is beyond loopback, and pages go there over TLS only: run"
            " `vallee-cloud authority web`, name web.cert_file and web.key_file, or put a proxy"
            " before them that speaks it and say web.behind_proxy = true"
        )
    return OwnCertificate(own, own)


def page_names(web: Web) -> Sequence[str]:
    """Return the names by which browsers ask for the pages, beside loopback."""
    if web.allowed_hosts or web.is_here:
        return web.allowed_hosts
    # Not the fully qualified one: that would be asked of the network.
    name = socket.gethostname().lower()
    return (name,) if "." in name else (name, f"{name}.local")


def page_server(
    app: ASGIApp,
    web: Web,
    own: OwnCertificate | None,
    protocol: type[PatientProtocol] = PatientProtocol,
    at_once: int = _MOST_AT_ONCE,
) -> uvicorn.Server:
    """Return the server of the pages, for a socket that is taken already."""
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        # Who asked and how is the connection's, but for what a proxy on this machine says.
        proxy_headers=web.behind_proxy,
        forwarded_allow_ips=list(_LOOPBACK),
        limit_concurrency=at_once,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
    )
    config.load()
    config.ssl = None if own is None else own.context
    return uvicorn.Server(config)


async def _serve(server: uvicorn.Server, place: socket.socket, own: OwnCertificate | None) -> None:
    current_default_thread_limiter().total_tokens = _THREADS
    async with asyncio.TaskGroup() as tasks:
        fresh = tasks.create_task(_keep_fresh(own), name="the pages' certificate")
        await server.serve(sockets=[place])
        fresh.cancel()


async def _keep_fresh(own: OwnCertificate | None) -> None:
    """Show a certificate that was renewed, without a restart."""
    while own is not None:
        await asyncio.sleep(_LOOK_S)
        try:
            if own.look():
                log.info("the pages have their next certificate")
        except BadSettings as error:
            log.warning("the pages keep the certificate that they have: %s", error)
