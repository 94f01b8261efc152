"""The desk's addresses: what each takes and answers, and where it is."""

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from cloud.dispatch.again import again
from cloud.dispatch.board import Board
from cloud.dispatch.move import Asked as Move
from cloud.driven.rounds import Rounds
from cloud.plan.news import News
from cloud.registry.values import Role
from cloud.web.dispatch import values as v
from cloud.web.dispatch.asking import day_in, must_be_day, text_in
from cloud.web.dispatch.told import Told
from cloud.web.operations import Asked, Operation, Trouble, add, read, said
from cloud.web.people.guard import Guard

DAY: Final = Asked("day", "A local day.", r"\d{4}-\d{2}-\d{2}", "path", required=True)
ONE: Final = Asked("day", "A local day.", r"\d{4}-\d{2}-\d{2}", required=True)
SINCE: Final = Asked("since", "The first day.", r"\d{4}-\d{2}-\d{2}", required=True)
UNTIL: Final = Asked("until", "The day after the last.", r"\d{4}-\d{2}-\d{2}", required=True)
NAME: Final = Asked("name", "Words of a street's or place's name.", r".{2,100}", required=True)
TRUCK: Final = Asked("truck", "The truck's id.", r"[a-z0-9-]{1,63}", "path", required=True)
NUMBER: Final = Asked("number", "The incident's number.", r"[0-9]{1,15}", "path", required=True)
PHOTO: Final = Asked("sha256", "Of the photo.", r"[0-9a-f]{64}", "path", required=True)
LIMIT: Final = Asked("limit", "How many at most, 1 to 200.", r"[0-9]{1,3}")

_DRAFT: Final = "/bureau/plans/{day}/draft"
OPERATIONS: Final = (
    Operation(
        "GET", _DRAFT, "The plan being worked on.", {200: v.DraftShown, 409: Trouble}, asked=(DAY,)
    ),
    Operation("GET", _DRAFT + "/versions", "Its versions.", {200: v.Versions}, asked=(DAY, LIMIT)),
    Operation(
        "POST",
        _DRAFT + "/move",
        "Move a container.",
        {200: v.MoveAnswered, 409: Trouble},
        v.MoveAsked,
        asked=(DAY,),
    ),
    Operation(
        "POST",
        _DRAFT + "/lock",
        "Lock or unlock a container.",
        {200: v.Saved, 409: Trouble},
        v.LockAsked,
        asked=(DAY,),
    ),
    Operation(
        "POST",
        _DRAFT + "/publish",
        "Issue the plan and tell the trucks.",
        {200: v.PublishAnswered, 409: Trouble},
        v.PublishAsked,
        asked=(DAY,),
    ),
    Operation(
        "POST",
        "/bureau/plans/{day}/replan",
        "Make the plan again.",
        {200: v.ReplanAnswered, 409: Trouble},
        v.ReplanAsked,
        asked=(DAY,),
    ),
    Operation(
        "GET", "/bureau/deliveries", "How far rounds have come.", {200: v.Deliveries}, asked=(ONE,)
    ),
    Operation(
        "GET", "/bureau/deeds", "Plan against actual, by round.", {200: v.Actuals}, asked=(ONE,)
    ),
    Operation(
        "GET", "/bureau/streets", "Whether a street was done.", {200: v.Streets}, asked=(ONE, NAME)
    ),
    Operation(
        "GET", "/bureau/calendar", "Which rounds are due.", {200: v.Calendar}, asked=(SINCE, UNTIL)
    ),
    Operation("GET", "/bureau/incidents", "The open incidents.", {200: v.Incidents}),
    Operation(
        "POST", "/bureau/incidents", "Open an incident.", {201: v.Incidents}, v.IncidentAsked
    ),
    Operation(
        "POST", "/bureau/incidents/{number}/close", "Close one.", {200: v.Closed}, asked=(NUMBER,)
    ),
    Operation(
        "POST",
        "/bureau/trucks/{truck}/position",
        "Look where a truck is; the look is kept.",
        {200: v.Where, 409: Trouble},
        asked=(TRUCK,),
    ),
    Operation(
        "GET",
        "/bureau/photos/{sha256}",
        "A crew's photo.",
        {200: "image/jpeg", 404: Trouble},
        asked=(PHOTO,),
    ),
)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What the desk's addresses need."""

    board: Board
    rounds: Rounds
    guard: Guard
    seed: int = 1


