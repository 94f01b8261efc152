"""The dead-letter pages: the list with its counts and journal, and one letter with its bytes."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from cloud.registry.values import LetterState
from cloud.web.letters import spoken
from cloud.web.letters.asked import Deed, Typed
from cloud.web.letters.view import LettersView, LetterView
from cloud.web.room import Room, open_room
from cloud.web.words import LANGUAGES, Language, Words


@dataclass(frozen=True, slots=True)
class Said:
    """What the list says to the one who has just sent a form."""

    deed: Deed | None = None
    typed: Typed = field(default_factory=Typed)
    stale: bool = False


@dataclass(frozen=True, slots=True)
class LetterPages:
    """The pages of the desk, in their room."""

    room: Room

    def letters(self, view: LettersView, language: Language, token: str | None, said: Said) -> str:
        """Return the list; without a `token` nothing can be done from it."""
        words = Words(language, ZoneInfo(view.timezone))
        return self.room.render(
            "letters/letters.html",
            words,
            view=view,
            token=token,
            said=said,
            spoken=spoken,
            waiting=view.count(LetterState.NEW),
            states=LetterState,
            rows=_rows(view),
        )

    def letter(self, view: LetterView, language: Language, token: str | None) -> str:
        """Return the page of one letter."""
        words = Words(language, ZoneInfo(view.timezone))
        return self.room.render("letters/letter.html", words, view=view, token=token, spoken=spoken)


def load_letter_pages(languages: tuple[Language, ...] = LANGUAGES) -> LetterPages:
    """Read the room of the dead-letter desk."""
    return LetterPages(open_room("letters", languages, forms=True))


def _rows(view: LettersView) -> dict[str, dict[LetterState, int]]:
    """Return how many letters each rule has in each state, the rule with most new ones first."""
    rows: dict[str, dict[LetterState, int]] = {}
    for one in view.counts:
        rows.setdefault(one.rule, dict.fromkeys(LetterState, 0))[one.state] = one.count
    return dict(sorted(rows.items(), key=lambda row: -row[1][LetterState.NEW]))
