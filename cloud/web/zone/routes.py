"""What is at which address of the zones: a page each, its table, its record, and their list."""

from dataclasses import dataclass
from datetime import date
from typing import Final, get_args
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from cloud.errors import StoreDown
from cloud.footfall.figures import Step
from cloud.registry.values import Role
from cloud.web.people.gate import Gate
from cloud.web.people.guard import Guard
from cloud.web.replies import download, language_of, page
from cloud.web.words import Language, Words
from cloud.web.zone.calendar import Fineness, every
from cloud.web.zone.page import ZonePages, load_zone_pages
from cloud.web.zone.record import figures_json
from cloud.web.zone.sheet import figures_csv
from cloud.web.zone.view import ZoneDesk, ZoneView

_NOT_FOUND: Final = 404


def add_zone_routes(
    app: FastAPI, desk: ZoneDesk, languages: tuple[Language, ...], guard: Guard | None = None
) -> None:
    """Put the zones that `desk` knows at their addresses; for zone managers, if there are any."""
    gate = Gate(guard, (Role.ZONE_MANAGER, Role.DISPATCHER))
    answers = _Answers(desk, load_zone_pages(languages), languages, gate)
    for path, answer in (
        ("/zones", answers.zones),
        # The page comes last: its address would take the others in.
        ("/zone/{zone}.csv", answers.csv),
        ("/zone/{zone}.json", answers.json),
        ("/zone/{zone}", answers.zone),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; they run in threads, since a desk may wait for its store."""

    desk: ZoneDesk
    pages: ZonePages
    languages: tuple[Language, ...]
    gate: Gate

    def zones(self, request: Request) -> Response:
        self.gate.let_in(request)
        zones = self.desk.zones()
        if not zones:
            raise HTTPException(_NOT_FOUND)
        language = language_of(request, self.languages)
        return page(self.pages.zones(zones, language), self.pages.room, language)

    def zone(self, request: Request, zone: str) -> Response:
        view, language = self._view(request, zone), language_of(request, self.languages)
        fineness: Fineness = "quarter" if _step(request) == "quarter" else "hour"
        text = self.pages.zone(view, self.desk.zones(), language, _day(request), fineness)
        return page(text, self.pages.room, language)

    def csv(self, request: Request, zone: str) -> Response:
        view, words = self._figures(request, zone)
        step = _step(request)
        body = figures_csv(view, every(view, words, step), words)
        return download(body, "text/csv; charset=utf-8", f"{zone}-{step}.csv")

    def json(self, request: Request, zone: str) -> Response:
        view, words = self._figures(request, zone)
        return download(figures_json(view, words), "application/json", f"{zone}.json")

    def _view(self, request: Request, zone: str) -> ZoneView:
        self.gate.let_in(request)
        view = self.desk.zone(zone)
        if view is None:
            raise HTTPException(_NOT_FOUND)
        return view

    def _figures(self, request: Request, zone: str) -> tuple[ZoneView, Words]:
        """Return what a file is made from; a file of nothing would be taken for figures."""
        view = self._view(request, zone)
        if view.store_down:
            raise StoreDown("the store does not answer")
        return view, Words(language_of(request, self.languages), ZoneInfo(view.timezone))


def _step(request: Request) -> Step:
    asked = request.query_params.get("step", "")
    return next((step for step in get_args(Step) if step == asked), "day")


def _day(request: Request) -> date | None:
    try:
        return date.fromisoformat(request.query_params.get("day", ""))
    except ValueError:
        return None
