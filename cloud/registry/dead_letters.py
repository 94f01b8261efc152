"""Dead letters: what could not be taken, kept whole with its reason until somebody mends it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from cloud.registry import tables
from cloud.registry.values import (
    DeadLetter,
    DeskAction,
    DeskEntry,
    Fate,
    LetterCount,
    LetterState,
    Renamed,
    Renaming,
)

_LONGEST_TEXT: Final = 2000
_LARGEST: Final = 2**63


def bury(connection: Connection, letters: Sequence[DeadLetter]) -> None:
    """Keep `letters`; nothing in them is trusted, so nothing in them can make this fail."""
    if letters:
        connection.execute(insert(tables.dead_letters), [_row(letter) for letter in letters])


def newest(
    connection: Connection,
    limit: int,
    rule: str | None = None,
    state: LetterState | None = None,
) -> list[DeadLetter]:
    """Read at most `limit` dead letters, newest first, of one rule or state if it is given."""
    table = tables.dead_letters
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if rule is not None:
        query = query.where(table.c.rule == rule)
    if state is not None:
        query = query.where(table.c.state == state.value)
    return [_letter(row) for row in connection.execute(query).mappings()]


def one(connection: Connection, number: int) -> DeadLetter | None:
    """Read the letter of this number; None if there is none."""
    table = tables.dead_letters
    row = connection.execute(select(table).where(table.c.id == number)).mappings().first()
    return None if row is None else _letter(row)


def waiting(
    connection: Connection, beyond: int, upto: int, rule: str | None, limit: int
) -> list[DeadLetter]:
    """Read at most `limit` letters that are new, with beyond < number <= upto, oldest first."""
    table = tables.dead_letters
    query = (
        select(table)
        .where(table.c.state == LetterState.NEW.value, table.c.id > beyond, table.c.id <= upto)
        .order_by(table.c.id)
        .limit(limit)
    )
    if rule is not None:
        query = query.where(table.c.rule == rule)
    return [_letter(row) for row in connection.execute(query).mappings()]


def last(connection: Connection) -> int:
    """Return the number of the last letter; 0 if there is none."""
    return connection.execute(select(func.max(tables.dead_letters.c.id))).scalar_one() or 0


def count(connection: Connection) -> int:
    """Count all dead letters."""
    return connection.execute(select(func.count()).select_from(tables.dead_letters)).scalar_one()


def counts(connection: Connection) -> list[LetterCount]:
    """Count dead letters by rule and state."""
    rule, state = tables.dead_letters.c.rule, tables.dead_letters.c.state
    query = select(rule, state, func.count()).group_by(rule, state).order_by(rule, state)
    return [LetterCount(r, LetterState(s), n) for r, s, n in connection.execute(query)]


def close(connection: Connection, fates: Sequence[Fate], entry: DeskEntry) -> None:
    """Write what became of letters, and that somebody did it.

    A letter that somebody else closed meanwhile is passed over, and so is what is left of it.
    """
    table = tables.dead_letters
    for fate in fates:
        done: dict[str, Any] = {
            "state": fate.state.value,
            "rule": fate.rule[:64],
            "reason": _printable(fate.reason),
        }
        if fate.state is LetterState.REPLAYED:
            done["replayed_at_us"] = entry.at_us
        still = (table.c.id == fate.id) & (table.c.state == LetterState.NEW.value)
        if connection.execute(update(table).where(still).values(done)).rowcount:
            bury(connection, fate.rest)
    note(connection, entry)


def discard(connection: Connection, entry: DeskEntry) -> None:
    """Give up the letters of `entry`, those of them that are new, and say who did."""
    table = tables.dead_letters
    still = table.c.id.in_(entry.letters) & (table.c.state == LetterState.NEW.value)
    connection.execute(update(table).where(still).values(state=LetterState.DISCARDED.value))
    note(connection, entry)


def rename(connection: Connection, renaming: Renaming, entry: DeskEntry) -> None:
    """Keep what something is called now, and who said so."""
    row = {**asdict(renaming), "kind": renaming.kind.value}
    del row["id"]
    connection.execute(insert(tables.renamings), [row])
    note(connection, entry)


def renamings(connection: Connection) -> list[Renaming]:
    """Read every renaming, in the order in which they were made."""
    table = tables.renamings
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return [Renaming(**{**row, "kind": Renamed(row["kind"])}) for row in rows]


def note(connection: Connection, entry: DeskEntry) -> None:
    """Append a line to the journal."""
    row = {**asdict(entry), "action": entry.action.value}
    del row["id"]
    row["who"], row["detail"] = _printable(entry.who), _printable(entry.detail)
    connection.execute(insert(tables.dead_letter_journal), [row])


def journal(connection: Connection, limit: int) -> list[DeskEntry]:
    """Read at most `limit` lines of the journal, newest first."""
    table = tables.dead_letter_journal
    rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit)).mappings()
    return [DeskEntry(**{**row, "action": DeskAction(row["action"])}) for row in rows]


def _letter(row: Any) -> DeadLetter:  # noqa: ANN401 - SQLAlchemy's mapping of a row
    return DeadLetter(**{**row, "state": LetterState(row["state"])})


def _row(letter: DeadLetter) -> dict[str, Any]:
    row = {**asdict(letter), "state": letter.state.value}
    del row["id"]
    for name in ("topic", "node", "epoch", "rule", "reason"):
        row[name] = _printable(row[name])
    row["rule"] = row["rule"][:64]
    if letter.seq is not None and not -_LARGEST <= letter.seq < _LARGEST:
        row["seq"] = None
    return row


def _printable(text: str | None) -> str | None:
    """Spell out what a text column refuses: NUL, and surrogates without their other half."""
    if text is None:
        return None
    safe = text[:_LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")
    return safe.replace("\0", "\\x00")
