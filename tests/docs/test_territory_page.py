"""The page on a territory's files names every key that they may have, and no other."""

import re
from pathlib import Path
from typing import Final

import msgspec
import pytest

from cloud.registry.territory.fleet_rows import SiteRow, TruckRow
from cloud.registry.territory.round_rows import AgeRow, RoundRow, SideRow
from cloud.registry.territory.rows import (
    BeaconRow,
    CommuneRow,
    ContainerRow,
    ModelRow,
    OperatorRow,
    RadioRow,
    Row,
    ZoneRow,
)

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "territory.md"
HEADING: Final = re.compile(r"^#{2,3} (.*)$", re.MULTILINE)
FIRST_CELL: Final = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)
KEY: Final = re.compile(r"`(\w+)`")


def sections() -> dict[str, str]:
    _, *parts = HEADING.split(PAGE.read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def keys(kind: type[Row]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("`[[operators]]`", OperatorRow),
        ("`[[models]]`", ModelRow),
        ("`[[sites]]`", SiteRow),
        ("`[[trucks]]`", TruckRow),
        ("`[[rounds]]`", RoundRow),
        ("`[[ages]]`", AgeRow),
        ("`rounds/ID.csv`", SideRow),
    ],
)
def test_a_table_has_a_row_for_every_key(heading: str, kind: type[Row]) -> None:
    told = {key for cell in FIRST_CELL.findall(sections()[heading]) for key in KEY.findall(cell)}

    assert told == keys(kind)


@pytest.mark.parametrize(
    ("table", "kind"), [("zones", ZoneRow), ("radios", RadioRow), ("beacons", BeaconRow)]
)
def test_what_belongs_to_zones_is_listed(table: str, kind: type[Row]) -> None:
    section = sections()["`[[zones]]`, `[[radios]]`, `[[beacons]]`"]
    (row,) = re.findall(rf"^\| `\[\[{table}\]\]` \|(.*)$", section, re.MULTILINE)

    assert set(KEY.findall(row)) == keys(kind)


@pytest.mark.parametrize(
    ("heading", "kind"), [("`communes.csv`", CommuneRow), ("`containers.csv`", ContainerRow)]
)
def test_every_column_is_named(heading: str, kind: type[Row]) -> None:
    assert set(KEY.findall(sections()[heading])) == keys(kind)
