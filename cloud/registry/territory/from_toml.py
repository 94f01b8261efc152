"""`territory.toml` read into sheets, with the line of every key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cloud.registry.territory.sheet import Sheet

_HEADER: Final = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_HEAD: Final = ("name", "timezone")


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of the territory as a whole; empty where it says it wrongly."""

    name: str = ""
    timezone: str = ""


def read_toml(file: Path, text: str, sheets: Mapping[str, Sheet[Any]], faults: list[str]) -> Head:
    """Fill `sheets`, by the name of their table, from `text`, and add what is wrong to `faults`."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        faults.append(f"{file}:{line[1] if line else 1}: no TOML: {error}")
        return Head()
    lines = text.splitlines()
    for name, sheet in sheets.items():
        _fill(file, lines, sheet, (name, tree.get(name, [])), faults)
    unknown = tree.keys() - sheets.keys() - set(_HEAD)
    for key in sorted(unknown):
        allowed = ", ".join((*_HEAD, *sheets))
        faults.append(f"{file}:1: unknown key {key!r}; the top level allows {allowed}")
    return _head(_Table(file, lines, 0), tree, faults)


def _fill(
    file: Path, lines: list[str], sheet: Sheet[Any], table: tuple[str, object], faults: list[str]
) -> None:
    name, rows = table
    starts = [n for n, line in enumerate(lines, 1) if (h := _HEADER.match(line)) and h[1] == name]
    if not isinstance(rows, list) or len(rows) != len(starts):
        faults.append(f"{file}:1: {name}: write each as a table of its own, [[{name}]]")
        return
    for start, raw in zip(starts, rows, strict=True):
        fault = sheet.take(raw, _Table(file, lines, start))
        if fault is not None:
            faults.append(fault)


def _head(place: "_Table", tree: Mapping[str, object], faults: list[str]) -> Head:
    name, timezone = (tree.get(key) for key in _HEAD)
    if not isinstance(name, str) or not name:
        faults.append(f"{place.of('name')}: name: the territory's name is missing")
    try:
        ZoneInfo(str(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        where = place.of("timezone")
        faults.append(f"{where}: timezone: {timezone!r} is none; write one like Europe/Paris")
        timezone = ""
    return Head(str(name), str(timezone))


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines below a table's header, up to the next one."""

    file: Path
    lines: list[str]
    start: int

    def of(self, key: str) -> str:
        """Return `file:line` of `key`, or of the header if it stands nowhere."""
        for number, line in enumerate(self.lines[self.start :], self.start + 1):
            if _HEADER.match(line):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", line):
                return f"{self.file}:{number}"
        return f"{self.file}:{max(self.start, 1)}"
