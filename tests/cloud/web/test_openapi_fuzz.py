"""schemathesis asks what our own OpenAPI document allows, and what it forbids, of the real app."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cloud.web.openapi import OPERATIONS, openapi
from cloud.web.operations import Operation
from tests.cloud.driven.day import DAY
from tests.cloud.people.house import CREW, blank_registry, copied
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.web.cab.caller import DESK, SITE, Caller, Yard, yard_of

EXAMPLES: Final = 15
PLANNED: Final = "2025-10-21"
PROMISES: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What the yard knows, so that requests come further than to "there is no such day".
REAL: Final[dict[str, tuple[Any, ...]]] = {
    "day": (str(DAY), PLANNED),
    "since": (str(DAY),),
    "until": ("2026-02-02",),
    "name": ("alpha-01", "alpha"),
    "truck": ("one", "t2"),
    "number": ("1",),
    "container": ("c1", "c2"),
    "read": (0, 1),
    "to_day": (None, "2025-10-22"),
    "stop": ("alpha-01", "alpha-02"),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("fuzzed")
    territory = folder / "territory"
    territory.mkdir()
    for name, text in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (territory / name).write_text(text, encoding="utf-8")
    with yard_of(copied(blank_registry(folder), Path(folder)), territory) as opened:
        yield opened


@pytest.mark.parametrize("who", [CREW.id, DESK.id, ""], ids=["crew", "desk", "nobody"])
@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_the_app_answers_as_its_document_says(town: Yard, one: Operation, who: str) -> None:
    caller = town.caller(who) if who else Caller(town.app)
    schema = schemathesis.openapi.from_dict(openapi())
    asked = schema[one.path][one.method]
    statuses: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.one_of(
            asked.as_strategy(generation_mode=GenerationMode.POSITIVE),
            asked.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        ),
        st.data(),
    )
    def ask(case: schemathesis.Case, data: st.DataObject) -> None:
        case.path_parameters = known(case.path_parameters, data)
        response = send(caller, case)
        statuses.add(response.status_code)
        case.validate_response(response, checks=PROMISES)

    ask()
    print("STAT", one.method, one.path, who, statuses)
