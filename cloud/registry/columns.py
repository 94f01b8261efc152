"""The kinds of columns that the registry's tables are made of."""

from typing import Any, Final

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    String,
    Text,
    TypeDecorator,
)

# A column marked so may name a person, and is told and erased with him.
NAMES: Final = {"names": True}
# A column marked so is free text that may say what a person is called.
MENTIONS: Final = {"mentions": True}


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A tuple, kept as a JSON array."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[Any, ...] | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> list[Any] | None:
        """Give JSON a list."""
        return None if value is None else list(value)

    def process_result_value(
        self,
        value: Any | None,  # noqa: ANN401 - whatever JSON holds
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> tuple[Any, ...] | None:
        """Take a list back as a tuple."""
        return None if value is None else tuple(value)


class Kept(TypeDecorator[Any]):
    """A value of a kind of ours, or a tuple of them, kept as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a class or an alias like tuple[X, ...]
        super().__init__()
        self.kind = kind

    def process_bind_param(
        self,
        value: Any | None,  # noqa: ANN401 - a `kind`
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> Any | None:  # noqa: ANN401 - what JSON takes
        """Give JSON what it knows."""
        return None if value is None else msgspec.to_builtins(value)

    def process_result_value(
        self,
        value: Any | None,  # noqa: ANN401 - whatever JSON holds
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> Any | None:  # noqa: ANN401 - a `kind`
        """Take the value back as what it was."""
        return None if value is None else msgspec.convert(value, self.kind)


def own_id() -> Column[str]:
    """Return the key of a row that people name."""
    return Column("id", String(64), primary_key=True)


def title() -> Column[str]:
    """Return the column of what people read."""
    return Column("name", Text, nullable=False)


def counted() -> Column[int]:
    """Return the key of rows that the database numbers."""
    # SQLite numbers rows by itself only in a column that is INTEGER to the letter.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def points_to(column: str, name: str) -> Column[str]:
    """Return a column `name` that names a row of `column`."""
    return Column(name, ForeignKey(column), nullable=False)


def must(name: str, kind: Any) -> Column[Any]:  # noqa: ANN401 - a type or its instance
    """Return a column that is never empty."""
    return Column(name, kind, nullable=False)


def named(name: str, *, empty: bool = False) -> Column[Any]:
    """Return a column that may name a person, or whoever typed something at a shell.

    It is told and erased with that person, and is no key: a shell's user need not be one of ours.
    """
    return Column(name, Text, nullable=empty, info=NAMES)


def mentioning(name: str) -> Column[Any]:
    """Return a column of free text that may mention a person by what he is called.

    It is told with that person, and emptied with him.
    """
    return Column(name, Text, info=MENTIONS)


def added(name: str, kind: Any, before: str) -> Column[Any]:  # noqa: ANN401 - a type or its instance
    """Return a column that is never empty; `before` is in the rows that are older than it."""
    return Column(name, kind, nullable=False, server_default=before)
