"""People whom somebody counted at a gate, to hold a radio's counts against."""

from dataclasses import asdict

from sqlalchemy import Connection, select

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.upsert import upsert
from cloud.registry.values import ManualCount


def note(connection: Connection, count: ManualCount) -> None:
    """Keep `count`; one of the same radio and beginning is replaced. Raises RegistryFault."""
    if count.until_us <= count.from_us:
        raise RegistryFault("a count by hand ends after it begins; give a later end")
    if count.people < 0:
        raise RegistryFault(f"{count.people} people cannot pass; count from 0 on")
    table = tables.radios
    known = select(table.c.node).where(table.c.node == count.node, table.c.sensor == count.sensor)
    if connection.execute(known).first() is None:
        raise RegistryFault(
            f"node {count.node!r} has no radio {count.sensor!r}; radios stand in territory.toml"
        )
    upsert(connection, tables.manual_counts, [asdict(count)])
