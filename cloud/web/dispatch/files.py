"""The issued plan to take away: for navigators, for maps, and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from cloud.plan.route import Plan, Route, read_plan
from cloud.registry.values import Role
from cloud.web.dispatch.access import access
from cloud.web.dispatch.reading import day_of
from cloud.web.dispatch.shown import Gathering
from cloud.web.geojson import plan_geojson
from cloud.web.gpx import plan_gpx
from cloud.web.people.origin import host_of
from cloud.web.replies import download, language_of
from cloud.web.words import Language, Words

CREW_APP = "/tournee"
_NOT_FOUND = 404
_GPX = "application/gpx+xml"


@dataclass(frozen=True, slots=True)
class Files:
    """One method an address; whatever is taken away is of the plan that was issued."""

    gathering: Gathering
    languages: tuple[Language, ...]

    def geojson(self, request: Request, day: str) -> Response:
        """Return the plan for maps."""
        plan = self._plan(request, day)
        view = replace(self.gathering.desk.view(), plan=plan)
        body = plan_geojson(view, plan)
        return download(body, "application/geo+json", f"plan-{plan.day}.geojson")

    def gpx(self, request: Request, day: str) -> Response:
        """Return every truck's round for navigators."""
        plan = self._plan(request, day)
        body = plan_gpx(plan, plan.routes, self._words(request))
        return download(body, _GPX, f"plan-{plan.day}.gpx")

    def truck_gpx(self, request: Request, day: str, truck: str) -> Response:
        """Return one truck's round for its navigator."""
        plan = self._plan(request, day)
        body = plan_gpx(plan, [_route(plan, truck)], self._words(request))
        return download(body, _GPX, f"{truck}-{plan.day}.gpx")

    def sheets(self, request: Request, day: str) -> Response:
        """Return every truck's round on paper."""
        plan = self._plan(request, day)
        routes = [route for route in plan.routes if route.stops]
        if not routes:
            raise HTTPException(_NOT_FOUND)
        return self._paper(request, plan, routes, f"feuilles-{plan.day}.pdf")

    def sheet(self, request: Request, day: str, truck: str) -> Response:
        """Return one truck's round on paper."""
        plan = self._plan(request, day)
        return self._paper(request, plan, [_route(plan, truck)], f"{truck}-{plan.day}.pdf")

    def _paper(self, request: Request, plan: Plan, routes: Sequence[Route], name: str) -> Response:
        # What draws a PDF is 20 MB that the pages do without until somebody wants one.
        from cloud.web.dispatch.sheet import Sheet, draw_sheets  # noqa: PLC0415

        words, registry = self._words(request), self.gathering.dispatch.board.registry
        territories = registry.territories()
        sheet = Sheet(
            territories[0].name if territories else "",
            date.fromisoformat(plan.day),
            plan.issued_at_us,
            f"{request.url.scheme}://{host_of(request)}{CREW_APP}",
            access(registry.containers(), registry.sites(), registry.fixed_rounds(), words),
        )
        return download(draw_sheets(sheet, routes, words), "application/pdf", name)

    def _plan(self, request: Request, day: str) -> Plan:
        self.gathering.dispatch.guard.let_in(request, Role.DISPATCHER)
        issued = self.gathering.dispatch.board.registry.newest_plan(day_of(day))
        if issued is None:
            raise HTTPException(_NOT_FOUND)
        return read_plan(issued.body)

    def _words(self, request: Request) -> Words:
        language = language_of(request, self.languages)
        return Words(language, self.gathering.dispatch.rounds.zone())


def _route(plan: Plan, truck: str) -> Route:
    for route in plan.routes:
        if route.truck == truck and route.stops:
            return route
    raise HTTPException(_NOT_FOUND)
