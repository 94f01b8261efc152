"""The state folder: wiped at the start, but only if the demo itself made it; one demo at a time."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from contract.errors import BadSettings

MARKER: Final = ".vallee-demo"


@contextmanager
def claimed(folder: Path) -> Iterator[Path]:
    """Give the folder, empty, by its absolute path; raise BadSettings if it cannot be ours."""
    home = folder.absolute()
    try:
        lock = _locked_marker(home)
    except OSError as error:
        raise BadSettings(f"state: {folder}: {error.strerror}") from None
    with lock:
        _wipe(home)
        yield home


def _locked_marker(home: Path) -> TextIO:
    marker = home / MARKER
    if not marker.is_file() and home.exists() and any(home.iterdir()):
        raise BadSettings(
            f"state: {home} is not empty and was not made by the demo; name another folder"
        )
    home.mkdir(parents=True, exist_ok=True)
    lock = marker.open("a", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise BadSettings(
            f"state: another demo is running in {home}; end it, or name another folder"
        ) from None
    return lock


def _wipe(home: Path) -> None:
    for entry in home.iterdir():
        if entry.name == MARKER:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
