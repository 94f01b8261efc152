"""What dispatchers do to a plan: look at it, move and lock containers, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.errors import NoPlan
from cloud.plan.route import read_plan
from cloud.registry.driven_desk import NotTheNewest
from cloud.registry.values import Person, Role
from cloud.web.dispatch.page import DispatchPages, Reply
from cloud.web.dispatch.reading import Posted, day_asked, day_of, name_of, posted, wish
from cloud.web.dispatch.shown import Gathering
from cloud.web.people.origin import Form
from cloud.web.replies import language_of, page
from cloud.web.words import Language
from contract.names import is_name

SEE_OTHER = 303
CONFLICT = 409
_BAD = 400
# The page's script says by this header that it needs one part of the page only, and which.
PART = "X-Vallee-Part"
REPLY = "reponse"
_DONE = ("moved", "locked", "unlocked", "given-up", "published", "unsent", "sent")


@dataclass(frozen=True, slots=True)
class Acts:
    """One method an address."""

    gathering: Gathering
    pages: DispatchPages
    languages: tuple[Language, ...]

    def plan(self, request: Request) -> Response:
        """Show a day's plan."""
        self.gathering.dispatch.guard.let_in(request, Role.DISPATCHER)
        told = request.query_params.get("fait", "")
        chosen = request.query_params.get("conteneur", "")
        reply = Reply(done=told if told in _DONE else "")
        day = day_asked(request) or self.gathering.default_day()
        return self._page(request, Posted(day, 0, 0), reply, chosen=chosen)

    async def move(self, request: Request) -> Response:
        """Move a container, or say what that would come to."""
        return await self._form(request, self._move)

    async def lock(self, request: Request) -> Response:
        """Lock or unlock a container."""
        return await self._form(request, self._lock)

    async def give_up(self, request: Request) -> Response:
        """Go back to the plan that was issued."""
        return await self._form(request, self._give_up)

    async def publish(self, request: Request) -> Response:
        """Issue the plan that the page shows."""
        return await self._form(request, self._publish)

    async def send(self, request: Request) -> Response:
        """Send the issued plan to the trucks once more."""
        guard = self.gathering.dispatch.guard
        _, form = await guard.let_in_form(request, Role.DISPATCHER)
        day = day_of(form.get("jour", ""))
        board = self.gathering.dispatch.board

        def act() -> Response:
            issued = board.registry.newest_plan(day)
            if issued is None:
                raise HTTPException(_BAD)
            told = board.tell(read_plan(issued.body))
            return self._done(request, day.isoformat(), "unsent" if told.trouble else "sent")

        return await run_in_threadpool(act)

    def _move(self, request: Request, seen: Posted, form: Form, person: Person) -> Response:
        asked, dry = wish(form, seen.day), "essai" in form
        board = self.gathering.dispatch.board
        if asked.container in board.working(seen.day).locks:
            reply = Reply(asked=asked, trouble="desk.is-locked")
            return self._page(request, seen, reply, CONFLICT, asked.container)
        moved = board.move(seen.day, seen.read, asked, person.id, dry=dry)
        if moved.saved is not None:
            return self._done(request, seen.day.isoformat(), "moved")
        status = CONFLICT if moved.answer.broken else 200
        return self._page(request, seen, Reply(asked=asked, moved=moved), status, asked.container)

    def _lock(self, request: Request, seen: Posted, form: Form, person: Person) -> Response:
        locked = "verrouiller" in form
        container = name_of(form.get("verrouiller" if locked else "liberer"))
        board = self.gathering.dispatch.board
        board.lock(seen.day, seen.read, container, person.id, locked=locked)
        return self._done(request, seen.day.isoformat(), "locked" if locked else "unlocked")

    def _give_up(self, request: Request, seen: Posted, _form: Form, person: Person) -> Response:
        self.gathering.dispatch.board.give_up(seen.day, seen.read, person.id)
        return self._done(request, seen.day.isoformat(), "given-up")

    def _publish(self, request: Request, seen: Posted, _form: Form, person: Person) -> Response:
        done = self.gathering.dispatch.board.publish(seen.day, seen.read, person.id)
        what = "unsent" if done.trouble else "published"
        return self._done(request, seen.day.isoformat(), what)

    async def _form(
        self, request: Request, act: Callable[[Request, Posted, Form, Person], Response]
    ) -> Response:
        """Read a form about a plan; whoever saw an older version is told what changed."""
        guard = self.gathering.dispatch.guard
        person, form = await guard.let_in_form(request, Role.DISPATCHER)
        seen = posted(form)

        def answer() -> Response:
            if self.gathering.is_stale(seen):
                return self._told(request, seen)
            try:
                return act(request, seen, form, person)
            except NotTheNewest:
                return self._told(request, seen)
            except NoPlan as error:
                reply = Reply(trouble="desk.unable", detail=str(error))
                return self._page(request, seen, reply, CONFLICT)

        return await run_in_threadpool(answer)

    def _told(self, request: Request, seen: Posted) -> Response:
        reply = Reply(meanwhile=self.gathering.meanwhile(seen))
        return self._page(request, seen, reply, CONFLICT)

    def _page(
        self,
        request: Request,
        seen: Posted,
        reply: Reply,
        status: int = 200,
        chosen: str = "",
    ) -> Response:
        language = language_of(request, self.languages)
        token = self.gathering.dispatch.guard.token(request)
        if request.headers.get(PART) == REPLY:
            text = self.pages.reply(self.gathering.aside(seen.day), reply, token, language)
            return page(text, self.pages.mapped, language, status)
        shown = self.gathering.shown(seen.day)
        text = self.pages.plan(shown, reply, chosen if is_name(chosen) else "", token, language)
        return page(text, self.pages.room_of(shown), language, status)

    def _done(self, request: Request, day: str, what: str) -> Response:
        language = language_of(request, self.languages)
        query = urlencode({"jour": day, "fait": what, "lang": language})
        return RedirectResponse(f"/bureau?{query}", SEE_OTHER)
