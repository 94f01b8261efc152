"""The bill of materials keeps to what CycloneDX 1.5 requires, and names all that is shipped."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
# bom-1.5.schema.json: what it requires, and the words and patterns that it allows.
TYPES = {
    *("application", "framework", "library", "container", "platform", "operating-system"),
    *("device", "device-driver", "firmware", "file", "machine-learning-model", "data"),
}
SERIAL = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TOP = {"bomFormat", "specVersion", "serialNumber", "version", "metadata", "components"}


def sbom(*extras: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "sbom"), *extras],
        env={**os.environ, "SOURCE_DATE_EPOCH": "1764000000"},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return sbom()


def test_what_the_schema_requires_is_there(bill: dict[str, Any]) -> None:
    assert TOP <= bill.keys() <= {*TOP, "dependencies"}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert re.fullmatch(SERIAL, bill["serialNumber"])
    assert bill["version"] >= 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bill["metadata"]["timestamp"])
    for part in [bill["metadata"]["component"], *bill["components"]]:
        assert part["type"] in TYPES
        assert part["name"]
        assert part["version"]
        assert re.fullmatch(r"pkg:pypi/[a-z0-9-]+@[^@/ ]+", part["purl"])
        licences = part.get("licenses", [])
        assert all(one.keys() in ({"expression"}, {"license"}) for one in licences)
        # Either one expression or licences, never both.
        assert sum("expression" in one for one in licences) in {0, len(licences)}
        assert len(licences) <= 1 or "expression" not in licences[0]


def test_every_reference_leads_to_one_part(bill: dict[str, Any]) -> None:
    refs = [part["bom-ref"] for part in [bill["metadata"]["component"], *bill["components"]]]

    assert len(refs) == len(set(refs))
    assert {one["ref"] for one in bill["dependencies"]} == set(refs)
    assert {to for one in bill["dependencies"] for to in one["dependsOn"]} <= set(refs)


def test_all_that_the_wheel_asks_for_is_there_as_it_is_installed(bill: dict[str, Any]) -> None:
    asked = {
        re.split(r"[<>=\[; ]", line)[0].lower()
        for line in requires("smart-vallee") or ()
        if re.search(r"extra == .(edge|cloud).|^[^;]*$", line)
    }

    told = {part["name"]: part["version"] for part in bill["components"]}

    assert len(asked) > 15
    assert asked <= told.keys()
    assert told["paho-mqtt"] == version("paho-mqtt")
    assert bill["metadata"]["component"]["name"] == "smart-vallee"


def test_the_edge_has_a_shorter_bill_and_no_test_tools(bill: dict[str, Any]) -> None:
    edge = {part["name"] for part in sbom("edge")["components"]}

    assert "bleak" in edge
    assert not edge & {"numpy", "sqlalchemy", "fastapi", "pytest"}
    assert len(edge) < len(bill["components"])
    assert "pytest" not in {part["name"] for part in bill["components"]}
    print(f"\nparts: all {len(bill['components'])}, edge {len(edge)}")  # noqa: T201 - pytest -s


def test_the_same_environment_gives_the_same_bill(bill: dict[str, Any]) -> None:
    assert sbom() == bill
