"""Zones with their radios, beacons and counts by hand: loaded, given out, and kept from faults."""

from dataclasses import replace
from pathlib import Path

import pytest

from cloud.errors import RegistryFault
from cloud.registry.registry import Registry
from cloud.registry.territory.folder import read_folder
from cloud.registry.values import Beacon, ManualCount, Radio, Zone
from tests.cloud.registry.conftest import ADDRESS, faults, spoil

COUNT = ManualCount("z-001", "radio", from_us=100, until_us=200, people=31)


def test_zones_radios_and_beacons_are_given_out_as_the_files_say(
    registry: Registry, zoned: Path
) -> None:
    summary = registry.load_territory(zoned)

    identity = "eddystone:5a1e0c7b2d9f4e6a8b3c:000000000002"
    assert (summary.zones, summary.radios, summary.beacons) == (1, 1, 1)
    assert registry.zones() == [Zone("park", "Parc", "34001", 43.6, 3.5, True, "")]
    assert registry.radios() == [
        Radio("z-001", "radio", "park", "Nord", 43.6, 3.5, 500.0, invented=True)
    ]
    assert registry.beacons() == [
        Beacon("b1", "Totem", "park", "z-001", identity, 43.6, 3.5, invented=False)
    ]


def test_whatever_sends_readings_is_a_sensor(counting: Registry) -> None:
    sensors = {key: (one.model, one.port) for key, one in counting.sensors().items()}

    assert sensors == {
        ("n-001", "fill"): ("a02yyuw", None),
        ("z-001", "b1"): ("beacon", None),
        ("z-001", "fill"): ("bthome", ADDRESS),
        ("z-001", "radio"): ("radio", None),
    }


def test_a_second_load_changes_nothing_in_the_zones(counting: Registry, zoned: Path) -> None:
    before = (counting.zones(), counting.radios(), counting.beacons(), counting.sensors())

    counting.load_territory(zoned)

    assert (counting.zones(), counting.radios(), counting.beacons(), counting.sensors()) == before


def test_a_beacon_that_changes_its_node_is_still_known_from_the_old_one(
    counting: Registry, zoned: Path
) -> None:
    file = zoned / "territory.toml"
    text = file.read_text(encoding="utf-8")
    radio = text[text.index("[[radios]]") : text.index("[[beacons]]")]
    file.write_text(text + radio.replace("z-001", "z-002"), encoding="utf-8")
    spoil(file, 'node = "z-001"\nidentity', 'node = "z-002"\nidentity')

    counting.load_territory(zoned)

    assert [beacon.node for beacon in counting.beacons()] == ["z-002"]
    assert {("z-001", "b1"), ("z-002", "b1")} <= counting.sensors().keys()


def test_a_radio_keeps_its_name(counting: Registry, zoned: Path) -> None:
    spoil(zoned / "territory.toml", 'sensor = "radio"', 'sensor = "ble"')

    with pytest.raises(RegistryFault, match="refuses"):
        counting.load_territory(zoned)

    assert [radio.sensor for radio in counting.radios()] == ["radio"]


def test_a_count_by_hand_is_kept(counting: Registry) -> None:
    later = replace(COUNT, from_us=200, until_us=300)

    counting.note_manual_count(later)
    counting.note_manual_count(COUNT)

    assert counting.manual_counts() == [COUNT, later]


def test_a_count_that_is_noted_again_replaces_the_first(counting: Registry) -> None:
    mended = replace(COUNT, until_us=250, people=33)

    counting.note_manual_count(COUNT)
    counting.note_manual_count(mended)

    assert counting.manual_counts() == [mended]


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (replace(COUNT, node="z-009"), "'z-009' has no radio 'radio'"),
        (replace(COUNT, sensor="fill"), "'z-001' has no radio 'fill'"),
        (replace(COUNT, until_us=100), "ends after it begins"),
        (replace(COUNT, until_us=99), "ends after it begins"),
        (replace(COUNT, people=-1), "-1 people"),
    ],
)
def test_a_count_that_cannot_be_is_refused_in_a_sentence(
    counting: Registry, count: ManualCount, says: str
) -> None:
    with pytest.raises(RegistryFault, match=says):
        counting.note_manual_count(count)

    assert counting.manual_counts() == []


