"""What Grafana reads at its start: files that go together, and no secret in any of them."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from dashboards.build.alerts import provisioned
from dashboards.files import RULES
from dashboards.names import FOLDER, FOLDER_TITLE, SOURCE, SOURCE_TITLE

ROOT: Final = Path(__file__).parents[2]
PROVISIONING: Final = ROOT / "dashboards" / "provisioning"
FILES: Final = sorted(PROVISIONING.rglob("*.yaml"))


def load(file: Path) -> Any:  # noqa: ANN401 - what YAML holds
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_file_says_the_version_of_its_form(file: Path) -> None:
    assert load(file)["apiVersion"] == 1


def test_there_is_a_file_for_sources_dashboards_and_alerts() -> None:
    assert {file.parent.name for file in FILES} == {"alerting", "dashboards", "datasources"}


def test_rules_in_yaml_are_those_that_are_built() -> None:
    assert load(RULES) == provisioned()


def test_the_source_is_the_one_that_rules_and_dashboards_ask() -> None:
    (source,) = load(PROVISIONING / "datasources" / "vallee.yaml")["datasources"]

    assert (source["uid"], source["name"], source["type"]) == (SOURCE, SOURCE_TITLE, "influxdb")
    # Another query language would be named here.
    assert "version" not in source["jsonData"]


def test_every_secret_and_address_comes_from_the_environment() -> None:
    (source,) = load(PROVISIONING / "datasources" / "vallee.yaml")["datasources"]

    places = [source["url"], source["user"], *source["secureJsonData"].values()]
    assert all(value.removeprefix("Token ").startswith("$VALLEE_INFLUX_") for value in places)


def test_dashboards_and_rules_are_in_the_folder_that_a_push_fills_too() -> None:
    (provider,) = load(PROVISIONING / "dashboards" / "vallee.yaml")["providers"]
    (group,) = load(RULES)["groups"]

    assert (provider["folder"], provider["folderUid"]) == (FOLDER_TITLE, FOLDER)
    assert group["folder"] == FOLDER_TITLE
    assert provider["allowUiUpdates"] is False


def test_compose_gives_what_the_files_ask_for() -> None:
    services = load(ROOT / "configs" / "compose.yaml")["services"]
    grafana = services["grafana"]
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    (provider,) = load(PROVISIONING / "dashboards" / "vallee.yaml")["providers"]

    asked = {name for name in grafana["environment"] if name.startswith("VALLEE_")}
    assert all(f"${name}" in text for name in asked)
    mounts = dict(volume.split(":")[:2] for volume in grafana["volumes"] if volume[0] == ".")
    here = {target: ROOT / "configs" / source for source, target in mounts.items()}
    assert any(list(folder.glob("zone.json")) for folder in here.values())
    assert provider["options"]["path"] in here
    assert all(folder.resolve().is_dir() for folder in here.values())


def test_compose_opens_no_port_to_the_network() -> None:
    services = load(ROOT / "configs" / "compose.yaml")["services"]

    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
