"""The OpenAPI document names every address that answers JSON, and no other."""

import inspect
from collections.abc import Iterator

import msgspec
import pytest

from cloud.web.app import create_app
from cloud.web.cab.assets import Assets as CabAssets
from cloud.web.cab.assets import load_assets as load_cab
from cloud.web.install.assets import Assets as InstallAssets
from cloud.web.install.assets import load_assets as load_install
from cloud.web.openapi import EVERY, openapi
from tests.cloud.driven.day import DAY
from tests.cloud.people.house import ADMIN, CREW
from tests.cloud.web.whole import KEPT_NAME, Town, town_of

DOCUMENTED = {(one.method, one.path) for one in EVERY}
# What stands for a part of an address, so that the answer is the real one.
PARTS = {
    "truck": "one",
    "zone": "cosmo",
    "day": str(DAY),
    "name": CREW.id,
    "node": "n-003",
    "number": "1",
    "sha256": KEPT_NAME,
}
FILES: dict[str, CabAssets | InstallAssets] = {
    "/pose/files/{release}/{name}": load_install(),
    "/tournee/files/{release}/{name}": load_cab(),
}
# Of nothing that this town has; what is answered then is the page of every error.
ABSENT = {"/alarmes/{number}", "/pose/record/{node}.pdf"}
# Parts without JSON: the dead letters' pages and counters of requests.
PLAIN = {"letters", "requests", "languages"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_of(tmp_path_factory.mktemp("whole")) as opened:
        yield opened


def served(town: Town) -> list[tuple[str, str]]:
    return [
        (method, path)
        for route in town.app.routes
        for path in [getattr(route, "path", "")]
        for method in sorted(getattr(route, "methods", None) or {"GET"})
        if method != "HEAD"
    ]


def address(path: str) -> str:
    if path in FILES:
        assets = FILES[path]
        script = next(name for name in assets.files if name.endswith(".js"))
        return path.format(release=assets.release, name=script)
    return path.format(**PARTS)


def test_the_town_has_every_part_of_the_application(town: Town) -> None:
    parts = {
        name
        for name, one in inspect.signature(create_app).parameters.items()
        if one.default is not inspect.Parameter.empty
    }

    assert parts - PLAIN == town.parts


def test_what_is_documented_is_served(town: Town) -> None:
    assert set(served(town)) >= DOCUMENTED


def test_what_answers_json_is_documented(town: Town) -> None:
    admin, undocumented = town.caller(ADMIN.id), set()
    for method, path in served(town):
        if (method, path) in DOCUMENTED:
            continue
        answer = admin.call(method, address(path), Accept="text/html")
        kind = answer.headers.get("content-type", "")
        if "json" in kind and "manifest" not in kind:
            undocumented.add((method, path, kind))
        reached = answer.status_code in {200, 303} or path in ABSENT
        assert reached or method != "GET", (path, answer.status_code)

    assert undocumented == set()


def test_the_document_resolves_each_reference_and_says_who_needs_a_session() -> None:
    document = openapi()

    text = msgspec.json.encode(document).decode()
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == document["components"]["schemas"].keys()
    for path, methods in document["paths"].items():
        for one in methods.values():
            is_public = one.get("security") == []
            assert is_public == (path == "/healthz")
            assert is_public or "401" in one["responses"]
