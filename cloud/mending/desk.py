"""The desk itself: letters go the ingester's own way again, and what was done is written down."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from cloud.ingest.keep import keep
from cloud.ingest.ports import Directory, Statuses
from cloud.ingest.repeats import refuse_other_bodies
from cloud.ingest.validate import judge
from cloud.ingest.verdict import Verdict
from cloud.mending.rename import message_of
from cloud.mending.told import told_renaming, told_replay
from cloud.registry.values import (
    DeadLetter,
    DeskAction,
    DeskEntry,
    Fate,
    LetterState,
    Renaming,
)
from cloud.store.port import Store

# Letters that are read, stored and closed at a time: one commit, one line in the journal.
PAGE: Final = 200


class Letters(Statuses, Protocol):
    """What is asked of the registry here; every method raises RegistryFault."""

    def dead_letter(self, number: int) -> DeadLetter | None:
        """Return the letter of this number; None if there is none."""

    def waiting_letters(
        self, beyond: int, upto: int, rule: str | None, limit: int
    ) -> list[DeadLetter]:
        """Return at most `limit` new letters with beyond < number <= upto, oldest first."""

    def mark_dirty(self, days: Iterable[tuple[str, date]]) -> None:
        """Have what is derived of these (container, local day) pairs made anew."""

    def last_letter(self) -> int:
        """Return the number of the last letter."""

    def renamings(self) -> list[Renaming]:
        """Return every renaming, the oldest first."""

    def close_letters(self, fates: Sequence[Fate], entry: DeskEntry) -> None:
        """Write what became of letters; of those that are new."""

    def discard_letters(self, entry: DeskEntry) -> None:
        """Give up the letters of `entry`; those that are new."""

    def rename(self, renaming: Renaming, entry: DeskEntry) -> None:
        """Keep a renaming."""


@dataclass(frozen=True, slots=True)
class Done:
    """What handing in again came to: letters, those refused once more, rows now stored."""

    letters: int = 0
    refused: int = 0
    stored: int = 0

    def __add__(self, other: "Done") -> "Done":
        """Add up two pages."""
        return Done(
            self.letters + other.letters,
            self.refused + other.refused,
            self.stored + other.stored,
        )


@dataclass(frozen=True, slots=True)
class MendingDesk:
    """What can be done with dead letters, each time by somebody, `who`."""

    letters: Letters
    store: Store
    directory: Directory
    now_us: Callable[[], int]

    def replay(self, who: str, numbers: Sequence[int] = (), rule: str | None = None) -> Done:
        """Hand in again the letters of these `numbers`, or all new ones, or those of one `rule`.

        Killed half way, it is done again: what was stored overwrites itself, and a letter is
        closed only after its rows are stored. Raises StoreDown or RegistryFault.
        """
        done = Done()
        for page in self._pages(numbers, rule):
            done += self._replay(page, who, rule)
        return done

    def discard(self, who: str, numbers: Sequence[int] = (), rule: str | None = None) -> int:
        """Give up letters, chosen like those of `replay`; return how many."""
        count = 0
        for page in self._pages(numbers, rule):
            ids = tuple(letter.id for letter in page)
            self.letters.discard_letters(
                DeskEntry(self.now_us(), who, DeskAction.DISCARD, ids, rule)
            )
            count += len(page)
        return count

    def rename(self, who: str, renaming: Renaming) -> None:
        """Note what something is called now, for whatever is handed in again from here on."""
        detail = told_renaming(renaming)
        self.letters.rename(
            renaming, DeskEntry(self.now_us(), who, DeskAction.RENAME, detail=detail)
        )

    def _replay(self, page: Sequence[DeadLetter], who: str, rule: str | None) -> Done:
        renamings = self.letters.renamings()
        # By the time at which it came: a reading from the future does not ripen.
        verdicts = [
            judge(message_of(one, renamings), self.directory, self.letters, one.at_us)
            for one in page
        ]
        for verdict in verdicts:
            # One by one: letters may hold the same row twice.
            refuse_other_bodies(self.store, verdict, known=None)
            keep(self.store, [verdict])
        fates = [_fate(*pair) for pair in zip(page, verdicts, strict=True)]
        ids = tuple(letter.id for letter in page)
        done = Done(
            len(page),
            sum(fate.state is LetterState.NEW for fate in fates),
            sum(len(verdict.stored) for verdict in verdicts),
        )
        detail = told_replay(done.stored, done.refused)
        if late := self.directory.late():
            self.letters.mark_dirty(late)
        self.letters.close_letters(
            fates, DeskEntry(self.now_us(), who, DeskAction.REPLAY, ids, rule, detail)
        )
        return done

    def _pages(self, numbers: Sequence[int], rule: str | None) -> Iterator[list[DeadLetter]]:
        if numbers:
            found = [self.letters.dead_letter(number) for number in sorted(set(numbers))]
            chosen = [one for one in found if one and one.state is LetterState.NEW]
            if chosen:
                yield chosen
            return
        # What is buried meanwhile, by us too, waits for the next time.
        beyond, upto = 0, self.letters.last_letter()
        while page := self.letters.waiting_letters(beyond, upto, rule, PAGE):
            yield page
            beyond = page[-1].id


def _fate(letter: DeadLetter, verdict: Verdict) -> Fate:
    """Return what becomes of a letter: as before if nothing of it is stored, else replayed."""
    if not verdict.letters:
        return Fate(letter.id, LetterState.REPLAYED, letter.rule, letter.reason)
    if len(verdict.letters) == 1 and not verdict.stored:
        again = verdict.letters[0]
        return Fate(letter.id, LetterState.NEW, again.rule, again.reason)
    rest = tuple(verdict.letters)
    return Fate(letter.id, LetterState.REPLAYED, letter.rule, letter.reason, rest)
