"""What of the parts that are not ours is on this machine."""

import importlib.util
import os
import shutil
from collections.abc import Mapping
from typing import Final

# Debian keeps mosquitto where an ordinary user's PATH does not look.
_ALSO: Final = ("/usr/sbin", "/usr/local/sbin")


def program(name: str, environ: Mapping[str, str]) -> str | None:
    """Return the path of a program, or None if it is not installed."""
    path = os.pathsep.join([environ.get("PATH", os.defpath), *_ALSO])
    return shutil.which(name, path=path)


def package(name: str) -> bool:
    """Tell whether a Python package is installed, without importing it."""
    return importlib.util.find_spec(name) is not None
