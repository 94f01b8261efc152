"""What a node's file may say of radios, and the sentence for each mistake."""

import asyncio
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from contract.errors import BadSettings
from edge import bootstrap
from edge.links.clock import DataClock, ManualClock
from edge.links.memo import Memo, MemoFile
from edge.meter import Month
from edge.radio import Radio
from edge.settings import BeaconOptions, RadioOptions, Settings, load

CONFIG = Path(__file__).parents[2] / "configs" / "edge.toml"

SENSOR = """\
[[sensors]]
name = "{name}"
model = "{model}"
port = "{port}"
[sensors.container]
depth_mm = 1500
bottom_mm = [900, 900]
top_mm = [1200, 1200]
"""
SERIAL = SENSOR.format(name="tank", model="mb7389", port="/dev/ttyUSB0")
BY_RADIO = SENSOR.format(name="fill", model="bthome", port="A4:C1:38:34:11:04")
RADIO = "[radio]\n"
BEACON = """\
[[radio.beacons]]
name = "{name}"
identity = "{identity}"
"""
TOTEM = BEACON.format(
    name="cosmo-b1", identity="ibeacon:7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01:34114:1"
)


def read(folder: Path, *tables: str) -> Settings:
    file = folder / "edge.toml"
    file.write_text('node = "z-001"\n' + "".join(tables))
    return load(file, {})


def test_a_radio_and_what_it_hears_are_one_instrument(tmp_path: Path) -> None:
    settings = read(tmp_path, SERIAL, BY_RADIO, RADIO, TOTEM)

    joined = bootstrap.instruments(settings)

    radio = joined["radio"]
    assert joined.keys() == {"tank", "radio"}
    assert isinstance(radio, Radio)
    assert [(address.hex(), one.name) for address, one in radio.gauges.items()] == [
        ("a4c138341104", "fill")
    ]


def test_only_ports_and_the_radio_have_streams(tmp_path: Path) -> None:
    settings = read(tmp_path, SERIAL, BY_RADIO, RADIO)

    assert bootstrap.streams(settings).keys() == {"tank", "radio"}


def test_a_node_may_be_a_radio_and_nothing_else(tmp_path: Path) -> None:
    settings = read(tmp_path, RADIO, TOTEM)

    assert bootstrap.instruments(settings).keys() == {"radio"}


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ((), "a node has [[sensors]], a [radio] or both"),
        ((RADIO, "nmae = 1\n"), "unknown key 'radio.nmae'; [radio] allows adapter, beacons,"),
        ((RADIO, "window_s = 600\n"), "radio.window_s: expected `int` <= 300"),
        ((RADIO, "rotation_s = 0\n"), "radio.rotation_s: expected `float` > 0"),
        ((RADIO, 'adapter = "usb"\n'), "radio.adapter: expected `str` matching regex"),
        (
            (RADIO, BEACON.format(name="b", identity="ibeacon:12:1:1")),
            "radio.beacons[0]: 'ibeacon:12:1:1' is no identity; write ibeacon:UUID",
        ),
        (
            (RADIO, BEACON.format(name="b", identity="address:A4:C1:38")),
            "radio.beacons[0]: 'A4:C1:38' is no Bluetooth address; write AA:BB:CC:DD:EE:FF",
        ),
        ((RADIO, TOTEM, TOTEM), "2 of its sensors, radio and beacons are named 'cosmo-b1'"),
        ((SERIAL, SERIAL), "2 of its sensors, radio and beacons are named 'tank'"),
        ((SERIAL.replace("tank", "radio"), RADIO), "2 of its sensors, radio and beacons are"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_file(
    tmp_path: Path, tables: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BadSettings, match=re.escape(says)) as refused:
        read(tmp_path, *tables)

    assert str(refused.value).startswith(str(tmp_path / "edge.toml"))


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ((BY_RADIO,), "sensors: fill: a bthome is heard by radio; this node has no [radio]"),
        (
            (BY_RADIO.replace("A4:C1:38:34:11:04", "/dev/serial0"), RADIO),
            "sensors: fill: port: '/dev/serial0' is no Bluetooth address; write AA:BB:CC:DD:EE:FF",
        ),
        (
            (BY_RADIO, BY_RADIO.replace('"fill"', '"tank"'), RADIO),
            "sensors: two of those heard by radio have one address",
        ),
        (
            (RADIO, TOTEM, TOTEM.replace("cosmo-b1", "cosmo-b2")),
            "radio.beacons: two of them, or one and a sensor, have one identity",
        ),
        (
            (BY_RADIO, RADIO, BEACON.format(name="b", identity="address:a4:c1:38:34:11:04")),
            "radio.beacons: two of them, or one and a sensor, have one identity",
        ),
    ],
)
def test_parts_that_do_not_go_together_are_one_sentence(
    tmp_path: Path, tables: tuple[str, ...], says: str
) -> None:
    settings = read(tmp_path, *tables)

    with pytest.raises(BadSettings, match=re.escape(says)):
        bootstrap.instruments(settings)


