"""The ledger's page: each node's readings by what became of them, the unbalanced ones first."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from cloud.web.ledger.view import LedgerView
from cloud.web.room import Room, open_room
from cloud.web.words import LANGUAGES, Language, Words

# What a person types to see more of a node.
COMMAND: Final = "vallee-cloud ledger --node "
COLUMNS: Final = (*("produced", "stored", "refused", "dropped", "pending", "unknown", "open"),)


@dataclass(frozen=True, slots=True)
class LedgerPages:
    """The pages of the ledger, in its room."""

    room: Room

    def ledger(self, view: LedgerView, language: Language) -> str:
        """Return the page of `view`."""
        return self.room.render(
            "ledger/ledger.html",
            Words(language, ZoneInfo(view.timezone)),
            view=view,
            columns=COLUMNS,
            totals={name: sum(getattr(one, name) for one in view.accounts) for name in COLUMNS},
            overdue=sum(one.overdue for one in view.accounts),
            command=COMMAND,
        )


def load_ledger_pages(languages: tuple[Language, ...] = LANGUAGES) -> LedgerPages:
    """Read the ledger's room."""
    return LedgerPages(open_room("ledger", languages))
