"""Where the alarms are: the list, one alarm, and the form that takes care of it."""

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.alarms.content import PAGE
from cloud.registry.values import Role
from cloud.web.alarms.page import AlarmPages, load_alarm_pages
from cloud.web.alarms.view import AlarmsDesk
from cloud.web.people.guard import Guard
from cloud.web.replies import language_of, page
from cloud.web.words import Language

HOME: Final = PAGE.rstrip("/")
_NOT_FOUND: Final = 404
_SEE_OTHER: Final = 303
# A number that no registry gives is not looked up.
_MOST_DIGITS: Final = 15


def add_alarm_routes(
    app: FastAPI, desk: AlarmsDesk, guard: Guard, languages: tuple[Language, ...]
) -> None:
    """Put the alarms at their addresses, for dispatchers."""
    answers = _Answers(desk, guard, load_alarm_pages(languages), languages)
    for path, answer in ((HOME, answers.alarms), (f"{HOME}/{{number}}", answers.alarm)):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    app.add_api_route(
        f"{HOME}/{{number}}/acknowledge", answers.acknowledge, methods=["POST"], response_model=None
    )


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address."""

    desk: AlarmsDesk
    guard: Guard
    pages: AlarmPages
    languages: tuple[Language, ...]

    def alarms(self, request: Request) -> Response:
        self.guard.let_in(request, Role.DISPATCHER)
        language = language_of(request, self.languages)
        text = self.pages.alarms(self.desk.view(), language, self.guard.token(request))
        return page(text, self.pages.room, language)

    def alarm(self, request: Request, number: str) -> Response:
        self.guard.let_in(request, Role.DISPATCHER)
        view = self.desk.one(_number(number))
        if view is None:
            raise HTTPException(_NOT_FOUND)
        language = language_of(request, self.languages)
        text = self.pages.alarm(view, language, self.guard.token(request))
        return page(text, self.pages.room, language)

    async def acknowledge(self, request: Request, number: str) -> Response:
        person, _ = await self.guard.let_in_form(request, Role.DISPATCHER)
        wanted = _number(number)
        if await run_in_threadpool(self.desk.one, wanted) is None:
            raise HTTPException(_NOT_FOUND)
        await run_in_threadpool(self.desk.acknowledge, wanted, person.id)
        language = language_of(request, self.languages)
        return RedirectResponse(f"{HOME}/{wanted}?lang={language}", _SEE_OTHER)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise HTTPException(_NOT_FOUND)
    return int(text)
