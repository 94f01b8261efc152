from pathlib import Path

import pytest

from cloud.registry.registry import Registry
from cloud.registry.territory.folder import read_folder
from tests.cloud.registry.conftest import faults, spoil


def everything(registry: Registry) -> tuple[object, ...]:
    return (
        registry.territories(),
        registry.operators(),
        registry.communes(),
        registry.sites(),
        registry.trucks(),
        registry.rounds(),
        registry.containers(),
        registry.sensors(),
    )


def test_what_the_files_say_is_what_the_registry_gives(registry: Registry, folder: Path) -> None:
    summary = registry.load_territory(folder)

    first, second = registry.containers()
    assert (summary.containers, summary.communes, summary.mounts_changed) == (2, 1, 2)
    assert (first.name, first.invented, first.model.volume_l) == ("Alpha, mairie", True, 1000.0)
    assert second.invented is False
    assert registry.trucks()[0].starts_s == 5 * 3600 + 1800
    assert registry.communes()[0].outline is not None


def test_a_second_load_changes_nothing(loaded: Registry, folder: Path) -> None:
    before = everything(loaded)

    summary = loaded.load_territory(folder)

    assert summary.mounts_changed == 0
    assert everything(loaded) == before


def test_a_changed_row_replaces_the_old_one(loaded: Registry, folder: Path) -> None:
    spoil(folder / "containers.csv", "Alpha école", "Alpha lavoir")

    loaded.load_territory(folder)

    assert [c.name for c in loaded.containers()] == ["Alpha, mairie", "Alpha lavoir"]


def test_every_fault_is_named_at_once_and_nothing_is_written(
    registry: Registry, folder: Path
) -> None:
    spoil(folder / "territory.toml", "depth_mm = 1000", 'depth_mm = "deep"')
    spoil(folder / "territory.toml", 'truck = "one"', 'truck = "two"')
    spoil(folder / "communes.csv", "43.6,3.5", "nan,3.5")
    spoil(folder / "containers.csv", "43.61", "91")
    spoil(folder / "containers.csv", "école,34001", "école,34999")
    spoil(folder / "outlines.geojson", '"34001"', '"34002"')

    found = faults(registry.load_territory, folder)

    assert found == [
        "territory.toml:11: depth_mm: expected `int`, got `str`",
        "communes.csv:2: lat: expected `float` >= -90.0",
        "containers.csv:2: lat: expected `float` <= 90.0",
        "outlines.geojson:2: insee: '34002' is no commune of communes.csv",
        "territory.toml:48: truck: 'two' is none of the trucks",
        "containers.csv:3: insee: '34999' is none of the communes",
    ]
    assert all(not table for table in everything(registry))


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("territory.toml", 'id = "a"', 'id = "A b"', "5: id: expected lower-case letters"),
        (
            "territory.toml",
            'gear = "hook"',
            'geer = "hook"',
            "10: unknown key 'geer'; allowed: id, gear,",
        ),
        ("territory.toml", 'gear = "hook"\n', "", "8: object missing required field `gear`"),
        ("territory.toml", 'closes = "20:00"', 'closes = "04:00"', "16: closes at 04:00"),
        ("territory.toml", 'closes = "20:00"', 'closes = "24:00"', "25: closes: expected HH:MM"),
        ("territory.toml", 'kind = "depot"', 'kind = "tip"', "33: depot: 'depot' is a tip"),
        ("territory.toml", '["thu"]', '["thursday"]', "49: weekdays[0]: invalid enum value"),
        ("territory.toml", "Europe/Paris", "Europe/Gignac", "2: timezone: 'Europe/Gignac' is none"),
        ("territory.toml", "[[trucks]]", "[trucks]", "1: trucks: write each as a table of its own"),
        ("territory.toml", "timezone", "[[lakes]]\ntimezone", "1: unknown key 'lakes'"),
        ("territory.toml", "invented = true", "invented =", "27: no TOML"),
        ("containers.csv", ",service_s", ",service", "1: the first line names the columns"),
        ("containers.csv", "alpha-02", "alpha-01", "3: 'alpha-01' is already at"),
        ("containers.csv", "n-002", "n-001", "3: sensor: n-001/fill already hangs in"),
        ("containers.csv", "n-002,fill", "n-002,", "3: node, sensor, sensor_model, mounted_on are"),
        ("containers.csv", "cube,43.62", "cube,", "3: lat: expected `float`, got nothing"),
        ("containers.csv", ",no\n", "\n", "3: a row has 16 fields"),
        ("containers.csv", ",no\n", ",maybe\n", "3: invented: invalid enum value 'maybe'"),
        ("containers.csv", ",no\n", ",no\n\nx\n", "5: a row has 16 fields"),
        ("outlines.geojson", '"insee"', '"code"', "1: no GeoJSON of communes"),
    ],
)
def test_a_fault_is_named_by_file_and_line(
    folder: Path, file: str, old: str, new: str, fault: str
) -> None:
    spoil(folder / file, old, new)

    assert any(line.startswith(f"{file}:{fault}") for line in faults(read_folder, folder))


def test_a_file_that_is_missing_or_no_text_is_named(folder: Path) -> None:
    (folder / "outlines.geojson").unlink()
    (folder / "communes.csv").write_bytes("insee\nBélarga\n".encode("cp1252"))

    found = faults(read_folder, folder)

    assert "outlines.geojson:1: cannot be read: No such file or directory" in found
    assert "communes.csv:2: no UTF-8; save the file as UTF-8" in found


def test_a_container_needs_no_sensor(registry: Registry, folder: Path) -> None:
    spoil(folder / "containers.csv", "n-002,fill,a02yyuw,2026-01-05", ",,,")

    summary = registry.load_territory(folder)

    assert (summary.containers, summary.mounts_changed) == (2, 1)
    assert list(registry.sensors()) == [("n-001", "fill")]


def test_a_sensor_moved_in_the_files_leaves_its_old_container_that_day(
    loaded: Registry, folder: Path
) -> None:
    day_us = 86_400_000_000
    spoil(folder / "containers.csv", "n-001,fill,a02yyuw,2026-01-05", "n-003,fill,x,2026-01-09")
    spoil(folder / "containers.csv", "n-002,fill,a02yyuw,2026-01-05", "n-001,fill,x,2026-01-09")

    summary = loaded.load_territory(folder)

    old, new = loaded.sensors()["n-001", "fill"].mounts
    assert summary.mounts_changed == 2
    assert (old.container, new.container) == ("alpha-01", "alpha-02")
    assert old.until_us == new.from_us == old.from_us + 4 * day_us


def test_a_move_before_the_mount_it_would_end_is_a_fault_of_that_line(
    loaded: Registry, folder: Path
) -> None:
    spoil(folder / "containers.csv", "n-001", "n-003")
    spoil(folder / "containers.csv", "n-002,fill,a02yyuw,2026-01-05", "n-001,fill,x,2026-01-01")
    before = everything(loaded)

    found = faults(loaded.load_territory, folder)

    assert len(found) == 1
    assert found[0].startswith("sensor 'fill'") or found[0].startswith(
        "containers.csv:3: mounted_on"
    )
    assert everything(loaded) == before
