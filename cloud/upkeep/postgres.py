"""A registry on PostgreSQL, dumped and brought back by its own programs."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from cloud.registry.database import Database
from cloud.upkeep.counting import count_rows
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.manifest import Held

DUMP: Final = "registry.dump"
_FORM: Final = "alembic_version"
_VERSION: Final = "SELECT version_num FROM alembic_version"
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


class PostgresRegistry:
    """The database that a URL names; nothing is asked of it before a method is called."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._place, self._environ = libpq(url)

    def save(self, folder: Path) -> Held:
        """Dump it into `folder`; return what was in it at that very instant."""
        with self._reading() as connection:
            snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar()
            argv = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
            self._run(*argv, f"--snapshot={snapshot}", f"--file={folder / DUMP}", self._place)
            (folder / DUMP).chmod(0o600)
            return _held(connection)

    def bring_back(self, folder: Path) -> None:
        """Make the database, which must be empty, what the dump says, or leave it empty."""
        argv = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--no-password"]
        self._run(*argv, "--single-transaction", f"--dbname={self._place}", str(folder / DUMP))

    def held(self) -> Held:
        """Return what is in it now."""
        with self._reading() as connection:
            return _held(connection)

    def must_be_empty(self) -> None:
        """Raise NotEmpty if it has a table."""
        if tables := self.held().tables:
            raise NotEmpty(
                f"the database {self._place} has {len(tables)} tables already;"
                " restore into an empty one (createdb)"
            )

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with closing(Database(self._url)) as database, database.reading() as connection:
            yield connection

    def _run(self, *argv: str) -> None:
        try:
            subprocess.run(  # noqa: S603 - no shell, and words of our own
                argv,
                env={**os.environ, **self._environ},
                check=True,
                capture_output=True,
                text=True,
            )
        except FileNotFoundError:
            raise BadCopy(
                f"there is no {argv[0]} here; as root: apt-get install postgresql-client"
            ) from None
        except subprocess.CalledProcessError as error:
            said = " ".join(error.stderr.split())[-300:]
            raise BadCopy(f"{argv[0]} did not do it: {said}") from None


def libpq(url: str) -> tuple[str, dict[str, str]]:
    """Return a registry's URL for PostgreSQL's programs, and its password by the environment.

    An argument is read by everybody on the machine, the environment by its owner and root.
    """
    parts = urlsplit(url)
    user = "" if parts.username is None else f"{quote(unquote(parts.username), safe='')}@"
    host = (parts.netloc.rpartition("@")[2]) if parts.netloc else ""
    query = f"?{parts.query}" if parts.query else ""
    password = {} if parts.password is None else {"PGPASSWORD": unquote(parts.password)}
    return f"postgresql://{user}{host}{parts.path}{query}", password


def _held(connection: Any) -> Held:  # noqa: ANN401 - the registry's, on loan
    names = sorted(name for (name,) in connection.exec_driver_sql(_TABLES).all())
    tables = {
        name: count_rows(connection.exec_driver_sql(f'SELECT * FROM "{name}"'))  # noqa: S608
        for name in names
    }
    if _FORM not in tables:
        return Held("", tables)
    return Held(str(connection.exec_driver_sql(_VERSION).scalar()), tables)
