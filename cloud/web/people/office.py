"""The accounts, for administrators: the list, one person, and what may be done."""

from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.errors import NotYours
from cloud.people.limits import HOUR_US
from cloud.registry.people_accounts import LastAdministrator, NameTaken
from cloud.registry.values import Person, Role
from cloud.web.people.asked import person_of
from cloud.web.people.guard import Guard
from cloud.web.people.mine import exported
from cloud.web.people.page import Said
from cloud.web.people.replying import BAD, Replies, done, done_of

PEOPLE: Final = "/personnes"
_NOT_FOUND: Final = 404
_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Office:
    """One method an address."""

    replies: Replies
    guard: Guard

    def people(self, request: Request) -> Response:
        """List everyone."""
        person = self.guard.let_in(request, Role.ADMINISTRATOR)
        return self._list(request, person, done_of(request))

    async def add(self, request: Request) -> Response:
        """Write a new person."""
        me, form = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        typed, said = person_of(form)
        if said is None:
            try:
                await run_in_threadpool(self.replies.desk.accounts.add, typed, None, me.id)
            except NameTaken:
                said = Said("people.bad.taken", (("told", typed.id),))
        if said is not None:
            return await run_in_threadpool(self._list, request, me, said, typed, BAD)
        return done(f"{PEOPLE}/{typed.id}", "added", self.replies.words(request, me))

    def person(self, request: Request, name: str) -> Response:
        """Show one person."""
        me = self.guard.let_in(request, Role.ADMINISTRATOR)
        return self._one(request, me, self._known(name), done_of(request))

    async def save(self, request: Request, name: str) -> Response:
        """Write what a person is now."""
        me, form = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        known = await run_in_threadpool(self._known, name)
        typed, said = person_of({**form, "id": known.id})
        typed = replace(typed, active="active" in form)
        if said is None:
            try:
                await run_in_threadpool(self.replies.desk.accounts.change, typed, me.id)
            except LastAdministrator:
                said = Said("people.bad.last")
        if said is not None:
            return await run_in_threadpool(self._one, request, me, known, said, BAD)
        return done(f"{PEOPLE}/{name}", "saved", self.replies.words(request, me))

    async def link(self, request: Request, name: str) -> Response:
        """Make a link, and show it this once."""
        me, _ = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        known = await run_in_threadpool(self._known, name)
        desk = self.replies.desk
        link = await run_in_threadpool(desk.accounts.link, known.id, me.id, desk.now_us())
        site = desk.site or f"{request.url.scheme}://{request.headers.get('host', '')}"
        words = self.replies.words(request, me)
        return self.replies.page(self.replies.pages.given(words, link, link.address(site)), words)

    async def end(self, request: Request, name: str) -> Response:
        """End every session and unused link of a person."""
        me, _ = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        known = await run_in_threadpool(self._known, name)
        await run_in_threadpool(self.replies.desk.accounts.end, known.id, me.id)
        return done(f"{PEOPLE}/{known.id}", "ended", self.replies.words(request, me))

    async def drop_codes(self, request: Request, name: str) -> Response:
        """Take the codes away of somebody who has lost them; never one's own."""
        me, _ = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        known = await run_in_threadpool(self._known, name)
        if known.id == me.id:
            raise NotYours("another administrator takes one's codes away")
        await run_in_threadpool(self.replies.desk.accounts.drop_codes, known.id, me.id)
        return done(f"{PEOPLE}/{known.id}", "dropped", self.replies.words(request, me))

    def export(self, request: Request, name: str) -> Response:
        """Give all that is kept of a person, to be handed to him."""
        me = self.guard.let_in(request, Role.ADMINISTRATOR)
        known = self._known(name)
        return exported(self.replies.desk.accounts.export(known.id, me.id), known.id)

    async def erase(self, request: Request, name: str) -> Response:
        """Erase a person."""
        me, _ = await self.guard.let_in_form(request, Role.ADMINISTRATOR)
        known = await run_in_threadpool(self._known, name)
        try:
            await run_in_threadpool(self.replies.desk.accounts.erase, known.id, me.id)
        except LastAdministrator:
            said = Said("people.bad.last")
            return await run_in_threadpool(self._one, request, me, known, said, BAD)
        return done(PEOPLE, "erased", self.replies.words(request, me))

    def _known(self, name: str) -> Person:
        found = self.replies.desk.accounts.person(name)
        if found is None:
            raise HTTPException(_NOT_FOUND)
        return found

    def _list(
        self,
        request: Request,
        me: Person,
        said: Said | None,
        typed: Person | None = None,
        status: int = 200,
    ) -> Response:
        accounts, words = self.replies.desk.accounts, self.replies.words(request, me)
        text = self.replies.pages.people(
            words,
            self.guard.token(request),
            accounts.everyone(),
            accounts.journal(_LINES),
            typed=typed,
            said=said,
        )
        return self.replies.page(text, words, status)

    def _one(
        self, request: Request, me: Person, person: Person, said: Said | None, status: int = 200
    ) -> Response:
        accounts, words = self.replies.desk.accounts, self.replies.words(request, me)
        text = self.replies.pages.person(
            words,
            self.guard.token(request),
            person,
            facts=accounts.facts(person.id),
            link_hours=accounts.limits.link_us // HOUR_US,
            has_codes=person.id != me.id and accounts.has_codes(person.id),
            said=said,
        )
        return self.replies.page(text, words, status)
