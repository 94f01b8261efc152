"""The registry's tables brought to their newest form."""

from pathlib import Path
from threading import Lock
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text

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
    with database.writing() as connection:
        # On SQLite the writing transaction is itself the lock.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        try:
            with _ALONE:
                command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise RegistryFault(
                f"the registry {database.name} was made by a newer release: {error}"
            ) from error


def _config(connection: Connection) -> Config:
    config = Config()
    # Config interpolates as configparser does, so a percent sign in a path is doubled.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
