"""What every face of the registry has: a database of the newest form, let go of at the end."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from cloud.registry.database import Database
from cloud.registry.migrate import upgrade_database


def machine_us() -> int:
    """Return the machine's time, µs since 1970 UTC."""
    return time.time_ns() // 1000


def open_database(url: str) -> Database:
    """Open the database at `url`, made or brought to its newest form if need be.

    `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`. Raises RegistryFault.
    """
    database = Database(url)
    try:
        upgrade_database(database)
    except BaseException:
        database.close()
        raise
    return database


class Facade:
    """A face of the registry; each call of it is one transaction."""

    def __init__(self, database: Database, now_us: Callable[[], int] = machine_us) -> None:
        self._database = database
        self._now_us = now_us

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
