"""The ledger, out of the real store and the registry."""

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.errors import RegistryFault
from cloud.ledger.account import Account
from cloud.ledger.read import ledger as read
from cloud.ledger.read import reach
from cloud.settings import Settings
from cloud.store.port import Store


def ledger(settings: Settings, node: str | None, days: int, now_us: int) -> list[Account]:
    """Return the accounts of the last `days` days, of all nodes or of one.

    Raises RegistryFault if no territory is loaded or there is no such node.
    """
    with registry(settings) as records, store(settings) as points:
        local_zone(records)
        if node is not None and node not in {known for known, _ in records.sensors()}:
            raise RegistryFault(f"the registry knows no node {node!r}")
        reached = days_kept(settings, points, days, now_us)
        return read(points, records, now_us, reached, None if node is None else {node})


def days_kept(settings: Settings, points: Store, days: int, now_us: int) -> int:
    """Return how many of `days` the ledger can go back; raise StoreDown."""
    return reach(days, settings.store.keep_days, points.retain(0, now_us * 1000))
