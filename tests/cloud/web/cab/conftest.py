"""The yard that crews and desk call."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud.people.house import blank_registry, copied
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.web.cab.caller import Yard, yard_of


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_registry(tmp_path_factory.mktemp("yard"))


@pytest.fixture
def yard(blank: Path, tmp_path: Path) -> Iterator[Yard]:
    territory = tmp_path / "territory"
    territory.mkdir()
    for name, text in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (territory / name).write_text(text, encoding="utf-8")
    with yard_of(copied(blank, tmp_path), territory) as opened:
        yield opened
