"""The door to the database: connections, transactions, and SQLAlchemy's errors as sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)

from cloud.errors import RegistryFault

_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_SQLITE_WAIT_S: Final = 30.0
_POSTGRES_WAIT_S: Final = 10
_LONGEST_SENTENCE: Final = 300


class Database:
    """An engine whose transactions are named by what they do; any thread may use it."""

    def __init__(self, url: str) -> None:
        place = _place(url)
        # Without the password: it stands in sentences that people and logs read.
        self.name: Final = place.render_as_string(hide_password=True)
        with self._sentences():
            self._engine = _engine(place)
        # SQLite's transactions see one state anyhow.
        on_server = place.get_backend_name() != "sqlite"
        self._one_state = {"isolation_level": "REPEATABLE READ"} if on_server else {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the registry throughout."""
        with self._sentences(), self._engine.connect() as connection:
            yield connection.execution_options(**self._one_state)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose work is durable at the end, or undone if anything is raised."""
        with self._sentences(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise RegistryFault(f"the registry refuses this: {_short(error)}") from error
        except (OperationalError, InterfaceError) as error:
            raise RegistryFault(
                f"the registry {self.name} does not answer: {_short(error)}"
            ) from error
        except SQLAlchemyError as error:
            raise RegistryFault(f"the registry {self.name}: {_short(error)}") from error


def _place(url: str) -> URL:
    try:
        place = make_url(url)
        driver = _DRIVERS[place.get_backend_name()]
    except (ArgumentError, KeyError):
        # The URL itself is not repeated: it may hold a password.
        raise RegistryFault(
            "no registry URL; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        ) from None
    if driver == "sqlite" and place.database in (None, "", ":memory:"):
        raise RegistryFault("a registry lives in a file or a server; write sqlite:///FILE")
    return place.set(drivername=driver)


def _engine(place: URL) -> Engine:
    if place.get_backend_name() != "sqlite":
        return create_engine(
            place, pool_pre_ping=True, connect_args={"connect_timeout": _POSTGRES_WAIT_S}
        )
    file = Path(place.database or "")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegistryFault(f"the registry's folder {file.parent}: {error.strerror}") from error
    engine = create_engine(place, connect_args={"timeout": _SQLITE_WAIT_S})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3's, wrapped
    # None: the driver opens no transaction of its own; _begin_sqlite does.
    connection.isolation_level = None
    # SQLite does not wait here for another program that switches a new file to WAL at this very
    # moment; whoever is refused finds it switched, or does without until the next connection.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL").close()
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at once: a reader that turns into a writer half way is refused
    # by SQLite without waiting if another wrote meanwhile.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _short(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split())[:_LONGEST_SENTENCE]
