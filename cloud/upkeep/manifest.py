"""What a backup or an export says about itself: where it is from, and what it holds."""

from pathlib import Path
from typing import Final, Literal

import msgspec

from cloud.store.point import Tags
from cloud.upkeep.errors import BadCopy

FILE: Final = "manifest.json"
VERSION: Final = 1

Kind = Literal["backup", "export"]


class Count(msgspec.Struct, frozen=True):
    """How many rows or points, and the SHA-256 in hex of what is in them."""

    rows: int
    sha256: str


class Held(msgspec.Struct, frozen=True):
    """What a registry holds: its form, as its last migration is called, and its tables."""

    form: str
    tables: dict[str, Count]


class SeriesCount(msgspec.Struct, frozen=True):
    """A series, how many points it has, and the SHA-256 in hex of their lines."""

    measurement: str
    tags: Tags
    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """A copy as a whole.

    Attributes:
        form: the registry's; see Held.
        instant: what the copy holds of what was written while it was made, in a sentence.
        left_out: by name what is not in it, with the reason.
    """

    kind: Kind
    made_at: str
    release: str
    form: str
    registry: Literal["sqlite", "postgresql"]
    store: Literal["sqlite", "influx"]
    instant: str
    tables: dict[str, Count]
    series: tuple[SeriesCount, ...]
    left_out: dict[str, str]
    version: int = VERSION

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(count.rows for count in self.tables.values())

    @property
    def points(self) -> int:
        """How many points all series have."""
        return sum(count.rows for count in self.series)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it down so that people can read it, too."""
    told = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / FILE).write_bytes(told + b"\n")


def read_manifest(folder: Path, kind: Kind) -> Manifest:
    """Return a copy's manifest; raise BadCopy if it is none of this kind that can be read here."""
    file = folder / FILE
    try:
        body = file.read_bytes()
        if msgspec.json.decode(body, type=_Head).version > VERSION:
            raise BadCopy(f"{file} was written by a newer release; update this one")
        found = msgspec.json.decode(body, type=Manifest)
    except OSError as error:
        raise BadCopy(f"{file} cannot be read: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise BadCopy(f"{file} is no manifest: {error}") from None
    if found.kind != kind:
        verb = "restore" if found.kind == "backup" else "load"
        raise BadCopy(f"{folder} is of the other kind: use vallee-cloud {verb}")
    return found


class _Head(msgspec.Struct):
    version: int
