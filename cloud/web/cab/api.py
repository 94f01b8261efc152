"""The crew's addresses for its app: its own round, what it tells, what is known of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import Response
from msgspec import structs

from cloud.driven.intake import Intake, Photo
from cloud.driven.keeping import POSITION_DAYS
from cloud.driven.photo import NoPhoto
from cloud.driven.rounds import Rounds
from cloud.registry.local import local_day
from cloud.registry.values import Look, Role
from cloud.web.cab.gpx import round_gpx
from cloud.web.cab.shown import cab_round, places
from cloud.web.cab.values import CabLeg, CabRound, Known, PhotoKept
from cloud.web.operations import Asked, Operation, Trouble, Unfit, add, said
from cloud.web.people.guard import Guard
from cloud.web.replies import download
from contract.deeds import LARGEST_PHOTO, MAX_BYTES, DeedEnvelope, DeedReceipt
from contract.truck_plan import TruckStop

DAY: Final = Asked(
    "day", "The day of the round, local; today if it is not said.", r"\d{4}-\d{2}-\d{2}"
)
SHA256: Final = Asked("sha256", "Of the photo's bytes.", r"[0-9a-f]{64}", "path", required=True)
_LOOKS: Final = 200

ROUND: Final = Operation(
    "GET",
    "/tournee/round",
    "The round of who asks; 304 if it is what the ETag says that he named.",
    {200: CabRound, 304: None, 404: Trouble},
    asked=(DAY,),
)
GPX: Final = Operation(
    "GET",
    "/tournee/round.gpx",
    "The same for a navigator.",
    {200: "application/gpx+xml", 404: Trouble},
    asked=(DAY,),
)
ENVELOPES: Final = Operation(
    "POST",
    "/tournee/envelopes",
    "Tell what was done; the receipt says which numbers the device may forget.",
    {200: DeedReceipt},
    body=DeedEnvelope,
    largest=MAX_BYTES,
)
PHOTO: Final = Operation(
    "PUT",
    "/tournee/photos/{sha256}",
    "Send a photo that a stored problem names, once.",
    {200: PhotoKept, 201: PhotoKept, 404: Trouble},
    body="image/jpeg",
    largest=LARGEST_PHOTO,
    asked=(SHA256,),
)
KNOWN: Final = Operation("GET", "/tournee/known", "What is known of who asks.", {200: Known})
OPERATIONS: Final = (ROUND, GPX, ENVELOPES, PHOTO, KNOWN)


class Ways(Protocol):
    """Who knows the roads."""

    def legs(self, truck: str, stops: Sequence[TruckStop]) -> tuple[CabLeg, ...]:
        """Return the way to each stop from the one before; none if no roads are built."""

    def method(self) -> str:
        """Return whose map that is; "" if there is none."""


@dataclass(frozen=True, slots=True)
class Cab:
    """What the crew's addresses need."""

    intake: Intake
    rounds: Rounds
    ways: Ways
    guard: Guard
    now_us: Callable[[], int]


def add_cab_api(app: FastAPI, cab: Cab) -> None:
    """Put the crew's addresses into an app."""
    answers = _Answers(cab)
    for operation, act in zip(
        OPERATIONS,
        (answers.round, answers.gpx, answers.envelopes, answers.photo, answers.known),
        strict=True,
    ):
        add(app, operation, act)


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; each lets in who has the role, and shows his own round only."""

    cab: Cab

    def round(self, request: Request, _body: bytes) -> Response:
        person, truck, day, zone = self._asked(request)
        mine = self.cab.rounds.of_truck(truck, day, zone)
        stops = () if mine.plan is None else mine.plan.stops
        if mine.plan is not None:
            self.cab.rounds.driven.give(person, truck, day)
        told = cab_round(
            mine,
            self.cab.rounds.driven.about(places(mine)),
            self.cab.ways.legs(truck, stops),
            self.cab.ways.method(),
        )
        # A minute later it mostly is the same, but for the clock.
        if told.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": told.tag})
        answer = said(structs.replace(told, now_us=self.cab.now_us()))
        answer.headers["ETag"] = told.tag
        return answer

    def gpx(self, request: Request, _body: bytes) -> Response:
        person, truck, day, zone = self._asked(request)
        plans = self.cab.rounds.given(day, zone).get(truck, [])
        if not plans or not plans[-1].stops:
            raise Unfit(404, f"there is no round of {truck} on {day}")
        self.cab.rounds.driven.give(person, truck, day)
        return download(round_gpx(plans[-1]), "application/gpx+xml", f"{truck}-{day}.gpx")

    def envelopes(self, request: Request, body: bytes) -> Response:
        person = self.cab.guard.let_in(request, Role.CREW)
        return said(self.cab.intake.take(body, person))

    def photo(self, request: Request, body: bytes) -> Response:
        person = self.cab.guard.let_in(request, Role.CREW)
        sha256 = matched(request, SHA256)
        try:
            became = self.cab.intake.photo(body, sha256, person)
        except NoPhoto as error:
            raise Unfit(400, str(error)) from None
        if became is Photo.UNASKED:
            raise Unfit(404, "no problem of yours names this photo; send its envelope first")
        is_new = became is Photo.KEPT
        return said(PhotoKept(sha256, is_new), 201 if is_new else 200)

    def known(self, request: Request, _body: bytes) -> Response:
        person, driven = self.cab.guard.let_in(request, Role.CREW), self.cab.rounds.driven
        rounds = driven.rounds_of(person.id)
        looks: list[Look] = []
        zone = self.cab.rounds.zone()
        for truck, days in rounds.items():
            theirs = driven.looks(truck, limit=_LOOKS)
            looks += [one for one in theirs if local_day(one.at_us, zone) in days]
        return said(
            Known(
                {truck: [day.isoformat() for day in days] for truck, days in rounds.items()},
                driven.position_count(person.id),
                POSITION_DAYS,
                tuple(sorted(looks, key=lambda one: -one.at_us)),
            )
        )

    def _asked(self, request: Request) -> tuple[str, str, date, ZoneInfo]:
        """Return who asks, his truck, the day of the round and its local time.

        A round that he is shown is his from then on to tell of.
        """
        person = self.cab.guard.let_in(request, Role.CREW)
        if person.truck is None:
            raise Unfit(404, "no truck is yours; the dispatcher can give you one")
        zone = self.cab.rounds.zone()
        day = day_of(request) or local_day(self.cab.now_us(), zone)
        return person.id, person.truck, day, zone


def day_of(request: Request, asked: Asked = DAY) -> date | None:
    """Return the day that a query names; None if it names none; raise Unfit if it is none."""
    told = request.query_params.get(asked.name)
    if told is None:
        return None
    try:
        if not told.isascii() or re.fullmatch(asked.pattern, told) is None:
            raise ValueError
        return date.fromisoformat(told)
    except ValueError:
        raise Unfit(400, f"{asked.name} is a day such as 2026-01-31") from None


def matched(request: Request, asked: Asked) -> str:
    """Return a part of the address; raise Unfit if it is not what it should be."""
    told = str(request.path_params[asked.name])
    if re.fullmatch(asked.pattern, told) is None:
        raise Unfit(400, f"{asked.name} is not as it should be: {asked.about}")
    return told
