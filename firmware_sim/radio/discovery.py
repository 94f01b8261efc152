"""Who asked an adapter to scan, and what that makes bluetoothd report.

Rules read in BlueZ's src/adapter.c and src/device.c: 5.66 to 5.87, and what follows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

# What an RSSI must differ by, where not every change is reported.
_DELTA_DB: Final = 8

Filter = Mapping[str, Any]  # what a client passed to SetDiscoveryFilter: of many types


class RssiRule(Enum):
    """Which BlueZ this is, as far as RSSI goes."""

    ANY_FILTER = "5.66 to 5.87: a client with any filter gets every change"
    PROXIMITY = "after 5.87: only a filter by RSSI or path loss brings every change"


@dataclass(slots=True)
class Discovery:
    """The clients that scan on one adapter, by their names on the bus, with their filters."""

    rule: RssiRule
    clients: dict[str, Filter] = field(default_factory=dict)
    filters: dict[str, Filter] = field(default_factory=dict)

    def begin(self, client: str) -> bool:
        """Let `client` scan; return False if it does already."""
        if client in self.clients:
            return False
        self.clients[client] = self.filters.get(client, {})
        return True

    def end(self, client: str) -> bool:
        """Return whether `client` was scanning; its filter it keeps."""
        return self.clients.pop(client, None) is not None

    def forget(self, client: str) -> bool:
        """Forget one that left the bus; return whether it was scanning."""
        self.filters.pop(client, None)
        return self.end(client)

    @property
    def repeats(self) -> bool:
        """Whether somebody wants data that has not changed."""
        return any(wish.get("DuplicateData", False) for wish in self.clients.values())

    @property
    def delta_db(self) -> int:
        """By how much an RSSI must have changed to be reported."""
        wishes = self.clients.values()
        if self.rule is RssiRule.ANY_FILTER:
            return 0 if any(wishes) else _DELTA_DB
        near = any("RSSI" in wish or "Pathloss" in wish for wish in wishes)
        return 0 if near else _DELTA_DB

    def wants(self, rssi_dbm: int, services: list[str]) -> bool:
        """Tell whether an advert is for any of the clients."""
        return any(
            wish.get("RSSI", -128) <= rssi_dbm
            and (not wish.get("UUIDs") or not set(wish["UUIDs"]).isdisjoint(services))
            for wish in self.clients.values()
        )
