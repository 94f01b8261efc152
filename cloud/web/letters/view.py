"""What the dead-letter page shows and does, as it is given to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cloud.mending.desk import Done
from cloud.registry.values import DeadLetter, DeskEntry, LetterCount, LetterState, Renaming


@dataclass(frozen=True, slots=True)
class LettersView:
    """The list of letters at one instant; `rule` and `state` narrow it, None does not."""

    timezone: str
    rule: str | None
    state: LetterState | None
    counts: tuple[LetterCount, ...]
    letters: tuple[DeadLetter, ...]
    renamings: tuple[Renaming, ...]
    journal: tuple[DeskEntry, ...]

    def count(self, state: LetterState) -> int:
        """Count all letters of one state, whatever their rule."""
        return sum(one.count for one in self.counts if one.state is state)

    @property
    def total(self) -> int:
        """Count the letters that `rule` and `state` leave, shown or not."""
        return sum(
            one.count
            for one in self.counts
            if self.rule in (None, one.rule) and self.state in (None, one.state)
        )


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter with its bytes: as text if they are some, and as a dump."""

    timezone: str
    letter: DeadLetter
    text: str | None
    dump: tuple[str, ...]


class LettersDesk(Protocol):
    """Who knows the letters; every method may raise CloudError."""

    def view(self, rule: str | None, state: LetterState | None) -> LettersView:
        """Return the newest letters, of one rule or state if it is given."""

    def timezone(self) -> str:
        """Return the name of the zone whose clocks a form's times are of."""

    def letter(self, number: int) -> LetterView | None:
        """Return one letter; None if there is none of this number."""

    def replay(self, who: str, numbers: Sequence[int], rule: str | None) -> Done:
        """Hand letters in again."""

    def discard(self, who: str, numbers: Sequence[int], rule: str | None) -> int:
        """Give letters up."""

    def rename(self, who: str, renaming: Renaming) -> None:
        """Note what something is called now."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The desk, and the secret of the forms that change something; None: there are no such."""

    desk: LettersDesk
    token: str | None
