"""Where the ledger is: a page, and the same for machines."""

from dataclasses import dataclass
from typing import Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import Response

from cloud.registry.values import Role
from cloud.web.ledger.page import LedgerPages, load_ledger_pages
from cloud.web.ledger.view import LedgerDesk
from cloud.web.people.gate import Gate
from cloud.web.people.guard import Guard
from cloud.web.replies import download, language_of, page
from cloud.web.words import Language

PATH: Final = "/desk/ledger"


def add_ledger_routes(
    app: FastAPI, desk: LedgerDesk, languages: tuple[Language, ...], guard: Guard | None = None
) -> None:
    """Put the books that `desk` keeps at their addresses; for dispatchers, where there are any."""
    gate = Gate(guard, (Role.DISPATCHER,))
    answers = _Answers(desk, load_ledger_pages(languages), languages, gate)
    for path, answer in ((PATH, answers.page), (f"{PATH}.json", answers.json)):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; they run in threads, since a desk may wait for its store."""

    desk: LedgerDesk
    pages: LedgerPages
    languages: tuple[Language, ...]
    gate: Gate

    def page(self, request: Request) -> Response:
        self.gate.let_in(request)
        language = language_of(request, self.languages)
        return page(self.pages.ledger(self.desk.ledger(), language), self.pages.room, language)

    def json(self, request: Request) -> Response:
        self.gate.let_in(request)
        return download(msgspec.json.encode(self.desk.ledger()), "application/json", "ledger.json")
