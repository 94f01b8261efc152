"""A month of weighings, once a module."""

from collections.abc import Iterator

import pytest

from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.web.alarms.night import NADIA, Night, night
from tests.cloud.web.people.conftest import Visitor


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    territory = tmp_path_factory.mktemp("territory")
    for name, text in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (territory / name).write_text(text, encoding="utf-8")
    with night(tmp_path_factory.mktemp("night"), territory) as opened:
        yield opened


@pytest.fixture(scope="module")
def nadia(tonight: Night) -> Visitor:
    visitor = Visitor(tonight.app)
    assert visitor.enter(NADIA.id).status_code == 303
    return visitor


@pytest.fixture(scope="module")
def crew(tonight: Night) -> Visitor:
    visitor = Visitor(tonight.app)
    assert visitor.enter().status_code == 303
    return visitor
