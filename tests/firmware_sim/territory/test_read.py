"""The territory's files, read well or refused in one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firmware_sim.errors import BadRequest, BadTerritory
from firmware_sim.territory import Eddystone, Fixed, IBeacon, Mount, read_territory
from firmware_sim.world import World
from tests.firmware_sim.conftest import GATES, HEARD, TERRITORY

MakeFolder = Callable[..., Path]


def test_a_folder_becomes_containers_with_their_model_and_mount(make_folder: MakeFolder) -> None:
    territory = read_territory(make_folder())

    first = territory.containers[0]
    assert (first.id, first.litres_per_day, first.mount) == (
        "north-01",
        600,
        Mount("n-001", "fill"),
    )
    assert first.model.bottom_mm == (1500, 1400)
    assert territory.zone.key == "Europe/Paris"


def test_a_container_without_a_node_is_not_watched(make_folder: MakeFolder) -> None:
    territory = read_territory(make_folder())

    assert [mount.node for mount, _ in territory.watched()] == ["n-001", "n-002", "n-003"]
    assert territory.behind("n-003").id == "south-01"
    with pytest.raises(BadRequest, match="n-009"):
        territory.behind("n-009")


ROW = "a-01,A,34000,residual,column-4,600,n-001,fill,a02yyuw\n"
HEAD = "id,name,insee,stream,model,litres_per_day,node,sensor,sensor_model\n"


@pytest.mark.parametrize(
    ("containers", "sentence"),
    [
        (HEAD + ROW.replace("600", "much"), "line 2: litres_per_day: expected"),
        (HEAD + ROW.replace("600", "nan"), "line 2: litres_per_day: expected"),
        (HEAD + ROW.replace("600", ""), "line 2: litres_per_day: expected"),
        (HEAD + ROW.replace("column-4", "bag"), "line 2: model 'bag' is not one of column-4"),
        (HEAD + ROW + ROW, "line 3: 'a-01' is in line 2 already"),
        (HEAD + ROW + ROW.replace("a-01", "b-01"), "line 3: 'n-001' is in line 2 already"),
        (HEAD + ROW.replace("fill", ""), "line 2: node n-001 needs a sensor's name"),
        (
            HEAD + ROW.replace("a02yyuw", "radar"),
            "sensor_model 'radar' is not one of a02yyuw, bthome",
        ),
        (HEAD + ROW.replace("n-001", "N 1"), "line 2: node: expected"),
        (HEAD + "a-01,A\n", "line 2: stream: expected"),
        (HEAD.replace("litres_per_day,", ""), "line 1: no column litres_per_day"),
        ("", "line 1: no column id"),
        (
            HEAD + ROW.replace("a02yyuw", "bthome"),
            "a bthome sensor is heard by radio, and node n-001 is not in [[radios]]",
        ),
    ],
)
def test_a_wrong_row_is_named_with_its_line(
    make_folder: MakeFolder, containers: str, sentence: str
) -> None:
    folder = make_folder(containers=containers)

    with pytest.raises(BadTerritory) as refusal:
        read_territory(folder)

    assert "containers.csv" in str(refusal.value)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("depth_mm = 1500", "depth_mm = 0", "models[0].depth_mm: expected"),
        ("Europe/Paris", "Europe/Gignac", "timezone: 'Europe/Gignac' is not known here"),
        ("[[models]]", "[[models", "line 8"),
        ("timezone", "zone", "missing required field `timezone`"),
    ],
)
def test_a_wrong_territory_is_named_with_its_key(
    make_folder: MakeFolder, old: str, new: str, sentence: str
) -> None:
    folder = make_folder()
    file = folder / "territory.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(BadTerritory) as refusal:
        read_territory(folder)

    assert str(file) in str(refusal.value)
    assert sentence in str(refusal.value)


def test_gates_and_their_beacons_are_read(gates: World) -> None:
    territory = gates.territory

    assert [(radio.node, radio.people_per_day) for radio in territory.radios] == [
        ("z-001", 500),
        ("z-002", 200),
    ]
    assert [type(beacon.identity) for beacon in territory.beacons] == [IBeacon, Eddystone, Fixed]
    assert territory.radio("z-002").gate == "Sud"
    with pytest.raises(BadRequest, match=r"no radio on a node 'n-002': z-001, z-002"):
        territory.radio("n-002")


def test_a_fill_sensor_without_a_cable_has_an_address(gates: World) -> None:
    mounts = {mount.node: mount.address for mount, _ in gates.territory.watched()}

    assert mounts == {"z-001": bytes.fromhex("a4c138341104"), "n-002": None}


def test_a_territory_without_gates_has_no_radio(make_folder: MakeFolder) -> None:
    territory = read_territory(make_folder())

    assert (territory.radios, territory.beacons) == ((), ())
    with pytest.raises(BadRequest, match="there is none"):
        territory.radio("z-001")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('node = "z-002"\nsensor', 'node = "z-001"\nsensor', "[[radios]] has 'z-001' twice"),
        ("square-b2", "square-b1", "[[beacons]] has 'square-b1' twice"),
        ('node = "z-002"\nidentity', 'node = "n-002"\nidentity', "b3: node 'n-002' is not in"),
        ("ibeacon:", "altbeacon:", "beacon square-b1: identity: 'altbeacon:"),
        ("people_per_day = 500", "people_per_day = -5", "radios[0].people_per_day: expected"),
        ('sensor = "radio"', 'sensor = "fill"', "the radio of z-001 and the sensor of north-01"),
    ],
)
def test_a_wrong_gate_is_named(make_folder: MakeFolder, old: str, new: str, sentence: str) -> None:
    folder = make_folder(territory=TERRITORY + GATES.replace(old, new), containers=HEARD)

    with pytest.raises(BadTerritory) as refusal:
        read_territory(folder)

    assert "territory.toml" in str(refusal.value)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("port", ["", "ttyUSB0", "A4:C1:38:34:11"])
def test_a_sensor_without_a_cable_needs_an_address(make_folder: MakeFolder, port: str) -> None:
    rows = HEARD.replace("A4:C1:38:34:11:04", port)

    with pytest.raises(BadTerritory, match=f"line 2: sensor_port: '{port}' is no address such as"):
        read_territory(make_folder(territory=TERRITORY + GATES, containers=rows))


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadTerritory, match=r"territory.toml: cannot be read"):
        read_territory(tmp_path / "nowhere")
