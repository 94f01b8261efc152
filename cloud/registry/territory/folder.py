"""A territory folder as a whole: its files read, and every fault in them found at once."""

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cloud.errors import BadTerritory
from cloud.registry.territory.check import broken
from cloud.registry.territory.check_rounds import broken_rounds
from cloud.registry.territory.fleet_rows import SiteRow, TruckRow
from cloud.registry.territory.from_csv import read_csv
from cloud.registry.territory.from_toml import Head, read_toml
from cloud.registry.territory.outlines import read_outlines
from cloud.registry.territory.round_rows import AgeRow, RoundRow, SideRow
from cloud.registry.territory.rows import (
    BeaconRow,
    CommuneRow,
    ContainerRow,
    ModelRow,
    OperatorRow,
    RadioRow,
    ZoneRow,
)
from cloud.registry.territory.sheet import Sheet

_IN_TOML: Final = (
    "operators",
    "models",
    "sites",
    "trucks",
    "rounds",
    "ages",
    "zones",
    "radios",
    "beacons",
)


@dataclass(slots=True)
class Folder:
    """What a territory folder says.

    Attributes:
        sides: of the rounds that have a file of them, by the round's id.
        outlines: GeoJSON geometries by INSEE code.
    """

    head: Head = field(default_factory=Head)
    operators: Sheet[OperatorRow] = field(default_factory=lambda: Sheet(OperatorRow))
    models: Sheet[ModelRow] = field(default_factory=lambda: Sheet(ModelRow))
    sites: Sheet[SiteRow] = field(default_factory=lambda: Sheet(SiteRow))
    trucks: Sheet[TruckRow] = field(default_factory=lambda: Sheet(TruckRow))
    rounds: Sheet[RoundRow] = field(default_factory=lambda: Sheet(RoundRow))
    ages: Sheet[AgeRow] = field(default_factory=lambda: Sheet(AgeRow))
    zones: Sheet[ZoneRow] = field(default_factory=lambda: Sheet(ZoneRow))
    radios: Sheet[RadioRow] = field(default_factory=lambda: Sheet(RadioRow))
    beacons: Sheet[BeaconRow] = field(default_factory=lambda: Sheet(BeaconRow))
    communes: Sheet[CommuneRow] = field(default_factory=lambda: Sheet(CommuneRow, strict=False))
    containers: Sheet[ContainerRow] = field(
        default_factory=lambda: Sheet(ContainerRow, strict=False)
    )
    sides: dict[str, Sheet[SideRow]] = field(default_factory=dict)
    outlines: dict[str, str] = field(default_factory=dict)


def read_folder(path: Path) -> Folder:
    """Return what the folder at `path` says; raise BadTerritory, a line per fault, if wrong."""
    folder, faults = Folder(), list[str]()
    in_toml = {name: getattr(folder, name) for name in _IN_TOML}
    if (text := _text(file := path / "territory.toml", faults)) is not None:
        folder.head = read_toml(file, text, in_toml, faults)
    if (text := _text(file := path / "communes.csv", faults)) is not None:
        read_csv(file, text, folder.communes, faults)
    if (text := _text(file := path / "containers.csv", faults)) is not None:
        read_csv(file, text, folder.containers, faults)
    if (text := _text(file := path / "outlines.geojson", faults)) is not None:
        folder.outlines = read_outlines(file, text, folder.communes.ids, faults)
    folder.sides = _sides(path / "rounds", folder.rounds.ids, faults)
    sheets = in_toml | {"communes": folder.communes, "containers": folder.containers}
    faults.extend(broken(sheets))
    faults.extend(broken_rounds(sheets, folder.sides))
    if faults:
        raise BadTerritory("\n".join(faults))
    return folder


def _sides(path: Path, rounds: Container[str], faults: list[str]) -> dict[str, Sheet[SideRow]]:
    """Return the street sides of each round that has a file of them, by the round's id."""
    found = {}
    for file in sorted(path.glob("*.csv")):
        if file.stem not in rounds:
            faults.append(f"{file}:1: {file.stem!r} is none of the rounds")
        sheet = found[file.stem] = Sheet(SideRow, strict=False)
        known = len(faults)
        if (text := _text(file, faults)) is not None:
            read_csv(file, text, sheet, faults)
        if not sheet.rows and len(faults) == known:
            faults.append(f"{file}:1: a round has one street side or more")
    return found


def _text(file: Path, faults: list[str]) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.append(f"{file}:1: cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(f"{file}:{line}: no UTF-8; save the file as UTF-8")
    return None
