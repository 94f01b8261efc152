"""The way in and out: by name, password and code, or by a link."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from cloud.errors import NotYours, TurnedAway
from cloud.people.door import Knock, NeedsCodes, Slowed
from cloud.registry.values import Person
from cloud.web.people import spoken
from cloud.web.people.guard import Guard
from cloud.web.people.origin import address_of, host_of, is_from_our_page, read_form
from cloud.web.people.page import Said
from cloud.web.people.replying import FORBIDDEN, SEE_OTHER, TOO_MANY, Replies
from cloud.web.people.returning import ENTER, HOME, local_path
from cloud.web.words import Words

LINK: Final = f"{ENTER}/lien"


@dataclass(frozen=True, slots=True)
class Entering:
    """One method an address."""

    replies: Replies
    guard: Guard

    def form(self, request: Request) -> Response:
        """Show the form."""
        words = self.replies.words(request)
        asked = request.query_params
        said = Said("people.left", is_bad=False) if "parti" in asked else None
        if "retour" in asked:
            said = Said("people.ended", is_bad=False)
        text = self.replies.pages.enter(words, local_path(asked.get("retour")), said=said)
        return self.replies.page(text, words)

    async def sign_in(self, request: Request) -> Response:
        """Let somebody in who knows his password, or say why not."""
        _must_be_from_here(request)
        form = await read_form(request)
        name, back = form.get("name", "").strip(), local_path(form.get("retour"))
        password, code = form.get("password", ""), form.get("code", "")
        try:
            person, secret = await run_in_threadpool(
                self.guard.door.sign_in, name, password, code, self.knock(request)
            )
        except TurnedAway as error:
            words = self.replies.words(request)
            said = _why(error, words)
            text = self.replies.pages.enter(words, back, name, said)
            return self._turned_away(text, words, error)
        return self._in(request, person, secret, back)

    def link(self, request: Request) -> Response:
        """Show the page that a link opens; what stands behind its # stays in the browser."""
        words = self.replies.words(request)
        return self.replies.page(self.replies.pages.link(words), words)

    async def sign_in_by_link(self, request: Request) -> Response:
        """Let somebody in who holds a link, or say why not."""
        _must_be_from_here(request)
        form = await read_form(request)
        try:
            person, secret = await run_in_threadpool(
                self.guard.door.sign_in_by_link, form.get("secret", ""), self.knock(request)
            )
        except TurnedAway as error:
            words = self.replies.words(request)
            said = _why(error, words, ".link") if isinstance(error, Slowed) else None
            text = self.replies.pages.link(words, said or Said("people.link.bad"))
            return self._turned_away(text, words, error)
        return self._in(request, person, secret, None)

    async def sign_out(self, request: Request) -> Response:
        """End the session, here and on the server."""
        await self.guard.let_in_form(request)
        await run_in_threadpool(self.guard.door.sign_out, self.guard.secret(request))
        return self.out(request)

    def out(self, request: Request) -> Response:
        """Send somebody to the door whose session has just ended."""
        language = self.replies.words(request).language
        answer = RedirectResponse(f"{ENTER}?parti=1&lang={language}", SEE_OTHER)
        self.guard.take_cookie(request, answer)
        # What "back" would show. Not "storage": there lies what a crew has still to send.
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    def _in(self, request: Request, person: Person, secret: str, back: str | None) -> Response:
        answer = RedirectResponse(back or f"{HOME}?lang={person.language}", SEE_OTHER)
        self.guard.give_cookie(request, answer, secret)
        return answer

    def _turned_away(self, text: str, words: Words, error: TurnedAway) -> Response:
        if not isinstance(error, Slowed):
            return self.replies.page(text, words, FORBIDDEN)
        answer = self.replies.page(text, words, TOO_MANY)
        answer.headers["Retry-After"] = str(error.wait_s)
        return answer

    def knock(self, request: Request) -> Knock:
        """Return what the door is told of a request."""
        return Knock(
            self.guard.now_us(), address_of(request), host_of(request), self.guard.secret(request)
        )


def _must_be_from_here(request: Request) -> None:
    """Raise NotYours if another site signs somebody in: as whom it likes, to see what he does."""
    if not is_from_our_page(request):
        raise NotYours("another site made the browser send this")


def _why(error: TurnedAway, words: Words, of: str = "") -> Said:
    if isinstance(error, Slowed):
        return Said(f"people.slowed{of}", (("wait", spoken.wait(error.wait_s, words)),))
    return Said("people.codes.needed" if isinstance(error, NeedsCodes) else "people.wrong")
