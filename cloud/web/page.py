"""The page as one HTML document that needs nothing else, online or from a USB stick."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cloud.web.board import POSSIBLE, Board, join
from cloud.web.drawing import draw
from cloud.web.headers import policy
from cloud.web.layout import LEVELS, PLAIN_LEVEL
from cloud.web.travel import travelled
from cloud.web.view import Note, View
from cloud.web.words import LANGUAGES, Language, Words


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates with their style and script, read once."""

    environment: Environment
    style: str
    script: str
    languages: tuple[Language, ...]

    @property
    def policy(self) -> str:
        """The content security policy under which these pages work."""
        return policy(self.style, self.script)

    def board(self, view: View, language: Language) -> str:
        """Return the dispatcher's page."""
        words = Words(language, ZoneInfo(view.timezone))
        board = join(view)
        return self._render(
            "page.html",
            words,
            board=board,
            view=view,
            plan=view.plan,
            drawing=draw(board),
            headline=_headline(view, words),
            nearness=_nearness(view, words),
            travel=travelled(view.plan, words) if view.plan else "",
            notes=[_note(note, words) for note in _notes(view, words)],
            invented=_invented(board),
            least=POSSIBLE,
            levels=LEVELS,
            plain_level=PLAIN_LEVEL,
        )

    def problem(self, what: str, language: Language) -> str:
        """Return the page that says why there is none; `what` is "gone", "wrong" or "down"."""
        return self._render("problem.html", Words(language, ZoneInfo("UTC")), what=what)

    def _render(self, name: str, words: Words, **values: object) -> str:
        return self.environment.get_template(name).render(
            w=words,
            languages=self.languages,
            # Our own files, the only text of the page that is not escaped.
            style=Markup(self.style),  # noqa: S704 - our own file
            script=Markup(self.script),  # noqa: S704 - our own file
            policy=self.policy,
            **values,
        )


def load_pages(languages: tuple[Language, ...] = LANGUAGES) -> Pages:
    """Read templates, style and script from inside the package."""
    environment = Environment(
        loader=PackageLoader("cloud.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Pages(environment, _read("page.css"), _read("page.js"), languages)


def _read(name: str) -> str:
    return files("cloud.web").joinpath("static", name).read_text(encoding="utf-8")


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
