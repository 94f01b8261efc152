"""Where the rounds of a day are followed; a position is looked at only during an incident."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.driven.looking import LONGEST_US
from cloud.registry.values import Role
from cloud.web.dispatch.followed import Place, follow, located
from cloud.web.dispatch.months import month_of
from cloud.web.dispatch.page import DispatchPages
from cloud.web.dispatch.reading import day_asked, day_of, name_of, number
from cloud.web.dispatch.shown import Gathering
from cloud.web.dispatch.timetable import asked_streets
from cloud.web.people.origin import Form
from cloud.web.replies import language_of, page
from cloud.web.words import Language

SEE_OTHER: Final = 303
CONFLICT: Final = 409
_BAD: Final = 400
_LONGEST_WHY: Final = 300
_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_DONE: Final = ("opened", "closed")


@dataclass(frozen=True, slots=True)
class Following:
    """One method an address."""

    gathering: Gathering
    pages: DispatchPages
    languages: tuple[Language, ...]

    def followed(self, request: Request) -> Response:
        """Show how far a day's rounds have come."""
        self.gathering.dispatch.guard.let_in(request, Role.DISPATCHER)
        told = request.query_params.get("fait", "")
        day = day_asked(request) or self.gathering.today()
        return self._page(request, day, said=f"desk.done.{told}" if told in _DONE else "")

    def streets(self, request: Request) -> Response:
        """Say whether a street was done."""
        dispatch = self.gathering.dispatch
        dispatch.guard.let_in(request, Role.DISPATCHER)
        today = self.gathering.today()
        name = request.query_params.get("nom", "")
        found = asked_streets(dispatch.rounds, day_asked(request) or today, name, today)
        language = language_of(request, self.languages)
        text = self.pages.streets(found, dispatch.rounds.zone(), language)
        return page(text, self.pages.plain, language)

    def calendar(self, request: Request) -> Response:
        """Show the rounds of a month."""
        dispatch = self.gathering.dispatch
        dispatch.guard.let_in(request, Role.DISPATCHER)
        asked = _MONTH.fullmatch(request.query_params.get("mois", ""))
        today = self.gathering.today()
        first = date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)
        language = language_of(request, self.languages)
        month = month_of(dispatch.rounds, first, today)
        text = self.pages.calendar(month, dispatch.rounds.zone(), language)
        return page(text, self.pages.plain, language)

    async def open_incident(self, request: Request) -> Response:
        """Open an incident of a truck."""
        return await self._form(request, self._open)

    async def close_incident(self, request: Request) -> Response:
        """Close an incident."""
        return await self._form(request, self._close)

    async def position(self, request: Request) -> Response:
        """Show where a truck is, and write down who looked."""
        return await self._form(request, self._look)

    def _open(self, request: Request, day: date, form: Form, who: str) -> Response:
        truck = self._truck(form)
        why = " ".join(form.get("raison", "").split())
        if not 1 <= len(why) <= _LONGEST_WHY or not why.isprintable():
            return self._page(request, day, wrong="desk.incident.no-why", status=_BAD)
        rounds = self.gathering.dispatch.rounds
        fresh_us = self._now_us() - LONGEST_US
        rounds.driven.open_incident(truck, why, who, fresh_us)
        return self._done(request, day, "opened")

    def _close(self, request: Request, day: date, form: Form, who: str) -> Response:
        driven = self.gathering.dispatch.rounds.driven
        driven.close_incident(number(form.get("numero")), who)
        return self._done(request, day, "closed")

    def _look(self, request: Request, day: date, form: Form, who: str) -> Response:
        rounds = self.gathering.dispatch.rounds
        place = located(rounds, self._truck(form), who, self._now_us())
        return self._page(request, day, place=place, status=CONFLICT if place.seen is None else 200)

    def _truck(self, form: Form) -> str:
        truck = name_of(form.get("camion"))
        if truck not in {one.id for one in self.gathering.dispatch.rounds.registry.trucks()}:
            raise HTTPException(_BAD)
        return truck

    async def _form(
        self, request: Request, act: Callable[[Request, date, Form, str], Response]
    ) -> Response:
        guard = self.gathering.dispatch.guard
        person, form = await guard.let_in_form(request, Role.DISPATCHER)
        day = day_of(form.get("jour", ""))
        return await run_in_threadpool(lambda: act(request, day, form, person.id))

    def _page(
        self,
        request: Request,
        day: date,
        *,
        place: Place | None = None,
        said: str = "",
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        dispatch, language = self.gathering.dispatch, language_of(request, self.languages)
        shown = follow(dispatch.rounds, day, self._now_us(), place=place, said=said, wrong=wrong)
        text = self.pages.followed(shown, dispatch.guard.token(request), language)
        return page(text, self.pages.plain, language, status)

    def _done(self, request: Request, day: date, what: str) -> Response:
        language = language_of(request, self.languages)
        query = urlencode({"jour": day.isoformat(), "fait": what, "lang": language})
        return RedirectResponse(f"/bureau/suivi?{query}", SEE_OTHER)

    def _now_us(self) -> int:
        return self.gathering.dispatch.board.now_us()