def add_dispatch_api(app: FastAPI, dispatch: Dispatch) -> None:
    """Put the desk's addresses into an app."""
    made = _Planned(dispatch)
    told = Told(dispatch.rounds, dispatch.guard, dispatch.board.now_us)
    acts = (
        made.draft,
        made.versions,
        made.move,
        made.lock,
        made.publish,
        made.replan,
        told.deliveries,
        told.deeds,
        told.streets,
        told.calendar,
        told.incidents,
        told.open_incident,
        told.close_incident,
        told.position,
        told.photo,
    )
    for operation, act in zip(OPERATIONS, acts, strict=True):
        add(app, operation, act)


@dataclass(frozen=True, slots=True)
class _Planned:
    """The plan: one method an address."""

    desk: Dispatch

    def draft(self, request: Request, _body: bytes) -> Response:
        self._who(request)
        now = self.desk.board.working(day_in(request, DAY))
        return said(
            v.DraftShown(
                now.day.isoformat(), now.version, now.base_us, now.locks, now.plan, now.broken
            )
        )

    def versions(self, request: Request, _body: bytes) -> Response:
        self._who(request)
        limit = min(200, max(1, int(text_in(request, LIMIT, "50"))))
        lines = self.desk.board.driven.drafts(day_in(request, DAY), limit)
        return said(
            v.Versions(
                tuple(
                    v.VersionLine(one.version, one.at_us, one.who, one.what, one.published)
                    for one in lines
                )
            )
        )

    def move(self, request: Request, body: bytes) -> Response:
        who, day = self._who(request), day_in(request, DAY)
        told: v.MoveAsked = read(body, v.MoveAsked)
        if told.to_day is not None:
            must_be_day(told.to_day)
        asked = Move(told.container, told.truck, told.to_day)
        moved = self.desk.board.move(day, told.read, asked, who, dry=told.dry)
        answer = moved.answer
        return said(
            v.MoveAnswered(
                None if moved.saved is None else moved.saved.version,
                answer.broken,
                answer.extra_m,
                answer.extra_s,
                answer.extra_ueur,
                answer.plan,
                moved.there,
            )
        )

    def lock(self, request: Request, body: bytes) -> Response:
        who, day = self._who(request), day_in(request, DAY)
        told: v.LockAsked = read(body, v.LockAsked)
        saved = self.desk.board.lock(day, told.read, told.container, who, locked=told.locked)
        return said(v.Saved(saved.version))

    def publish(self, request: Request, body: bytes) -> Response:
        who, day = self._who(request), day_in(request, DAY)
        told: v.PublishAsked = read(body, v.PublishAsked)
        done = self.desk.board.publish(day, told.read, who)
        return said(v.PublishAnswered(done.plan.issued_at_us, done.sent, done.trouble))

    def replan(self, request: Request, body: bytes) -> Response:
        self._who(request)
        day = day_in(request, DAY)
        told: v.ReplanAsked = read(body, v.ReplanAsked)
        late_s = {truck: 60 * minutes for truck, minutes in told.late_min.items()}
        news = News(
            None, frozenset(told.broken), late_s, frozenset(told.alarms), frozenset(told.closed)
        )
        made = again(self.desk.board, self.desk.rounds, day, news, self.desk.seed)
        done = made.published
        return said(v.ReplanAnswered(done.plan.issued_at_us, done.sent, done.trouble, made.changes))

    def _who(self, request: Request) -> str:
        return self.desk.guard.let_in(request, Role.DISPATCHER).id
