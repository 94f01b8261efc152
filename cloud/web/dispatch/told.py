"""What became of the day's rounds, at the desk's addresses; positions only during an incident."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from cloud.driven.looking import LONGEST_US, look
from cloud.driven.rounds import Rounds
from cloud.registry.local import local_day
from cloud.registry.values import Role
from cloud.web.dispatch import values as v
from cloud.web.dispatch.asking import must_be_day, text_in
from cloud.web.dispatch.timetable import known_streets
from cloud.web.operations import Asked, Unfit, read, said
from cloud.web.people.guard import Guard

LONGEST: Final = timedelta(days=400)
_DAY: Final = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True, slots=True)
class Told:
    """One method an address."""

    rounds: Rounds
    guard: Guard
    now_us: Callable[[], int]

    def deliveries(self, request: Request, _body: bytes) -> Response:
        """Answer how far each round has come."""
        day = self._day(request)
        today = self.rounds.today(day)
        return said(v.Deliveries(day.isoformat(), tuple(today.deliveries())))

    def deeds(self, request: Request, _body: bytes) -> Response:
        """Answer plan against actual, by round."""
        day = self._day(request)
        return said(v.Actuals(day.isoformat(), tuple(self.rounds.today(day).actual())))

    def streets(self, request: Request, _body: bytes) -> Response:
        """Answer whether a street was done."""
        day = self._day(request)
        name = text_in(request, Asked("name", "2 to 100 letters of a name", r".{2,100}"))
        over = local_day(self.now_us(), self.rounds.zone()) > day
        found = known_streets(self.rounds, day, name, over=over)
        return said(v.Streets(day.isoformat(), tuple(found)))

    def calendar(self, request: Request, _body: bytes) -> Response:
        """Answer which rounds are due."""
        self._who(request)
        since, until = (
            must_be_day(text_in(request, Asked(name, "a day such as 2026-01-31", _DAY)))
            for name in ("since", "until")
        )
        if not since <= until <= since + LONGEST or since.year < 2000:  # noqa: PLR2004 - a century
            raise Unfit(
                400, f"ask for {LONGEST.days} days at most, from since on until a later day"
            )
        return said(v.Calendar(tuple(self.rounds.calendar(since, until))))

    def incidents(self, request: Request, _body: bytes) -> Response:
        """Answer the open incidents."""
        self._who(request)
        return said(v.Incidents(tuple(self.rounds.driven.open_incidents())))

    def open_incident(self, request: Request, body: bytes) -> Response:
        """Open an incident."""
        who = self._who(request)
        told: v.IncidentAsked = read(body, v.IncidentAsked)
        if told.truck not in {one.id for one in self.rounds.registry.trucks()}:
            raise Unfit(400, f"there is no truck {told.truck}")
        fresh_us = self.now_us() - LONGEST_US
        made = self.rounds.driven.open_incident(told.truck, told.why, who, fresh_us)
        return said(v.Incidents((made,)), 201)

    def close_incident(self, request: Request, _body: bytes) -> Response:
        """Close an incident."""
        who = self._who(request)
        number = text_in(request, Asked("number", "a number", r"[0-9]{1,15}", "path"))
        return said(v.Closed(self.rounds.driven.close_incident(int(number), who)))

    def position(self, request: Request, _body: bytes) -> Response:
        """Answer where a truck is, and write down who asked."""
        who = self._who(request)
        truck = text_in(request, Asked("truck", "a truck's id", r"[a-z0-9-]{1,63}", "path"))
        seen = look(self.rounds.driven, truck, who, self.now_us())
        if seen is None:
            raise Unfit(409, f"no incident of {truck} is open; open one with its reason first")
        state: v.Shared = "not-shared" if seen.at_us is None else "known"
        return said(v.Where(state, seen.at_us, seen.lat, seen.lon, seen.accuracy_m))

    def photo(self, request: Request, _body: bytes) -> Response:
        """Answer a photo."""
        self._who(request)
        name = text_in(request, Asked("sha256", "64 hex digits", r"[0-9a-f]{64}", "path"))
        jpeg = self.rounds.driven.photo(name)
        if jpeg is None:
            raise Unfit(404, "there is no such photo")
        return Response(jpeg, media_type="image/jpeg")

    def _who(self, request: Request) -> str:
        return self.guard.let_in(request, Role.DISPATCHER).id

    def _day(self, request: Request) -> date:
        self._who(request)
        return must_be_day(text_in(request, Asked("day", "a day such as 2026-01-31", _DAY)))
