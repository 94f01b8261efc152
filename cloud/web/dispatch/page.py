"""The desk's pages: the plan to work on, its rounds as driven, streets, calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from cloud.dispatch.board import Moved
from cloud.dispatch.move import Asked
from cloud.plan.route import Plan
from cloud.registry.values import Look
from cloud.web.dispatch import spoken
from cloud.web.dispatch.followed import Followed
from cloud.web.dispatch.lines import MARKS, left_rows
from cloud.web.dispatch.months import MonthShown
from cloud.web.dispatch.regular import on_holidays, regular
from cloud.web.dispatch.rehearsal import Proposal
from cloud.web.dispatch.shown import Aside, Meanwhile, Shown
from cloud.web.dispatch.timetable import StreetsShown
from cloud.web.drawing import draw
from cloud.web.layout import LEVELS
from cloud.web.room import Room, open_room
from cloud.web.travel import travelled
from cloud.web.words import LANGUAGES, Language, Words

DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the page says to what a dispatcher did.

    Attributes:
        done: what was done, by the name of its text.
        asked: what he wanted moved.
        moved: what the checker said to it.
        trouble: why that cannot be asked at all: the name of a text, and one English sentence.
        meanwhile: what others did.
    """

    done: str = ""
    asked: Asked | None = None
    moved: Moved | None = None
    trouble: str = ""
    detail: str = ""
    meanwhile: Meanwhile | None = None


@dataclass(frozen=True, slots=True)
class DispatchPages:
    """The desk's two rooms: with a map, whose script needs one, and without."""

    mapped: Room
    plain: Room

    def plan(self, shown: Shown, reply: Reply, chosen: str, token: str, language: Language) -> str:
        """Return the page of a day's plan."""
        words = Words(language, ZoneInfo(shown.view.timezone))
        plan = shown.view.plan
        return self.room_of(shown).render(
            "dispatch/plan.html",
            words,
            **self._frame(shown.day, token, "plan"),
            shown=shown,
            reply=reply,
            chosen=chosen,
            view=shown.view,
            board=shown.board,
            plan=plan,
            drawing=draw(shown.board),
            travel=travelled(plan, words) if plan else "",
            levels=LEVELS,
            today_us=words.midnight(shown.view.now_us),
            left=left_rows(shown.board),
            reasons=spoken.reasons(plan, words),
            marks=MARKS,
            as_day=date.fromisoformat,
            due=_due(plan),
            near=_nearness(shown.day, shown.today, words),
        )

    def reply(self, aside: Aside, reply: Reply, token: str, language: Language) -> str:
        """Return only what the page of a day's plan says to what was done."""
        words = Words(language, aside.zone)
        return self.mapped.render(
            "dispatch/reply.html",
            words,
            **self._frame(aside.day, token, "plan"),
            shown=aside,
            reply=reply,
            reasons=spoken.reasons(aside.plan, words),
            as_day=date.fromisoformat,
            due=_due(aside.plan),
        )

    def again(
        self,
        shown: Shown,
        proposal: Proposal | None,
        reply: Reply,
        token: str,
        language: Language,
    ) -> str:
        """Return the page on which a plan is made again."""
        words = Words(language, ZoneInfo(shown.view.timezone))
        told = [one for one in proposal.changes if spoken.is_told(one)] if proposal else []
        return self.plain.render(
            "dispatch/again.html",
            words,
            **self._frame(shown.day, token, "again"),
            shown=shown,
            proposal=proposal,
            told=told,
            reasons=spoken.reasons(proposal.plan if proposal else None, words),
            kept=len(proposal.changes) - len(told) if proposal else 0,
            reply=reply,
            view=shown.view,
        )

    def followed(self, followed: Followed, token: str, language: Language) -> str:
        """Return the page of a day's rounds as they are driven."""
        return self.plain.render(
            "dispatch/followed.html",
            Words(language, followed.zone),
            **self._frame(followed.day, token, "followed"),
            followed=followed,
            marks=MARKS,
        )

    def streets(self, found: StreetsShown, zone: ZoneInfo, language: Language) -> str:
        """Return the page that says whether a street was done."""
        return self.plain.render(
            "dispatch/streets.html",
            Words(language, zone),
            **self._frame(found.day, "", "street"),
            found=found,
        )

    def calendar(self, month: MonthShown, zone: ZoneInfo, language: Language) -> str:
        """Return the page of a month's rounds."""
        return self.plain.render(
            "dispatch/calendar.html",
            Words(language, zone),
            **self._frame(month.first, "", "calendar"),
            month=month,
            regular=regular,
            on_holidays=on_holidays,
        )

    def looked(
        self, looks: Sequence[Look], trucks: Mapping[str, str], zone: ZoneInfo, language: Language
    ) -> str:
        """Return the page on which a crew reads when it was looked for."""
        words = Words(language, zone)
        return self.plain.render("dispatch/looked.html", words, looks=looks, trucks=trucks)

    def room_of(self, shown: Shown) -> Room:
        """Return the room in which a day's plan is shown."""
        return self.mapped if shown.view.plan else self.plain

    @staticmethod
    def _frame(day: date, token: str, here: str) -> dict[str, object]:
        return {"day": day, "token": token, "here": here, "a_day": DAY, "spoken": spoken}


def load_dispatch_pages(languages: tuple[Language, ...] = LANGUAGES) -> DispatchPages:
    """Read the desk's rooms: the board's own, with what the desk adds."""
    board, bare = open_room("page", languages, forms=True), open_room("dispatch", languages)
    style, script = (_own(kind) for kind in ("css", "js"))
    mapped = replace(board, style=board.style + style, script=board.script + script, asks=True)
    return DispatchPages(mapped, replace(mapped, script=bare.script, asks=False))


def _own(kind: str) -> str:
    return files("cloud.web").joinpath("static", f"dispatch.{kind}").read_text(encoding="utf-8")


def _due(plan: Plan | None) -> frozenset[str]:
    """Return the containers of a plan that must be lifted on its day."""
    routes = plan.routes if plan else ()
    return frozenset(stop.ref for route in routes for stop in route.containers if stop.must)


def _nearness(day: date, today: date, words: Words) -> str:
    """Say "tomorrow" or "today" where a day is."""
    return {0: words.say("today"), 1: words.say("tomorrow")}.get((day - today).days, "")
