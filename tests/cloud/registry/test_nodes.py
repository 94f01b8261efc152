import tomllib
from pathlib import Path

from cloud.registry.nodes import node_files
from cloud.registry.registry import Registry


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
