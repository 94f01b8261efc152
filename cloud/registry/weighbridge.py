"""Weighings and unloadings as the rest of the cloud sees them.

A facade of the registry beside `registry.py`, on the same database.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Table, insert, select

from cloud.registry import driven_deeds, tables
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.upsert import upsert
from cloud.registry.values import KeptDeed, Ticket, Unloading

V = TypeVar("V", Ticket, Unloading)


def open_weighbridge(url: str, now_us: Callable[[], int] = machine_us) -> "Weighbridge":
    """Open the weighings in the registry at `url`, which is made if need be; see RegistryFault."""
    return Weighbridge(open_database(url), now_us)


class Weighbridge(Facade):
    """What was weighed, and what trucks say; each call is one transaction.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    def add_tickets(self, tickets: Sequence[Ticket], who: str) -> None:
        """Write new tickets, all or none; a number that its site gave before is refused."""
        noted = {"imported_us": self._now_us(), "imported_by": who}
        rows = [asdict(one) | noted for one in tickets]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(tables.tickets), rows)

    def tickets(self, since_us: int = 0, until_us: int = 2**63 - 1) -> list[Ticket]:
        """Return the weighings with since <= time < until, by time, site and number."""
        table = tables.tickets
        return self._within(table, Ticket, since_us, until_us, table.c.site, table.c.number)

    def note_unloadings(self, unloadings: Sequence[Unloading]) -> None:
        """Keep what trucks say; one that is told again replaces what was told before."""
        with self._database.writing() as connection:
            upsert(connection, tables.unloadings, [asdict(one) for one in unloadings])

    def unloadings(self, since_us: int = 0, until_us: int = 2**63 - 1) -> list[Unloading]:
        """Return the unloadings with since <= time < until, by time and id."""
        table = tables.unloadings
        return self._within(table, Unloading, since_us, until_us, table.c.id)

    def deeds(self, day: date) -> list[KeptDeed]:
        """Return what crews told of a day's rounds, positions aside: what they lifted is in it."""
        with self._database.reading() as connection:
            return driven_deeds.of_day(connection, day, None)

    def _within(
        self,
        table: Table,
        kind: type[V],
        since_us: int,
        until_us: int,
        *order: Any,  # noqa: ANN401 - SQLAlchemy's columns
    ) -> list[V]:
        columns = [table.c[one.name] for one in fields(kind)]
        query = (
            select(*columns)
            .where(table.c.at_us >= since_us, table.c.at_us < until_us)
            .order_by(table.c.at_us, *order)
        )
        with self._database.reading() as connection:
            return [kind(**row) for row in connection.execute(query).mappings()]
