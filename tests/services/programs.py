"""Where a real server's program is, or what a test says when there is none."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest

INSTALL: Final = (
    "apt-get install -y --no-install-recommends mosquitto influxdb postgresql dbus-daemon chromium"
)

# Debian keeps mosquitto in /usr/sbin, which is not on an ordinary user's PATH.
# PostgreSQL's server is in a folder by version.
_PATH: Final = os.pathsep.join(
    [
        os.environ.get("PATH", os.defpath),
        "/usr/sbin",
        "/usr/local/sbin",
        *(str(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"))),
    ]
)


def find(name: str) -> Path | None:
    """Return the path of program `name`, or None."""
    found = shutil.which(name, path=_PATH)
    return None if found is None else Path(found)


def program(name: str) -> Path:
    """Return the path of `name`; without it skip the test, or fail it if VALLEE_REQUIRE_LIVE=1."""
    found = find(name)
    if found is not None:
        return found
    sentence = f"live part left out: no {name} here; as root: {INSTALL}"
    if os.environ.get("VALLEE_REQUIRE_LIVE") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
