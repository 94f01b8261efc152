"""What `vallee-cloud setup` writes: decided first, then shown or written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from cloud.upkeep.units import OURS, Unit, service, timer
from contract.errors import BadSettings

UNITS: Final = "etc/systemd/system"
_HIDDEN: Final = ("/home", "/root", "/run/user", "/tmp")  # noqa: S108 - named to be refused


class Fate(StrEnum):
    """What happens to a file."""

    WRITTEN = "written"
    CHANGED = "changed"
    KEPT = "as it was"


@dataclass(frozen=True, slots=True)
class File:
    """A file below the root, and whether somebody's own text in it stays."""

    path: PurePosixPath
    text: str
    yours: bool = False


def unit_files(units: list[Unit]) -> list[File]:
    """Return the files of units and of their timers."""
    place = PurePosixPath(UNITS)
    files = [File(place / f"{unit.name}.service", service(unit)) for unit in units]
    return [
        *files,
        *(File(place / f"{one.name}.timer", timer(one)) for one in units if one.calendar),
    ]


def made_files(made: Mapping[str, str], below: str = "etc") -> list[File]:
    """Return files by their names below a folder, with our word first."""
    return [File(PurePosixPath(below) / name, f"{OURS}\n{text}") for name, text in made.items()]


def started(units: list[Unit]) -> list[str]:
    """Return what is enabled: daemons, and timers in the place of what they start."""
    return [f"{one.name}.{'timer' if one.calendar else 'service'}" for one in units]


def must_be_seen(programs: Path) -> None:
    """Raise BadSettings if units could not see what they are to run."""
    if any(programs.is_relative_to(place) for place in _HIDDEN):
        raise BadSettings(
            f"{programs} is hidden from units (ProtectHome, PrivateTmp); install for the machine:"
            " python3 -m venv /opt/vallee, then /opt/vallee/bin/pip install 'smart-vallee[cloud]'"
        )


def settle(root: Path, files: list[File]) -> list[tuple[File, Fate]]:
    """Return what is to happen to each file; raise BadSettings if one is somebody else's."""
    return [(file, _fate(root / file.path, file)) for file in files]


def write(root: Path, settled: list[tuple[File, Fate]]) -> None:
    """Write what is new or changed."""
    for file, fate in settled:
        if fate is Fate.KEPT:
            continue
        target = root / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
            target.chmod(0o644)
        except OSError as error:
            raise BadSettings(
                f"{target} cannot be written: {error.strerror}; be root, or name another --root"
            ) from None


def _fate(target: Path, file: File) -> Fate:
    try:
        before = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Fate.WRITTEN
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{target} cannot be read: {error}") from None
    if file.yours or before == file.text:
        return Fate.KEPT
    # The same file without its first line is what a node's card brought.
    if not before.startswith(OURS) and before != file.text.removeprefix(f"{OURS}\n"):
        raise BadSettings(
            f"{target} is not of our making: move it away, or move your changes into a drop-in"
        )
    return Fate.CHANGED