def test_a_node_without_a_radio_needs_no_bluetooth(tmp_path: Path) -> None:
    file = tmp_path / "edge.toml"
    file.write_text(f'node = "n-001"\n[outbox]\nfolder = "{tmp_path}"\n{SERIAL}')
    program = (
        "import sys; from pathlib import Path; from edge import bootstrap, cli, settings;"
        f"loaded = settings.load(Path({str(file)!r}), {{}});"
        "bootstrap.instruments(loaded); bootstrap.streams(loaded);"
        "sys.exit('bleak' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-W", "error", "-c", program], check=False)

    assert done.returncode == 0


def test_a_node_with_a_radio_is_joined(tmp_path: Path) -> None:
    folder = f'[outbox]\nfolder = "{tmp_path}"\n'
    settings = read(tmp_path, folder, BY_RADIO, RADIO, TOTEM)

    async def join() -> set[str]:
        node = bootstrap.build(settings, ManualClock(), asyncio.get_running_loop())
        node.agent.outbox.close()
        return set(node.agent.instruments)

    assert asyncio.run(join()) == {"radio"}


def test_what_is_to_be_known_after_a_start_lies_beside_the_outbox(tmp_path: Path) -> None:
    settings = read(tmp_path, f'[outbox]\nfolder = "{tmp_path}"\n', RADIO)
    clock = ManualClock()

    async def run() -> Month:
        node = bootstrap.build(settings, clock, asyncio.get_running_loop())
        month = node.agent.meter.month
        node.agent.tick()
        node.close()
        return month

    (tmp_path / "z-001.memo").write_text('{"month":"2025-11","sent_bytes":77,"newest_us":0}')
    assert asyncio.run(run()) == Month("", 0)
    MemoFile(tmp_path / "z-001.memo").save(Month("2025-11", 77), clock.at_us - 1)
    assert asyncio.run(run()) == Month("2025-11", 77)
    assert MemoFile(tmp_path / "z-001.memo").read() == Memo("2025-11", 77, clock.at_us)


def test_a_replay_of_history_leaves_no_time_behind(tmp_path: Path) -> None:
    settings = read(tmp_path, f'[outbox]\nfolder = "{tmp_path}"\n', RADIO)

    async def run() -> None:
        clock = DataClock(ManualClock().at_us)
        node = bootstrap.build(settings, clock, asyncio.get_running_loop())
        node.agent.tick()
        node.close()

    asyncio.run(run())

    assert list(tmp_path.glob("*.memo")) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("poison_after = 1", "sending.poison_after: expected `int` >= 2"),
        ("max_bytes_per_s = -1", "sending.max_bytes_per_s: expected `float` >= 0"),
        ("month_mb = -0.5", "sending.month_mb: expected `float` >= 0"),
        ("window_rows = 1", "sending.window_rows: expected `int` >= 2"),
    ],
)
def test_limits_of_sending_are_named_with_what_is_allowed(
    tmp_path: Path, line: str, says: str
) -> None:
    with pytest.raises(BadSettings, match=re.escape(says)):
        read(tmp_path, f"[sending]\n{line}\n", RADIO)


def test_the_sample_file_tells_every_option_of_a_radio_with_its_default() -> None:
    text = CONFIG.read_text(encoding="utf-8")

    # Tables that are not there by default stand behind a bare `#`.
    tree = tomllib.loads(re.sub(r"^#(?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE))

    options, beacons = tree["radio"], tree["radio"].pop("beacons")
    assert msgspec.convert(options, RadioOptions) == RadioOptions()
    assert {*options, "beacons"} == {one.name for one in msgspec.structs.fields(RadioOptions)}
    assert msgspec.convert(beacons, list[BeaconOptions])
