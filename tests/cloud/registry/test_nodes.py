import tomllib
from pathlib import Path

from cloud.registry.nodes import node_files
from cloud.registry.registry import Registry
from tests.cloud.registry.conftest import ADDRESS


def test_each_node_gets_the_geometry_of_its_container(loaded: Registry) -> None:
    files = node_files(loaded, port="/dev/pts/3", every_s=60)

    assert sorted(files) == ["n-001", "n-002"]
    assert tomllib.loads(files["n-001"]) == {
        "node": "n-001",
        "sensors": [
            {
                "name": "fill",
                "model": "a02yyuw",
                "port": "/dev/pts/3",
                "every_s": 60,
                "container": {
                    "depth_mm": 1000,
                    "bottom_mm": [1000, 1000],
                    "top_mm": [1000, 1000],
                    "sensor_above_full_mm": 250,
                },
            }
        ],
    }


def test_two_sensors_of_a_node_share_its_file(registry: Registry, folder: Path) -> None:
    file = folder / "containers.csv"
    text = file.read_text(encoding="utf-8").replace("n-002,fill", "n-001,second")
    file.write_text(text, encoding="utf-8")
    registry.load_territory(folder)

    (only,) = node_files(registry).values()

    assert [sensor["name"] for sensor in tomllib.loads(only)["sensors"]] == ["fill", "second"]


def test_a_node_with_a_radio_listens_for_its_beacons_and_its_sensors(counting: Registry) -> None:
    file = tomllib.loads(node_files(counting, port="/dev/pts/3")["z-001"])

    identity = "eddystone:5a1e0c7b2d9f4e6a8b3c:000000000002"
    assert file["radio"] == {
        "name": "radio",
        "beacons": [{"name": "b1", "identity": identity}],
    }
    (sensor,) = file["sensors"]
    assert (sensor["model"], sensor["port"]) == ("bthome", ADDRESS)


def test_a_radio_alone_makes_a_node(registry: Registry, zoned: Path) -> None:
    file = zoned / "containers.csv"
    text = file.read_text(encoding="utf-8").replace(
        f"z-001,fill,bthome,{ADDRESS},2026-01-05", ",,,,"
    )
    file.write_text(text, encoding="utf-8")
    registry.load_territory(zoned)

    files = node_files(registry)

    assert sorted(files) == ["n-001", "z-001"]
    assert tomllib.loads(files["z-001"]).keys() == {"node", "radio"}


def test_a_node_without_a_radio_has_none_in_its_file(counting: Registry) -> None:
    assert "radio" not in tomllib.loads(node_files(counting)["n-001"])
