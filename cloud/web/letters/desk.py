"""The dead letters, looked up in the registry when they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cloud.mending.desk import Done, MendingDesk
from cloud.mending.hexdump import hexdump, plain_text
from cloud.registry.registry import Registry
from cloud.registry.values import LetterState, Renaming
from cloud.web.letters.view import LettersView, LetterView

# A page of more is read by nobody; the command line lists them all.
SHOWN: Final = 100
ENTRIES: Final = 30
# A dump of the largest message would be a page of 16,000 lines.
DUMPED_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class RegistryLettersDesk:
    """Answers from the registry, and hands the work to the mending desk."""

    registry: Registry
    mending: MendingDesk

    def view(self, rule: str | None, state: LetterState | None) -> LettersView:
        """Return the newest letters, of one rule or state if it is given."""
        return LettersView(
            self.timezone(),
            rule,
            state,
            tuple(self.registry.letter_counts()),
            tuple(self.registry.dead_letters(SHOWN, rule, state)),
            tuple(self.registry.renamings()),
            tuple(self.registry.desk_journal(ENTRIES)),
        )

    def timezone(self) -> str:
        """Return the zone of the territory, UTC without one."""
        territories = self.registry.territories()
        return territories[0].timezone if territories else "UTC"

    def letter(self, number: int) -> LetterView | None:
        """Return one letter; None if there is none of this number."""
        found = self.registry.dead_letter(number)
        if found is None:
            return None
        shown = found.payload[:DUMPED_BYTES]
        return LetterView(self.timezone(), found, plain_text(shown), tuple(hexdump(shown)))

    def replay(self, who: str, numbers: Sequence[int], rule: str | None) -> Done:
        """Hand letters in again."""
        return self.mending.replay(who, numbers, rule)

    def discard(self, who: str, numbers: Sequence[int], rule: str | None) -> int:
        """Give letters up."""
        return self.mending.discard(who, numbers, rule)

    def rename(self, who: str, renaming: Renaming) -> None:
        """Note what something is called now."""
        self.mending.rename(who, renaming)
