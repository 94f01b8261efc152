"""What is known of whoever asks, and what he may do with it."""

from dataclasses import dataclass

import msgspec
from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from cloud.errors import TurnedAway
from cloud.people.passwords import LONGEST, SHORTEST
from cloud.registry.values import Person
from cloud.web.people.entering import Entering
from cloud.web.people.guard import Guard
from cloud.web.people.onward import onward
from cloud.web.people.page import Known, Said
from cloud.web.people.replying import BAD, Replies, done_of
from cloud.web.replies import download


@dataclass(frozen=True, slots=True)
class Mine:
    """One method an address; each is about the one who asks, and nobody else."""

    replies: Replies
    guard: Guard
    entering: Entering

    def me(self, request: Request) -> Response:
        """Show all that is kept."""
        return self.page(request, self.guard.let_in(request), done_of(request))

    def export(self, request: Request) -> Response:
        """Give all that is kept, to be taken away."""
        person = self.guard.let_in(request)
        return exported(self.replies.desk.accounts.export(person.id, person.id), person.id)

    async def password(self, request: Request) -> Response:
        """Change the password; all sessions end."""
        person, form = await self.guard.let_in_form(request)
        new = form.get("new", "")
        if not SHORTEST <= len(new) <= LONGEST:
            return await self._bad(request, person, "people.bad.password")
        try:
            await run_in_threadpool(
                self.guard.door.change_password,
                person,
                form.get("old", ""),
                new,
                self.entering.knock(request),
            )
        except TurnedAway:
            return await self._bad(request, person, "people.bad.old")
        return self.entering.out(request)

    async def leave_all(self, request: Request) -> Response:
        """End every session of whoever asks."""
        person, _ = await self.guard.let_in_form(request)
        await run_in_threadpool(self.replies.desk.accounts.end, person.id, person.id)
        return self.entering.out(request)

    async def _bad(self, request: Request, person: Person, key: str) -> Response:
        return await run_in_threadpool(self.page, request, person, Said(key), BAD)

    def page(
        self, request: Request, person: Person, said: Said | None = None, status: int = 200
    ) -> Response:
        """Return the page of whoever asks."""
        accounts, words = self.replies.desk.accounts, self.replies.words(request, person)
        door = self.guard.door
        fresh = door.is_fresh(self.guard.secret(request), self.guard.now_us())
        keys = door.people.keys(person.id)
        known = Known(
            facts=accounts.facts(person.id),
            sessions=accounts.sessions(person.id),
            needs_old=not fresh,
            has_password=keys.password is not None,
            has_codes=keys.totp is not None,
            pages=onward(person, {getattr(one, "path", "") for one in request.app.routes}),
        )
        text = self.replies.pages.me(words, person, self.guard.token(request), known, said)
        return self.replies.page(text, words, status)


def exported(facts: dict[str, list[dict[str, object]]], name: str) -> Response:
    """Return what is kept of a person as a file."""
    body = msgspec.json.format(msgspec.json.encode(facts), indent=2)
    return download(body, "application/json", f"{name}.json")
