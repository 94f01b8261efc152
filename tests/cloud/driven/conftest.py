"""A territory of two containers, its crews, and what they tell, in SQLite and PostgreSQL."""

from collections.abc import Iterator

import pytest

from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds
from cloud.registry.driven import open_driven
from cloud.registry.people import open_people
from cloud.registry.registry import Registry
from cloud.registry.values import Keys
from tests.cloud.driven.day import CREW, MIN_US, OTHER, SEVEN_US, World, plan
from tests.cloud.registry.conftest import blank, folder, kind, loaded, registry, url

__all__ = ["blank", "folder", "kind", "loaded", "registry", "url"]

LATER_US = SEVEN_US + 10 * 60 * MIN_US


@pytest.fixture
def world(loaded: Registry, url: str) -> Iterator[World]:
    """Give a day with an issued plan, at five in the afternoon."""
    with open_people(url) as people:
        people.add(CREW, Keys(), None)
        people.add(OTHER, Keys(), None)
    loaded.issue_plan(plan(SEVEN_US - 60 * MIN_US, "alpha-01", "alpha-02"))
    with open_driven(url, lambda: LATER_US) as driven:
        yield World(Rounds(loaded, driven), Intake(driven, lambda: LATER_US))
