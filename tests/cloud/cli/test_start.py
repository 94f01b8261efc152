"""How little a verb loads before it knows what it needs; on a small machine that is most of it."""

import subprocess
import sys
from typing import Final

import pytest

# What takes long to load, and is what some verbs are about and others never touch.
HEAVY: Final = (
    *("alembic", "cryptography", "fastapi", "fpdf", "influxdb_client", "jinja2", "numpy"),
    *("ortools", "osmium", "paho", "psycopg", "pyhanko", "pyvrp", "scipy", "sqlalchemy", "uvicorn"),
)


def loaded_by(script: str) -> set[str]:
    """Return which of the heavy ones a fresh process has loaded after `script`."""
    tell = f"import sys; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\n{tell}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(("program", "needed"), [("cloud.cli", set()), ("edge.cli", {"paho"})])
def test_a_command_line_loads_nothing_heavy_before_its_verb_is_known(
    program: str, needed: set[str]
) -> None:
    assert loaded_by(f"import {program}") == needed


def test_a_verb_on_a_registry_of_the_newest_form_loads_no_migrations() -> None:
    script = (
        "from cloud.registry.registry import open_registry\n"
        "from tempfile import TemporaryDirectory\n"
        "with TemporaryDirectory() as folder:\n"
        "    url = f'sqlite:///{folder}/registry.sqlite'\n"
        "    open_registry(url).close()\n"
        "    for name in [one for one in sys.modules if one.startswith('alembic')]:\n"
        "        del sys.modules[name]\n"
        "    open_registry(url).close()\n"
    )

    assert loaded_by("import sys\n" + script) == {"sqlalchemy"}
