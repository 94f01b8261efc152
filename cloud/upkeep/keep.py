"""How many backups stay in a folder."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from cloud.upkeep.manifest import FILE
from cloud.upkeep.sums import FILE as SUMS

_NAME: Final = re.compile(r"vallee-\d{8}T\d{6}Z")


def name_of(now: datetime) -> str:
    """Return what a backup of this moment, UTC, is called; names sort by age."""
    return f"vallee-{now:%Y%m%dT%H%M%SZ}"


def backups(folder: Path) -> list[Path]:
    """Return the backups in a folder, the oldest first; whatever else lies there is none."""
    return sorted(
        path
        for path in folder.iterdir()
        if _NAME.fullmatch(path.name) and (path / FILE).exists() and (path / SUMS).exists()
    )


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Remove all but the newest `count` backups; return those that went."""
    gone = backups(folder)[:-count]
    for path in gone:
        shutil.rmtree(path)
    return gone
