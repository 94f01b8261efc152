"""The dispatcher's page: the state of the territory and the rounds of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from cloud.web.board import POSSIBLE, Board, join
from cloud.web.drawing import draw
from cloud.web.layout import LEVELS
from cloud.web.room import Room, open_room
from cloud.web.travel import travelled
from cloud.web.view import Note, View
from cloud.web.words import LANGUAGES, Language, Words
from cloud.web.zone.view import ZoneName


@dataclass(frozen=True, slots=True)
class Pages:
    """The dispatcher's pages, in his room."""

    room: Room

    def board(self, view: View, zones: Sequence[ZoneName], language: Language) -> str:
        """Return the dispatcher's page, which knows the way to each of `zones`."""
        words = Words(language, ZoneInfo(view.timezone))
        board = join(view)
        return self.room.render(
            "page.html",
            words,
            board=board,
            view=view,
            zones=zones,
            plan=view.plan,
            drawing=draw(board),
            headline=_headline(view, words),
            nearness=_nearness(view, words),
            travel=travelled(view.plan, words) if view.plan else "",
            notes=[_note(note, words) for note in _notes(view, words)],
            invented=_invented(board),
            least=POSSIBLE,
            levels=LEVELS,
            today_us=words.midnight(view.now_us),
        )

    def problem(self, what: str, language: Language) -> str:
        """Return the page that says why there is none; `what` is "gone", "wrong" or "down"."""
        return self.room.render("problem.html", Words(language, ZoneInfo("UTC")), what=what)


def load_pages(languages: tuple[Language, ...] = LANGUAGES) -> Pages:
    """Read the dispatcher's room."""
    return Pages(open_room("page", languages))


def _headline(view: View, words: Words) -> str:
    if view.plan is None:
        return words.say("title.none")
    return words.say("title", day=words.long_day(date.fromisoformat(view.plan.day)))


def _nearness(view: View, words: Words) -> str:
    """Say "tomorrow" or "today" where the planned day is."""
    if view.plan is None:
        return ""
    ahead = date.fromisoformat(view.plan.day) - words.local(view.now_us).date()
    return {0: words.say("today"), 1: words.say("tomorrow")}.get(ahead.days, "")


def _notes(view: View, words: Words) -> tuple[Note, ...]:
    today = words.local(view.now_us).date().isoformat()
    known = {note.kind for note in view.notes}
    if view.plan is not None and view.plan.day < today and "plan-old" not in known:
        return (*view.notes, Note("plan-old"))
    return view.notes


def _note(note: Note, words: Words) -> str:
    since = "" if note.since_us is None else words.say("since", moment=words.moment(note.since_us))
    return words.say(f"note.{note.kind}", since=since)


def _invented(board: Board) -> bool:
    """Tell whether anything on the page carries the mark."""
    view = board.view
    return (
        any(container.invented for container in view.containers)
        or any(site.invented for site in view.sites)
        or any(truck.invented for truck in view.trucks)
    )
