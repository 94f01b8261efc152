"""The dead-letter desk on the real store and the registry."""

from collections.abc import Iterator
from contextlib import contextmanager

from cloud.bootstrap.parts import directory, now_us, registry, store
from cloud.mending.desk import MendingDesk
from cloud.settings import Settings


@contextmanager
def mending(settings: Settings) -> Iterator[MendingDesk]:
    """Open the desk for a while."""
    with registry(settings) as records, store(settings) as points:
        yield MendingDesk(records, points, directory(records), now_us)
