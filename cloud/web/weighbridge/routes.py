"""Where the weighings are: a page a month, and its two sheets for spreadsheets."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from cloud.registry.values import Role
from cloud.web.people.guard import Guard
from cloud.web.replies import download, language_of, page
from cloud.web.weighbridge.page import WeighingPages, load_weighing_pages
from cloud.web.weighbridge.view import WeighingsDesk, WeighingsView
from cloud.web.words import Language
from cloud.weighbridge.export import matching_csv, tonnage_csv

HOME: Final = "/pesees"
_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_CSV: Final = "text/csv; charset=utf-8"


def add_weighing_routes(
    app: FastAPI, desk: WeighingsDesk, guard: Guard, languages: tuple[Language, ...]
) -> None:
    """Put the weighings at their addresses, for dispatchers."""
    answers = _Answers(desk, guard, load_weighing_pages(languages), languages)
    for path, answer in (
        (HOME, answers.weighings),
        (f"{HOME}/tonnage.csv", answers.tonnage),
        (f"{HOME}/rapprochement.csv", answers.matching),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; they run in threads, since a desk may wait for its registry."""

    desk: WeighingsDesk
    guard: Guard
    pages: WeighingPages
    languages: tuple[Language, ...]

    def weighings(self, request: Request) -> Response:
        view = self._view(request)
        language = language_of(request, self.languages)
        return page(self.pages.weighings(view, language), self.pages.room, language)

    def tonnage(self, request: Request) -> Response:
        view = self._view(request)
        found = view.weighings
        body = tonnage_csv(found.tonnage, found.facts.communes)
        return download(body, _CSV, f"tonnage-{view.month:%Y-%m}.csv")

    def matching(self, request: Request) -> Response:
        view = self._view(request)
        found = view.weighings
        body = matching_csv(found.matching, found.facts.trucks, found.zone)
        return download(body, _CSV, f"rapprochement-{view.month:%Y-%m}.csv")

    def _view(self, request: Request) -> WeighingsView:
        self.guard.let_in(request, Role.DISPATCHER)
        asked = _MONTH.fullmatch(request.query_params.get("mois", ""))
        month = date(int(asked[1]), int(asked[2]), 1) if asked else self.desk.today().replace(day=1)
        return self.desk.view(month)
