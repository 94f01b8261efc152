"""The web application: what is at which address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from cloud.errors import CloudError
from cloud.installation.service import Installing
from cloud.plan.route import Plan, Route
from cloud.registry.values import Role
from cloud.web.alarms.routes import add_alarm_routes
from cloud.web.alarms.view import AlarmsDesk
from cloud.web.bodies import BodyLimit
from cloud.web.cab.api import Cab, add_cab_api
from cloud.web.cab.routes import add_cab_page
from cloud.web.dispatch.api import Dispatch, add_dispatch_api
from cloud.web.dispatch.routes import add_dispatch_pages
from cloud.web.geojson import plan_geojson
from cloud.web.gpx import plan_gpx
from cloud.web.headers import SecurityHeaders
from cloud.web.install.routes import add_install_routes
from cloud.web.ledger.routes import add_ledger_routes
from cloud.web.ledger.view import LedgerDesk
from cloud.web.letters.routes import add_letter_routes
from cloud.web.letters.view import Letters
from cloud.web.measured import Measured, Requests
from cloud.web.page import Pages, load_pages
from cloud.web.people.gate import Gate
from cloud.web.people.guard import Guard
from cloud.web.people.routes import add_people_routes
from cloud.web.people.view import Entrance
from cloud.web.replies import download, language_of, page
from cloud.web.view import Desk, View
from cloud.web.weighbridge.routes import add_weighing_routes
from cloud.web.weighbridge.view import WeighingsDesk
from cloud.web.words import LANGUAGES, Language, Words
from cloud.web.zone.routes import add_zone_routes
from cloud.web.zone.view import ZoneDesk

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_NOT_FOUND: Final = 404
_UNAVAILABLE: Final = 503


def create_app(  # noqa: PLR0913 - one for each audience
    desk: Desk,
    zones: ZoneDesk,
    *,
    ledger: LedgerDesk | None = None,
    letters: Letters | None = None,
    people: Entrance | None = None,
    installing: Installing | None = None,
    alarms: AlarmsDesk | None = None,
    weighings: WeighingsDesk | None = None,
    cab: Cab | None = None,
    dispatch: Dispatch | None = None,
    requests: Requests | None = None,
    allowed_hosts: Sequence[str] = (),
    languages: tuple[Language, ...] = LANGUAGES,
) -> FastAPI:
    """Build the application that shows what `desk` knows of the rounds, and `zones` of zones.

    It answers on loopback and to the names in `allowed_hosts`; the first of `languages` is
    spoken to those who ask for none. With `requests` it counts them and tells at /metrics.
    """
    # No /docs: that page loads its parts from outside.
    app = FastAPI(title="Smart Vallée", docs_url=None, redoc_url=None, openapi_url=None)
    # An address is right or it is not there: nothing is sent elsewhere by what somebody typed.
    app.router.redirect_slashes = False
    guard = None if people is None else people.guard
    gate = Gate(guard, (Role.DISPATCHER,))
    answers = _Answers(desk, zones, load_pages(languages), languages, gate)
    for path, answer in (
        ("/", answers.board),
        ("/plan.geojson", answers.geojson),
        ("/plan.gpx", answers.gpx),
        ("/plan/{truck}.gpx", answers.truck_gpx),
        ("/healthz", answers.health),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    add_zone_routes(app, zones, languages, guard)
    if ledger is not None:
        add_ledger_routes(app, ledger, languages, guard)
    if letters is not None:
        add_letter_routes(app, letters, languages, guard)
    if people is not None:
        add_people_routes(app, people.desk, people.guard, languages)
        if installing is not None:
            add_install_routes(app, installing, people.guard, languages)
        _add_office(app, people.guard, alarms, weighings, languages)
    if cab is not None:
        add_cab_api(app, cab)
        add_cab_page(app, cab.guard, cab.now_us, languages)
    if dispatch is not None:
        add_dispatch_api(app, dispatch)
        add_dispatch_pages(app, desk, dispatch, languages)
    app.add_exception_handler(HTTPException, answers.refused)
    app.add_exception_handler(CloudError, answers.down)
    hosts = [*LOOPBACK, *allowed_hosts]
    app.add_middleware(BodyLimit)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    if requests is not None:
        app.add_api_route("/metrics", requests.text, response_model=None)
        app.add_middleware(Measured, requests=requests)
    # Added last, so outermost: a refused host gets the headers too.
    app.add_middleware(SecurityHeaders)
    app.state.draw = answers.draw
    return app


def _add_office(
    app: FastAPI,
    guard: Guard,
    alarms: AlarmsDesk | None,
    weighings: WeighingsDesk | None,
    languages: tuple[Language, ...],
) -> None:
    """Put what dispatchers look after at its addresses."""
    if alarms is not None:
        add_alarm_routes(app, alarms, guard, languages)
    if weighings is not None:
        add_weighing_routes(app, weighings, guard, languages)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; they run in threads, since a desk may wait for its store."""

    desk: Desk
    zones: ZoneDesk
    pages: Pages
    languages: tuple[Language, ...]
    gate: Gate

    def draw(self) -> None:
        """Draw the board for nobody: its pieces are then there for whoever comes first."""
        view, zones = self.desk.view(), self.zones.zones()
        for language in self.languages:
            self.pages.board(view, zones, language)

    def board(self, request: Request) -> Response:
        self.gate.let_in(request)
        language = self._language(request)
        text = self.pages.board(self.desk.view(), self.zones.zones(), language)
        return page(text, self.pages.room, language)

    def geojson(self, request: Request) -> Response:
        view, plan = self._planned(request)
        body = plan_geojson(view, plan)
        return download(body, "application/geo+json", f"plan-{plan.day}.geojson")

    def gpx(self, request: Request) -> Response:
        view, plan = self._planned(request)
        body = plan_gpx(plan, plan.routes, self._words(request, view))
        return download(body, "application/gpx+xml", f"plan-{plan.day}.gpx")

    def truck_gpx(self, request: Request, truck: str) -> Response:
        view, plan = self._planned(request)
        route = _route(plan, truck)
        body = plan_gpx(plan, [route], self._words(request, view))
        return download(body, "application/gpx+xml", f"{truck}-{plan.day}.gpx")

    def health(self) -> Response:
        view = self.desk.view()
        read = [c.read_at_us for c in view.containers if c.read_at_us is not None]
        return JSONResponse(
            {
                "status": "ok",
                "containers": len(view.containers),
                "newest_reading_us": max(read, default=None),
                "plan": view.plan.day if view.plan else None,
            }
        )

    async def refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        answer = self._problem(request, "gone" if status == _NOT_FOUND else "wrong", status)
        answer.headers.update(headers or {})
        return answer

    async def down(self, request: Request, _error: Exception) -> Response:
        if request.url.path == "/healthz":
            return JSONResponse({"status": "down"}, _UNAVAILABLE)
        return self._problem(request, "down", _UNAVAILABLE)

    def _problem(self, request: Request, what: str, status: int) -> Response:
        language = self._language(request)
        return page(self.pages.problem(what, language), self.pages.room, language, status)

    def _planned(self, request: Request) -> tuple[View, Plan]:
        self.gate.let_in(request)
        view = self.desk.view()
        if view.plan is None:
            raise HTTPException(_NOT_FOUND)
        return view, view.plan

    def _language(self, request: Request) -> Language:
        return language_of(request, self.languages)

    def _words(self, request: Request, view: View) -> Words:
        return Words(self._language(request), ZoneInfo(view.timezone))


def _route(plan: Plan, truck: str) -> Route:
    for route in plan.routes:
        if route.truck == truck and route.stops:
            return route
    raise HTTPException(_NOT_FOUND)
