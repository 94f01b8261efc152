"""The books, read from registry and store, and kept for a minute: reading them is dear."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cloud.ledger.read import DAYS, ledger
from cloud.registry.registry import Registry
from cloud.store.port import Store
from cloud.web.ledger.view import LedgerView

FRESH_US: Final = 60_000_000


@dataclass(slots=True)
class RegistryLedgerDesk:
    """The books as registry and store have them.

    `now_us` tells the time, `days` how far back they can go.
    """

    registry: Registry
    store: Store
    now_us: Callable[[], int]
    days: Callable[[], int] = lambda: DAYS
    _view: LedgerView | None = None
    # Ten readers who ask at once are one who reads.
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ledger(self) -> LedgerView:
        """Return the books; raise StoreDown or RegistryFault."""
        with self._lock:
            now_us = self.now_us()
            if self._view is None or now_us - self._view.now_us > FRESH_US:
                self._view = self._read(now_us)
            return self._view

    def _read(self, now_us: int) -> LedgerView:
        territories, days = self.registry.territories(), self.days()
        return LedgerView(
            now_us,
            territories[0].name if territories else "",
            territories[0].timezone if territories else "Europe/Paris",
            days,
            tuple(ledger(self.store, self.registry, now_us, days)),
        )
