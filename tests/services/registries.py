"""Registries of the newest form, copied rather than made: all migrations take a tenth of a second.

Only for tests that are about what is in a registry; how it gets its form is for `test_migrate.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from sqlalchemy import make_url

from cloud.registry.migrate import upgrade
from cloud.registry.registry import open_registry
from tests.services.postgres import Postgres

TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
_SQLITE: Final = "sqlite"


def newest(url: str) -> str:
    """Put an empty registry of the newest form at `url`, if that is a new file; return `url`."""
    return _copied(url, None)


def valley(url: str) -> str:
    """Put a registry with the territory of the project at `url`, if that is a new file."""
    return _copied(url, TERRITORY)


@contextmanager
def newest_on(server: Postgres) -> Iterator[str]:
    """Give an empty registry of the newest form in a database of its own, gone afterwards."""
    name = f"vallee_{uuid4().hex}"
    # As files: page by page through the log is for large servers.
    server.run(f"CREATE DATABASE {name} TEMPLATE {_template(server)} STRATEGY FILE_COPY")
    yield server.url_of(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _template(server: Postgres) -> str:
    server.run("CREATE DATABASE newest")
    upgrade(server.url_of("newest"))
    return "newest"


def _copied(url: str, territory: Path | None) -> str:
    place = make_url(url)
    if place.get_backend_name() == _SQLITE:
        file = Path(place.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(_made(territory))
    return url


@cache
def _made(territory: Path | None) -> bytes:
    """Return the bytes of a registry file that all migrations have made, and a load."""
    with TemporaryDirectory(prefix="vallee-registry-") as folder:
        file = Path(folder) / "registry.sqlite"
        upgrade(f"{_SQLITE}:///{file}")
        if territory is not None:
            with open_registry(f"{_SQLITE}:///{file}") as registry:
                registry.load_territory(territory)
        return file.read_bytes()
