"""A house of people for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud.people.house import House, blank_registry, copied, house_of


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_registry(tmp_path_factory.mktemp("people"))


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> Iterator[House]:
    with house_of(copied(blank, tmp_path)) as opened:
        yield opened
