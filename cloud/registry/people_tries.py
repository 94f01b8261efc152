"""Tries to sign in: each is noted before it is judged, so that many at once are counted too."""

from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, select, text

from cloud.registry import tables


@dataclass(frozen=True, slots=True)
class Most:
    """How many tries of one account, and from one address, may fail within a while."""

    of_account: int
    from_address: int
    within_us: int


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody at the door: what he says who he is, hashed, and the place that he comes from."""

    account: str
    address: str
    at_us: int
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many have failed: of which kind, and when the next try may be made."""

    of: Literal["account", "address"]
    until_us: int


def note(connection: Connection, one: Try, most: Most) -> Wait | None:
    """Note a try; or return how long to wait, if there were too many before it."""
    if connection.dialect.name == "postgresql":
        # Else two who count at once do not see each other. On SQLite writers take turns anyhow.
        connection.execute(text("LOCK TABLE people_tries IN SHARE ROW EXCLUSIVE MODE"))
    table = tables.people_tries
    since_us = one.at_us - most.within_us
    of_account = _full_since(connection, table.c.account == one.account, most.of_account, since_us)
    if of_account is not None:
        return Wait("account", of_account + most.within_us)
    of_place = _full_since(connection, table.c.address == one.address, most.from_address, since_us)
    if of_place is not None:
        return Wait("address", of_place + most.within_us)
    connection.execute(insert(table), [asdict(one)])
    return None


def forget(connection: Connection, account: str) -> None:
    """Forget the tries of an account: its person has come in."""
    table = tables.people_tries
    connection.execute(delete(table).where(table.c.account == account))


def _full_since(
    connection: Connection, which: ColumnElement[bool], most: int, since_us: int
) -> int | None:
    """Return when the try was that has to grow old before the next one; None: there is room."""
    table = tables.people_tries
    last_of_most = (
        select(table.c.at_us)
        .where(which & (table.c.at_us > since_us))
        .order_by(table.c.at_us.desc())
        .offset(most - 1)
        .limit(1)
    )
    found: int | None = connection.execute(last_of_most).scalar()
    return found
