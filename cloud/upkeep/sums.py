"""The files of a copy with their SHA-256, as `sha256sum --check SHA256SUMS` reads them."""

import hashlib
import os
import re
from pathlib import Path
from typing import Final

from cloud.upkeep.errors import BadCopy

FILE: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")


def write_sums(folder: Path) -> None:
    """Write down what every file in `folder` is, and have all of them durable."""
    names = sorted(path.relative_to(folder).as_posix() for path in _files(folder))
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in names]
    (folder / FILE).write_text("".join(lines), encoding="utf-8")
    for path in [*_files(folder), *(each for each in folder.rglob("*") if each.is_dir()), folder]:
        sync(path)


def check_sums(folder: Path) -> None:
    """Raise BadCopy with the name of the first file that is missing, changed or not of the copy."""
    told = _told(folder)
    found = {path.relative_to(folder).as_posix() for path in _files(folder)} - {FILE}
    for name in sorted(told.keys() | found):
        if name not in found:
            raise BadCopy(f"{folder / name} is missing: the copy is not whole, take another one")
        if name not in told:
            raise BadCopy(f"{folder / name} is not of this copy: {FILE} does not name it")
        if _sha256(folder / name) != told[name]:
            raise BadCopy(f"{folder / name} is damaged: it is not what {FILE} says")


def sync(path: Path) -> None:
    """Have a file or a folder on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _told(folder: Path) -> dict[str, str]:
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadCopy(f"{file} cannot be read: the copy was cut short, take another one") from None
    told: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadCopy(f"{file} is damaged: {line[:80]!r}")
        told[match[2]] = match[1]
    if not told or not text.endswith("\n"):
        raise BadCopy(f"{file} is cut short: the copy is not whole, take another one")
    return told


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
