"""What the ledger's page shows, as frozen values that are given to it."""

from dataclasses import dataclass
from typing import Protocol

from cloud.ledger.account import Account


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The books at one instant.

    Attributes:
        now_us: the instant at which they were read, µs since 1970 UTC.
        territory: its name.
        timezone: IANA name of the local time.
        days: how far back they go.
        accounts: one a node that ever spoke; what is open comes first.
    """

    now_us: int
    territory: str
    timezone: str
    days: int
    accounts: tuple[Account, ...]


class LedgerDesk(Protocol):
    """Who keeps the books; raises CloudError if they cannot be had."""

    def ledger(self) -> LedgerView:
        """Return the books; they may be a minute old."""