EDDYSTONE = "eddystone:5a1e0c7b2d9f4e6a8b3c:000000000002"
UUID = "7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01"


@pytest.mark.parametrize("identity", [f"ibeacon:{UUID}:65535:0", f"address:{ADDRESS}"])
def test_a_beacon_may_say_who_it_is_in_three_ways(zoned: Path, identity: str) -> None:
    spoil(zoned / "territory.toml", EDDYSTONE, identity)

    (beacon,) = read_folder(zoned).beacons.rows

    assert beacon.row.identity == identity


TOML, CSV = "territory.toml", "containers.csv"
IDENTITY = "78: identity: expected ibeacon:UUID:MAJOR:MINOR or eddystone:"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (TOML, 'insee = "34001"', 'insee = "34009"', "58: insee: '34009' is none of the communes"),
        (TOML, 'sensor = "radio"\nzone = "park"', 'sensor = "radio"\nzone = "x"', "66: zone: 'x'"),
        (TOML, '"Totem"\nzone = "park"', '"Totem"\nzone = "x"', "76: zone: 'x' is none of the"),
        (TOML, "people_per_day = 500", "people_per_day = -1", "70: people_per_day: expected"),
        (TOML, "people_per_day = 500\n", "", "63: object missing required field"),
        (TOML, 'gate = "Nord"', "gate = 7", "67: gate: expected `str`"),
        (TOML, 'id = "b1"', 'id = "radio"', "74: id: z-001/radio is already the sensor at"),
        (TOML, 'id = "b1"', 'id = "fill"', "74: id: z-001/fill is already the sensor at"),
        (
            TOML,
            'node = "z-001"\nidentity',
            'node = "z-9"\nidentity',
            "77: node: 'z-9' has no radio",
        ),
        (TOML, EDDYSTONE, "eddystone:5A1E0C7B2D9F4E6A8B3C:000000000002", IDENTITY),
        (TOML, EDDYSTONE, f"ibeacon:{UUID}:1", IDENTITY),
        (TOML, EDDYSTONE, f"ibeacon:{UUID}:1:٣", IDENTITY),
        (TOML, EDDYSTONE, ADDRESS, IDENTITY),
        (TOML, EDDYSTONE, f"ibeacon:{UUID}:1:65536", "78: identity: MAJOR and MINOR are at most"),
        (CSV, ADDRESS, ADDRESS.lower(), "3: sensor_port: expected a Bluetooth address in capitals"),
        (CSV, ADDRESS, ADDRESS + ":00", "3: sensor_port: expected a Bluetooth address in capitals"),
        (CSV, ADDRESS, "", "3: sensor_port is given for the sensor_model bthome, and only there"),
        (CSV, "bthome", "a02yyuw", "3: sensor_port is given for the sensor_model bthome"),
        (CSV, "z-001,fill", "n-002,fill", "3: node: 'n-002' has no radio to hear a bthome sensor"),
        (CSV, "a02yyuw,,", f"bthome,{ADDRESS},", f"3: sensor_port: {ADDRESS} is already at"),
        (CSV, "a02yyuw,,", f"bthome,{ADDRESS},", "2: node: 'n-001' has no radio to hear a bthome"),
    ],
)
def test_a_fault_of_a_zone_is_named_by_file_and_line(
    zoned: Path, file: str, old: str, new: str, fault: str
) -> None:
    spoil(zoned / file, old, new)

    found = faults(read_folder, zoned)

    assert any(line.startswith(f"{file}:{fault}") for line in found), found


def test_a_beacon_is_heard_by_a_radio_of_its_own_zone(zoned: Path) -> None:
    file = zoned / TOML
    text = file.read_text(encoding="utf-8")
    zone = text[text.index("[[zones]]") : text.index("[[radios]]")]
    file.write_text(text + zone.replace("park", "port"), encoding="utf-8")
    spoil(file, '"Totem"\nzone = "park"', '"Totem"\nzone = "port"')

    found = faults(read_folder, zoned)

    assert found == [f"{TOML}:77: node: 'z-001' has its radio in the zone 'park', not 'port'"]


def test_a_bad_radio_is_one_fault_and_not_also_its_beacons(zoned: Path) -> None:
    spoil(zoned / TOML, "people_per_day = 500", "people_per_day = -1")

    assert len(faults(read_folder, zoned)) == 1
