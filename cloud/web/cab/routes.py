"""What is at which address of the crew's app, beside what it asks and tells (`cab.api`).

GET  /tournee                      the shell; who is not signed in is told to sign in
GET  /tournee/stay                 Stay: for whom, of which truck, and the token that telling needs
GET  /tournee/files/RELEASE/NAME   what the app is made of; for ever, since RELEASE changes
GET  /tournee/worker.js            what answers where there is no network
GET  /tournee/manifest.webmanifest
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from cloud.registry.values import Role
from cloud.web.cab.assets import HOME, Assets, load_assets
from cloud.web.cab.page import CabPage, load_page
from cloud.web.install.page import WORKER_POLICY
from cloud.web.operations import Operation, add, said
from cloud.web.people.guard import Guard
from cloud.web.people.returning import HOME as ABOUT_ME
from cloud.web.people.routes import LEAVE
from cloud.web.replies import language_of
from cloud.web.words import LANGUAGES, Language

_NOT_FOUND: Final = 404
_FOR_EVER: Final = "public, max-age=31536000, immutable"


class Stay(msgspec.Struct, frozen=True):
    """Who is signed in, and what he has to show to tell anything.

    Attributes:
        truck: None if none is his.
        now_us: the server's clock.
    """

    id: str
    name: str
    truck: str | None
    token: str
    now_us: int


STAY: Final = Operation("GET", f"{HOME}/stay", "Who is signed in to the crew's app.", {200: Stay})


def add_cab_page(
    app: FastAPI,
    guard: Guard,
    now_us: Callable[[], int],
    languages: tuple[Language, ...] = LANGUAGES,
) -> None:
    """Put the crew's app at its addresses."""
    assets = load_assets(languages)
    answers = _Answers(guard, now_us, load_page(assets, LEAVE, ABOUT_ME), assets, languages)
    for path, answer in (
        (HOME, answers.shell),
        (f"{HOME}/files/{{release}}/{{name}}", answers.file),
        (f"{HOME}/worker.js", answers.worker),
        (f"{HOME}/manifest.webmanifest", answers.manifest),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    add(app, STAY, answers.stay)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address."""

    guard: Guard
    now_us: Callable[[], int]
    page: CabPage
    assets: Assets
    languages: tuple[Language, ...]

    def shell(self, request: Request) -> Response:
        self.guard.let_in(request, Role.CREW)
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

    def stay(self, request: Request, _body: bytes) -> Response:
        person = self.guard.let_in(request, Role.CREW)
        token = self.guard.token(request)
        return said(Stay(person.id, person.name, person.truck, token, self.now_us()))
