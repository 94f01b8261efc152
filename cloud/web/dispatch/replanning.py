"""A plan made again while it is driven: asked for, looked at, and only then published."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from cloud.errors import NoPlan
from cloud.registry.driven_desk import NotTheNewest
from cloud.registry.values import Role
from cloud.web.dispatch.page import DispatchPages, Reply
from cloud.web.dispatch.reading import day_asked, day_of, news
from cloud.web.dispatch.rehearsal import Proposal, Rehearsal
from cloud.web.dispatch.shown import Gathering
from cloud.web.replies import language_of, page
from cloud.web.words import Language

SEE_OTHER = 303
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Replanning:
    """One method an address."""

    gathering: Gathering
    rehearsal: Rehearsal
    pages: DispatchPages
    languages: tuple[Language, ...]

    def ask(self, request: Request) -> Response:
        """Ask what went wrong."""
        self.gathering.dispatch.guard.let_in(request, Role.DISPATCHER)
        day = day_asked(request) or self.gathering.default_day()
        return self._page(request, day, None, Reply())

    async def propose(self, request: Request) -> Response:
        """Make the plan again, and show what that changes."""
        guard = self.gathering.dispatch.guard
        _, form = await guard.let_in_form(request, Role.DISPATCHER)
        day, heard = day_of(form.get("jour", "")), news(form)

        def act() -> Response:
            try:
                proposal = self.rehearsal.propose(day, heard)
            except NoPlan as error:
                reply = Reply(trouble="desk.again.unable", detail=str(error))
                return self._page(request, day, None, reply, CONFLICT)
            return self._page(request, day, proposal, Reply())

        return await run_in_threadpool(act)

    async def publish(self, request: Request) -> Response:
        """Issue a proposal."""
        guard = self.gathering.dispatch.guard
        _, form = await guard.let_in_form(request, Role.DISPATCHER)
        day, name = day_of(form.get("jour", "")), form.get("proposition", "")

        def act() -> Response:
            try:
                done = self.rehearsal.publish(day, name)
            except (NoPlan, NotTheNewest):
                reply = Reply(trouble="desk.again.gone")
                return self._page(request, day, None, reply, CONFLICT)
            what = "unsent" if done.trouble else "published"
            language = language_of(request, self.languages)
            query = urlencode({"jour": day.isoformat(), "fait": what, "lang": language})
            return RedirectResponse(f"/bureau?{query}", SEE_OTHER)

        return await run_in_threadpool(act)

    def _page(
        self,
        request: Request,
        day: date,
        proposal: Proposal | None,
        reply: Reply,
        status: int = 200,
    ) -> Response:
        language = language_of(request, self.languages)
        shown = self.gathering.shown(day)
        token = self.gathering.dispatch.guard.token(request)
        text = self.pages.again(shown, proposal, reply, token, language)
        return page(text, self.pages.plain, language, status)
