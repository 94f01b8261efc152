"""What is at which address of the dead-letter desk: the list, one letter, and what may be done.

Where people have accounts it is for dispatchers, and what changes something carries the token of
their session. Before there are any it is offered only where the program has a token of its own,
asks for that token in its form, and refuses a form that another site made a browser send.
"""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Final
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.registry.values import DeskAction, LetterState, Person, Role
from cloud.web.letters.asked import BadForm, Deed, Form, deed_of, number_of, renaming_of, typed
from cloud.web.letters.page import LetterPages, Said, load_letter_pages
from cloud.web.letters.view import Letters, LettersDesk, LettersView
from cloud.web.people.gate import Gate
from cloud.web.people.guard import Guard
from cloud.web.replies import language_of, page
from cloud.web.words import Language

HOME: Final = "/desk/letters"
# A form holds a token and a few names.
FORM_BYTES: Final = 4096
# The journal of letters is never rewritten, so it names nobody: the journal of people does.
WHO: Final = "page"
_BAD: Final = 400
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = 405
_SEE_OTHER: Final = 303


def add_letter_routes(
    app: FastAPI, letters: Letters, languages: tuple[Language, ...], guard: Guard | None = None
) -> None:
    """Put the letters at their addresses; without accounts and a token they are only shown."""
    gate = Gate(guard, (Role.DISPATCHER,))
    answers = _Answers(letters.desk, load_letter_pages(languages), languages, letters.token, gate)
    for path, answer in ((HOME, answers.letters), (HOME + "/{number}", answers.letter)):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)
    for verb in ("replay", "discard", "rename"):
        app.add_api_route(
            f"{HOME}/{verb}", getattr(answers, verb), methods=["POST"], response_model=None
        )


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address."""

    desk: LettersDesk
    pages: LetterPages
    languages: tuple[Language, ...]
    token: str | None
    gate: Gate

    def letters(self, request: Request) -> Response:
        person = self.gate.let_in(request)
        asked = request.query_params
        state = next((one for one in LetterState if one == asked.get("state")), None)
        view = self.desk.view(asked.get("rule") or None, state)
        return self._list(request, view, Said(deed=deed_of(asked)), person)

    def letter(self, request: Request, number: str) -> Response:
        token = self._token(request, self.gate.let_in(request))
        wanted = number_of(number)
        view = None if wanted is None else self.desk.letter(wanted)
        if view is None:
            raise HTTPException(_NOT_FOUND)
        language = language_of(request, self.languages)
        return page(self.pages.letter(view, language, token), self.pages.room, language)

    async def replay(self, request: Request) -> Response:
        person, form = await self._form(request)
        if form is None:
            return await self._stale(request)
        done = await run_in_threadpool(self.desk.replay, WHO, *_chosen(form))
        deed = Deed(DeskAction.REPLAY, done.letters, done.stored, done.refused)
        return await self._done(request, deed, person)

    async def discard(self, request: Request) -> Response:
        person, form = await self._form(request)
        if form is None:
            return await self._stale(request)
        numbers, rule = _chosen(form)
        if not numbers and rule is None:
            # All at once is for the command line, where it has to be spelled out.
            raise HTTPException(_BAD)
        count = await run_in_threadpool(self.desk.discard, WHO, numbers, rule)
        return await self._done(request, Deed(DeskAction.DISCARD, count), person)

    async def rename(self, request: Request) -> Response:
        person, form = await self._form(request)
        if form is None:
            return await self._stale(request)
        sent = typed(form)
        zone = ZoneInfo(await run_in_threadpool(self.desk.timezone))
        try:
            renaming = renaming_of(sent, zone)
        except BadForm as error:
            view = await run_in_threadpool(self.desk.view, None, None)
            return self._list(request, view, Said(typed=typed(form, error)), person, _BAD)
        await run_in_threadpool(self.desk.rename, WHO, renaming)
        return await self._done(request, Deed(DeskAction.RENAME), person)

    async def _stale(self, request: Request) -> Response:
        """Answer a form of before this program's start: with a fresh page, and nothing done.

        What was typed is not put back: who sent it is not known without the token.
        """
        view = await run_in_threadpool(self.desk.view, None, None)
        return self._list(request, view, Said(stale=True), None, _FORBIDDEN)

    def _list(
        self,
        request: Request,
        view: LettersView,
        said: Said,
        person: Person | None,
        status: int = 200,
    ) -> Response:
        language = language_of(request, self.languages)
        text = self.pages.letters(view, language, self._token(request, person), said)
        return page(text, self.pages.room, language, status)

    def _token(self, request: Request, person: Person | None) -> str | None:
        return self.token if person is None else self.gate.token(request)

    async def _done(self, request: Request, deed: Deed, person: Person | None) -> Response:
        if person is not None:
            what = f"{deed.action}, {deed.letters}"
            await run_in_threadpool(self.gate.note, person, what)
        language = language_of(request, self.languages)
        return RedirectResponse(f"{HOME}?lang={language}&{deed.query()}", _SEE_OTHER)

    async def _form(self, request: Request) -> tuple[Person | None, Form | None]:
        """Read a form and who sent it; nobody as long as there are no accounts.

        No form: it lacks the program's token. Raises NotSignedIn, NotYours or HTTPException.
        """
        sent = await self.gate.let_in_form(request)
        if sent is not None:
            person, form = sent
            return person, {name: value for name, value in form.items() if value}
        if self.token is None:
            raise HTTPException(_NOT_ALLOWED)
        return None, await self._form_of_nobody(request, self.token)

    async def _form_of_nobody(self, request: Request, token: str) -> Form | None:
        if not _from_here(request):
            raise HTTPException(_FORBIDDEN)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > FORM_BYTES:
                raise HTTPException(_BAD)
        try:
            form = {name: values[-1] for name, values in parse_qs(body.decode("ascii")).items()}
        except ValueError:
            raise HTTPException(_BAD) from None
        told = form.get("token", "").encode()
        return form if compare_digest(told, token.encode()) else None


def _from_here(request: Request) -> bool:
    """Tell whether a browser says that no other site made it send this.

    Our pages send no referrer, so their forms' Origin is "null"; the token stands for them then.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    own = origin == "null" or urlsplit(origin).netloc == request.headers.get("host")
    return own and site in (None, "same-origin")


def _chosen(form: Form) -> tuple[tuple[int, ...], str | None]:
    """Return which letters a form means: by number, by rule, or all."""
    number = number_of(form["id"]) if "id" in form else None
    if "id" in form and number is None:
        raise HTTPException(_BAD)
    return () if number is None else (number,), form.get("rule")
