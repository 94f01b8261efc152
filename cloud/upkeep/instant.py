"""SQLite files copied as of one and the same instant, while programs go on writing into them.

Whoever holds the right to write into each file keeps everybody else from committing. Meanwhile a
reader of each begins: all of them see the same instant, and go on seeing it when the rights are
given back, some milliseconds later. What is then copied is what the readers see.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from cloud.upkeep.errors import BadCopy

_WAIT_S: Final = 60.0


def copy_at_once(files: Mapping[Path, Path]) -> None:
    """Copy each file to its target, which must not be there; raise BadCopy with a sentence."""
    for file in files:
        if not file.exists():
            raise BadCopy(
                f"{file} is not there: nothing was stored yet, or the settings are others"
            )
    try:
        with ExitStack() as opened:
            rights = [opened.enter_context(closing(_open(file))) for file in files]
            readers = [opened.enter_context(closing(_open(file))) for file in files]
            for right in rights:
                right.execute("BEGIN IMMEDIATE")
            for reader in readers:
                reader.execute("BEGIN")
                # Only a first look makes it see something.
                reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for right in rights:
                right.execute("ROLLBACK")
            for reader, target in zip(readers, files.values(), strict=True):
                _copy(reader, target)
    except sqlite3.Error as error:
        raise BadCopy(f"{', '.join(map(str, files))}: cannot be copied: {error}") from error


def _open(file: Path) -> sqlite3.Connection:
    # Never made here: an empty copy would look like a good one.
    uri = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_WAIT_S, isolation_level=None)


def _copy(reader: sqlite3.Connection, target: Path) -> None:
    target.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        reader.backup(copy)
        # One plain file; the first program that opens it goes back to a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE").close()
        (state,) = copy.execute("PRAGMA integrity_check").fetchone()
    if state != "ok":
        raise BadCopy(f"{target.name}: what was copied is damaged at its source: {state}")
