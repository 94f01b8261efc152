"""The web application: what is at which address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from cloud.errors import CloudError
from cloud.plan.route import Plan, Route
from cloud.web.geojson import plan_geojson
from cloud.web.gpx import plan_gpx
from cloud.web.headers import SecurityHeaders
from cloud.web.page import Pages, load_pages
from cloud.web.view import Desk, View
from cloud.web.words import LANGUAGES, Language, Words, choose

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_NO_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9-]+")
_NOT_FOUND: Final = 404
_UNAVAILABLE: Final = 503


def create_app(
    desk: Desk,
    *,
    allowed_hosts: Sequence[str] = (),
    languages: tuple[Language, ...] = LANGUAGES,
) -> FastAPI:
    """Build the application that shows what `desk` knows.

    It answers on loopback and to the names in `allowed_hosts`; the first of `languages` is
    spoken to those who ask for none.
    """
    pages = load_pages(languages)
    # No /docs: that page loads its parts from outside.
    app = FastAPI(title="Smart Vallée", docs_url=None, redoc_url=None, openapi_url=None)
    answers = _Answers(desk, pages, languages)
    for path, answer in (
        ("/", answers.page),
        ("/plan.geojson", answers.geojson),
        ("/plan.gpx", answers.gpx),
        ("/plan/{truck}.gpx", answers.truck_gpx),
        ("/healthz", answers.health),
    ):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    app.add_exception_handler(HTTPException, answers.refused)
    app.add_exception_handler(CloudError, answers.down)
    hosts = [*LOOPBACK, *allowed_hosts]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    # Added last, so outermost: a refused host gets the headers too.
    app.add_middleware(SecurityHeaders, content_policy=pages.policy)
    return app


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; they run in threads, since a desk may wait for its store."""

    desk: Desk
    pages: Pages
    languages: tuple[Language, ...]

    def page(self, request: Request) -> Response:
        language = self._language(request)
        return _html(self.pages.board(self.desk.view(), language), language)

    def geojson(self) -> Response:
        view, plan = self._planned()
        body = plan_geojson(view, plan)
        return _download(body, "application/geo+json", f"plan-{plan.day}.geojson")

    def gpx(self, request: Request) -> Response:
        view, plan = self._planned()
        body = plan_gpx(plan, plan.routes, self._words(request, view))
        return _download(body, "application/gpx+xml", f"plan-{plan.day}.gpx")

    def truck_gpx(self, request: Request, truck: str) -> Response:
        view, plan = self._planned()
        route = _route(plan, truck)
        body = plan_gpx(plan, [route], self._words(request, view))
        return _download(body, "application/gpx+xml", f"{truck}-{plan.day}.gpx")

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
        language = self._language(request)
        what = "gone" if status == _NOT_FOUND else "wrong"
        answer = _html(self.pages.problem(what, language), language, status)
        answer.headers.update(headers or {})
        return answer

    async def down(self, request: Request, _error: Exception) -> Response:
        if request.url.path == "/healthz":
            return JSONResponse({"status": "down"}, _UNAVAILABLE)
        language = self._language(request)
        return _html(self.pages.problem("down", language), language, _UNAVAILABLE)

    def _planned(self) -> tuple[View, Plan]:
        view = self.desk.view()
        if view.plan is None:
            raise HTTPException(_NOT_FOUND)
        return view, view.plan

    def _language(self, request: Request) -> Language:
        asked = request.query_params.get("lang")
        return choose(asked, request.headers.get("accept-language", ""), self.languages)

    def _words(self, request: Request, view: View) -> Words:
        return Words(self._language(request), ZoneInfo(view.timezone))


def _route(plan: Plan, truck: str) -> Route:
    for route in plan.routes:
        if route.truck == truck and route.stops:
            return route
    raise HTTPException(_NOT_FOUND)


def _html(text: str, language: Language, status: int = 200) -> Response:
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return HTMLResponse(text, status, headers)


def _download(body: str | bytes, media_type: str, name: str) -> Response:
    stem, _, ending = name.rpartition(".")
    safe = f"{_NO_FILE_NAME.sub('-', stem)}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return Response(body, media_type=media_type, headers=headers)
