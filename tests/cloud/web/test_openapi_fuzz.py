"""schemathesis asks what our own OpenAPI document allows, and what it forbids, of the real app."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import requests
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
    "to_day": (None, "2025-10-22"),
    "stop": ("alpha-01", "alpha-02"),
}


DOCUMENT: Final = schemathesis.openapi.from_dict(openapi())


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
    asked = DOCUMENT[one.path][one.method]
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
        case=asked.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | asked.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        picked=st.integers(0, 3),
    )
    def ask(case: schemathesis.Case[Any], picked: int) -> None:
        if picked:
            # A day in a path is the planner's, in a query anybody's.
            case.path_parameters = closer(
                case.path_parameters, picked, day=PLANNED, sha256=name_of(case.body)
            )
            case.query = closer(case.query, picked)
            case.body = closer(case.body, picked, read=newest(town))
        answer = sent(caller, case)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=PROMISES)

    ask()

    assert statuses <= one.all_answers.keys() - {503}
    assert statuses == {401} if not who else statuses != {401}


def closer(told: Any, picked: int, **fixed: object) -> Any:  # noqa: ANN401 - whatever was made up
    """Return the same with what the yard knows, where a name of it stands."""
    if not isinstance(told, dict):
        return told
    known = {name: values[picked % len(values)] for name, values in REAL.items()} | fixed
    return told | {name: value for name, value in known.items() if name in told}


def name_of(photo: object) -> str:
    """Return what a photo is called; of anything else the name of no photo."""
    return sha256(photo if isinstance(photo, bytes) else b"").hexdigest()


def newest(town: Yard) -> int:
    """Return the version that the page of a dispatcher would show by now."""
    version: int = town.caller(DESK.id).get(f"/bureau/plans/{PLANNED}/draft").json()["version"]
    return version


def sent(caller: Caller, case: schemathesis.Case[Any]) -> httpx.Response:
    """Send a case as whoever calls."""
    made = case.as_transport_kwargs(base_url=SITE)
    names = ("method", "url", "headers", "params", "data", "json", "files")
    ready = requests.Request(**{name: made[name] for name in names if name in made}).prepare()
    body = ready.body or b""
    return caller.call(
        ready.method or case.method,
        str(ready.url).removeprefix(SITE),
        body if isinstance(body, bytes) else str(body).encode(),
        Content_Type=str(ready.headers.get("Content-Type", "")),
    )
