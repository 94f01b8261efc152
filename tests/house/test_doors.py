"""One door a vendor, floors that hold, and nothing that happens at import."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final, Protocol

import pytest

# What stands here may import the vendor: a file, or a folder with all that is in it.
DOORS: Final = {
    "paho": ("edge/links/mqtt.py", "cloud/ingest/mqtt.py", "cloud/mqtt/"),
    "serial": ("edge/links/serial.py",),
    "influxdb_client": ("cloud/store/influx_server.py",),
    "urllib3": ("cloud/store/influx_server.py", "dashboards/upload/grafana.py"),
    "ortools": ("cloud/plan/with_ortools/model.py",),
    "pyvrp": ("cloud/plan/with_pyvrp/",),
    "osmium": ("cloud/roads/extract.py",),
    "scipy": ("cloud/roads/shortest.py", "cloud/weighbridge/match.py"),
    "pyhanko": ("cloud/installation/seal.py",),
    "PIL": ("cloud/driven/photo.py", "cloud/installation/photo.py"),
    "smtplib": ("cloud/alarms/mail.py",),
    "aiosmtpd": (),
    "argon2": ("cloud/people/passwords.py",),
    "pyotp": ("cloud/people/codes.py",),
    "fastapi": ("cloud/web/",),
    "jinja2": ("cloud/web/",),
    "sqlalchemy": ("cloud/registry/",),
    "alembic": ("cloud/registry/",),
    "uvicorn": ("cloud/bootstrap/", "cloud/web/"),
    "iotcore": ("demo/",),
    "typer": ("edge/cli", "cloud/cli", "firmware_sim/cli", "demo/cli", "dashboards/cli"),
    "prometheus_client": ("edge/links/metrics.py", "cloud/metrics/"),
    "bleak": ("edge/links/ble.py",),
    "dbus_fast": ("edge/links/", "firmware_sim/radio/"),
    "pandas": ("firmware_sim/csv_series/",),
    "grafana_api": ("dashboards/upload/grafana.py",),
    "requests": ("dashboards/upload/grafana.py",),
    "grafana_foundation_sdk": ("dashboards/build/", "dashboards/check/unknown.py"),
}

# Imports every module it is told and says what was done meanwhile that no import may do.
# Binding a socket is not among it: urllib3 does so at import, to see whether there is IPv6.
WATCH: Final = """
import importlib, sys

FORBIDDEN = {"socket.connect", "_thread.start_new_thread", "subprocess.Popen"}
done = []
sys.addaudithook(lambda event, args: done.append(event) if event in FORBIDDEN else None)
for module in sys.argv[1:]:
    before = len(done)
    importlib.import_module(module)
    if len(done) > before:
        print(module, *done[before:])
"""


class House(Protocol):
    root: Path

    def modules(self) -> list[Path]: ...
    def tree(self, module: Path) -> ast.Module: ...


def imported(tree: ast.Module) -> set[str]:
    """Return the top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module.partition(".")[0])
    return names


@pytest.fixture(scope="module")
def imports(house: House) -> dict[str, set[str]]:
    """What each module of ours imports."""
    return {str(file): imported(house.tree(file)) for file in house.modules()}


@pytest.mark.parametrize("vendor", DOORS)
def test_a_vendor_has_one_door(imports: dict[str, set[str]], vendor: str) -> None:
    importers = [file for file, names in imports.items() if vendor in names]

    strays = [file for file in importers if not file.startswith(DOORS[vendor])]

    assert strays == []


def test_the_floors_hold(house: House) -> None:
    lint = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run(
        [lint, "--no-cache"], cwd=house.root, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_importing_opens_nothing_and_starts_nothing(house: House) -> None:
    # Alembic runs its files itself, with a connection in hand.
    modules = [
        ".".join(file.with_suffix("").parts)
        for file in house.modules()
        if "migrations" not in file.parts and file.stem not in {"__init__", "__main__"}
    ]

    done = subprocess.run(
        [sys.executable, "-c", WATCH, *modules],
        cwd=house.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
