"""The registry's tables brought to their newest form."""

from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, inspect, text

from cloud.errors import RegistryFault
from cloud.registry.database import Database

_MIGRATIONS: Final = Path(__file__).with_name("migrations")
# Any number will do, as long as every program of ours takes the same.
_LOCK: Final = 34_243_400_694
# Alembic keeps what it does in variables of its modules.
_ALONE: Final = Lock()


def upgrade(url: str) -> None:
    """Bring the registry at `url` to the newest form; a new one is made."""
    database = Database(url)
    try:
        upgrade_database(database)
    finally:
        database.close()


def upgrade_database(database: Database) -> None:
    """Bring an open registry to the newest form, all or nothing, one program at a time."""
    # Nearly every program finds it so, and then neither loads Alembic nor waits for who writes.
    if _form(database) == newest_form():
        return
    with database.writing() as connection:
        # On SQLite the writing transaction is itself the lock.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        with _ALONE:
            _run_steps(connection, database.name)


def newest_form() -> str:
    """Return what the last step of this release is called: the number its file begins with."""
    return max(file.name for file in (_MIGRATIONS / "versions").glob("0*.py")).partition("_")[0]


def _form(database: Database) -> str | None:
    """Return the step at which a registry is; None if it is at none yet."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _run_steps(connection: Connection, name: str) -> None:
    from alembic import command  # noqa: PLC0415 - it takes as long to load as all of ours
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    # Config interpolates as configparser does, so a percent sign in a path is doubled.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise RegistryFault(f"the registry {name} was made by a newer release: {error}") from error
