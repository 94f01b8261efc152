"""One-time codes, set up by whoever is in: a QR that is shown once, and a code that proves it."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from cloud.errors import TurnedAway
from cloud.people.door import Slowed, Wrong
from cloud.people.second import NewCodes, SecondFactor
from cloud.registry.values import Person
from cloud.web.people import spoken
from cloud.web.people.mine import Mine
from cloud.web.people.page import Said
from cloud.web.people.replying import BAD, TOO_MANY, done
from cloud.web.people.returning import HOME


@dataclass(frozen=True, slots=True)
class Second:
    """One method an address; each is about the one who asks, and nobody else."""

    mine: Mine

    async def begin(self, request: Request) -> Response:
        """Show a new series, this once."""
        person, form = await self.mine.guard.let_in_form(request)
        knock = self.mine.entering.knock(request)
        try:
            made = await run_in_threadpool(
                self._factor().begin, person, form.get("old", ""), form.get("code", ""), knock
            )
        except TurnedAway as error:
            return await self._turned_away(request, person, error)
        return self._shown(request, person, made)

    async def confirm(self, request: Request) -> Response:
        """Switch the series on, or show it again after a slip of the finger."""
        person, form = await self.mine.guard.let_in_form(request)
        knock, sealed = self.mine.entering.knock(request), form.get("sealed", "")
        factor = self._factor()
        try:
            await run_in_threadpool(factor.confirm, person, sealed, form.get("code", ""), knock)
        except Wrong as error:
            try:
                made = factor.reopen(person, sealed, knock)
            except Wrong:
                return await self._turned_away(request, person, error)
            return self._shown(request, person, made, Said("people.codes.wrong"))
        except TurnedAway as error:
            return await self._turned_away(request, person, error)
        return done(HOME, "codes", self.mine.replies.words(request, person))

    def _factor(self) -> SecondFactor:
        return SecondFactor(self.mine.guard.door)

    def _shown(
        self, request: Request, person: Person, made: NewCodes, said: Said | None = None
    ) -> Response:
        replies = self.mine.replies
        words, token = replies.words(request, person), self.mine.guard.token(request)
        text = replies.pages.codes(words, token, made, said)
        return replies.page(text, words, BAD if said else 200)

    async def _turned_away(self, request: Request, person: Person, error: TurnedAway) -> Response:
        words = self.mine.replies.words(request, person)
        said, status = Said("people.codes.refused"), BAD
        if isinstance(error, Slowed):
            told = spoken.wait(error.wait_s, words)
            said, status = Said("people.slowed.link", (("wait", told),)), TOO_MANY
        answer = await run_in_threadpool(self.mine.page, request, person, said, status)
        if isinstance(error, Slowed):
            answer.headers["Retry-After"] = str(error.wait_s)
        return answer
