"""Claims: each the right to enrol one node once."""

from dataclasses import asdict
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from cloud.registry import tables
from cloud.registry.values import Claim

Use = Literal["first", "again"]


def keep(connection: Connection, claim: Claim) -> None:
    """Keep a claim; the unused ones before it of its node hold no longer."""
    end(connection, claim.node, claim.made_us)
    connection.execute(insert(tables.claims), [asdict(claim)])


def by_number(connection: Connection, number: str) -> Claim | None:
    """Read the claim of this number; None if there is none."""
    table = tables.claims
    row = connection.execute(select(table).where(table.c.number == number)).mappings().first()
    return None if row is None else Claim(**row)


def use(connection: Connection, number: str, key: str, now_us: int) -> Use | None:
    """Use a claim up with `key`; None if it holds no longer or another key has used it.

    One statement decides, so of several who come at once exactly one wins.
    """
    table = tables.claims
    free = (table.c.number == number) & table.c.used_us.is_(None) & (table.c.until_us > now_us)
    used = {"used_us": now_us, "used_key": key}
    if connection.execute(update(table).where(free).values(used)).rowcount:
        return "first"
    claim = by_number(connection, number)
    return "again" if claim is not None and claim.used_key == key else None


def end(connection: Connection, node: str, now_us: int) -> None:
    """Let the unused claims of a node hold no longer."""
    table = tables.claims
    live = (table.c.node == node) & table.c.used_us.is_(None) & (table.c.until_us > now_us)
    connection.execute(update(table).where(live).values(until_us=now_us))
