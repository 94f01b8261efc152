"""What is at which address of the installer's page.

    GET  /n/NODE, /c/PLACE          what a label's QR says → /pose, with that node or place chosen
    GET  /pose                      the shell; who is not signed in is told to sign in
    GET  /pose/places               Loaded: the list, for whom, and the token that sending needs
    POST /pose/visits               Sent, a visit with its photo → Verdict; one id is one visit
    GET  /pose/cards                Cards: every installation
    GET  /pose/record/NODE.pdf      the signed record of a mounted node
    GET  /pose/files/RELEASE/NAME   what the page is made of; for ever, since RELEASE changes
    GET  /pose/worker.js            what answers where there is no network
    GET  /pose/manifest.webmanifest

What a script asks for is refused with a Problem as JSON: 400 malformed, 401 not signed in, 403 not
an installer or not from our page, 413 too long, 503 try again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.errors import RegistryFault
from cloud.installation.forms import Verdict
from cloud.installation.service import Installing
from cloud.registry.values import Person, Role
from cloud.web.install.assets import HOME, Assets, load_assets
from cloud.web.install.page import WORKER_POLICY, InstallPage, load_page
from cloud.web.install.problems import TooLong, problem_of
from cloud.web.install.view import Cards, Known, Loaded, Sent
from cloud.web.people.guard import Guard
from cloud.web.replies import download, language_of
from cloud.web.words import Language
from contract.names import is_name

# The page makes photos of 300 kB, which base64 makes 400; a visit has 16 kB besides.
LARGEST_BODY: Final = 416_384
# Where the people's pages end a stay.
SIGN_OUT: Final = "/sortir"
_SEE_OTHER: Final = 303
_NOT_FOUND: Final = 404
_FOR_EVER: Final = "public, max-age=31536000, immutable"

log = logging.getLogger(__name__)


def add_install_routes(
    app: FastAPI, installing: Installing, guard: Guard, languages: tuple[Language, ...]
) -> None:
    """Put the installer's page at its addresses."""
    assets = load_assets(languages)
    answers = _Answers(installing, guard, load_page(assets, SIGN_OUT), assets, languages)
    for path, answer in (
        (HOME, answers.shell),
        (HOME + "/places", answers.places),
        (HOME + "/cards", answers.cards),
        (HOME + "/record/{node}.pdf", answers.record),
        (HOME + "/files/{release}/{name}", answers.file),
        (HOME + "/worker.js", answers.worker),
        (HOME + "/manifest.webmanifest", answers.manifest),
        ("/n/{name}", answers.node_label),
        ("/c/{name}", answers.place_label),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    app.add_api_route(HOME + "/visits", answers.visit, methods=["POST"], response_model=None)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; what waits for the registry runs in threads."""

    installing: Installing
    guard: Guard
    page: InstallPage
    assets: Assets
    languages: tuple[Language, ...]

    def shell(self, request: Request) -> Response:
        self.guard.let_in(request, Role.INSTALLER)
        return self.page.shell(language_of(request, self.languages))

    def manifest(self, request: Request) -> Response:
        return self.page.manifest(language_of(request, self.languages))

    def file(self, release: str, name: str) -> Response:
        asset = self.assets.files.get(name)
        if asset is None or release != self.assets.release:
            raise HTTPException(_NOT_FOUND)
        return Response(asset.body, media_type=asset.kind, headers={"Cache-Control": _FOR_EVER})

    def worker(self) -> Response:
        headers = {"Content-Security-Policy": WORKER_POLICY, "Service-Worker-Allowed": HOME}
        worker = self.assets.worker
        return Response(worker.body, media_type=worker.kind, headers=headers)

    def node_label(self, name: str) -> Response:
        return _chosen("n", name)

    def place_label(self, name: str) -> Response:
        return _chosen("c", name)

    async def places(self, request: Request) -> Response:
        return await self._answer(request, lambda person, _body: self._loaded(request, person))

    async def cards(self, request: Request) -> Response:
        return await self._answer(request, lambda _person, _body: Cards(self.installing.cards()))

    async def visit(self, request: Request) -> Response:
        return await self._answer(request, self._received, LARGEST_BODY)

    def record(self, request: Request, node: str) -> Response:
        self.guard.let_in(request, Role.INSTALLER, Role.DISPATCHER)
        try:
            pdf = self.installing.record(node)
        except RegistryFault as error:
            raise HTTPException(_NOT_FOUND) from error
        return download(pdf, "application/pdf", f"pose-{node}.pdf")

    def _loaded(self, request: Request, person: Person) -> Loaded:
        sheet = self.installing.sheet(person.id)
        return Loaded(Known(person.id, person.name), self.guard.token(request), sheet)

    def _received(self, person: Person, body: bytes) -> Verdict:
        sent = msgspec.json.decode(body, type=Sent)
        now_us = self.guard.now_us()
        return self.installing.receive(sent.visit, sent.photo or None, person.id, now_us)

    async def _answer(
        self, request: Request, make: Callable[[Person, bytes], object], most: int = 0
    ) -> Response:
        """Let somebody in, read what he sends, and answer as JSON, whatever comes of it."""
        try:
            person = await run_in_threadpool(self.guard.let_in, request, Role.INSTALLER)
            body = await _body(request, most)
            made = await run_in_threadpool(make, person, body)
        except Exception as error:
            told = problem_of(error)
            if told is None:
                raise
            status, problem = told
            # A sentence of ours or of msgspec names a field, never a value.
            log.warning("turned away at %s: %s", request.url.path, error)
            return _json(problem, status)
        return _json(made)


def _chosen(kind: str, name: str) -> Response:
    """Send who scanned a label to the page; known or not, so that a stranger learns nothing.

    In the query and not behind a #, which a browser would lose on its way by the door.
    """
    if not is_name(name):
        raise HTTPException(_NOT_FOUND)
    return RedirectResponse(f"{HOME}?{kind}={name}", _SEE_OTHER)


async def _body(request: Request, most: int) -> bytes:
    """Read a body as far as it may go; raise TooLong."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise TooLong(f"more than {most} bytes")
    return bytes(body)


def _json(answer: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
