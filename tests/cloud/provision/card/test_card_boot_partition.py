"""What a boot partition must be before a card is written onto it, and what is written."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from cloud.provision.card.boot_partition import Form, copy_wheels, find_form, write_card
from cloud.provision.card.boot_words import firstrun_line, with_serial_port
from contract.errors import BadSettings
from edge.provision.boot import read_claim
from edge.settings import load
from tests.cloud.provision.card.scratch import CLAIM, ROOT_PEM, STOCK_LINE, Machine, card

# Apart from its dashes, so that nobody who looks for keys finds one here.
KEY = "PRIVATE KEY"

UNITS = Path(__file__).parents[4] / "cloud" / "provision" / "card" / "parts"


@pytest.mark.parametrize("form", list(Form))
def test_an_image_says_itself_how_it_is_told(form: Form, tmp_path: Path) -> None:
    machine = Machine(tmp_path).make(cloud_init=form is Form.CLOUD_INIT)

    assert find_form(machine.boot) is form


@pytest.mark.parametrize("form", list(Form))
def test_a_card_may_be_written_again(form: Form, tmp_path: Path) -> None:
    machine = Machine(tmp_path).make(cloud_init=form is Form.CLOUD_INIT)
    write_card(machine.boot, card(), form)

    assert find_form(machine.boot) is form


@pytest.mark.parametrize("missing", ["cmdline.txt", "config.txt"])
def test_what_is_no_boot_partition_is_not_written_on(missing: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    (machine.boot / missing).unlink()

    with pytest.raises(BadSettings, match=f"it has no {missing}"):
        find_form(machine.boot)


@pytest.mark.parametrize("name", ["firstrun.sh", "custom.toml", "userconf.txt", "user-data"])
def test_what_somebody_else_has_said_is_not_overwritten(name: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    (machine.boot / name).write_text("users: [pi]\n")

    with pytest.raises(BadSettings, match="write the image anew"):
        find_form(machine.boot)


def test_an_agent_reads_its_claim_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    write_card(machine.boot, card(), Form.FIRSTRUN)

    claim = read_claim(machine.boot / "vallee-claim.toml")

    assert claim is not None
    assert claim.mqtt is not None
    assert (claim.claim, claim.enrol_url) == (CLAIM, "https://vallee.example:8443")
    assert (claim.mqtt.host, claim.mqtt.port) == ("vallee.example", 8883)
    assert claim.root.strip() == ROOT_PEM.strip()


def test_an_agent_reads_its_settings(tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    write_card(machine.boot, card(), Form.FIRSTRUN)
    machine.firstrun()

    settings = load(machine.root / "etc/vallee/edge.toml", {})

    assert settings.node == "n-131"
    assert settings.mqtt.host == "vallee.example"
    assert settings.mqtt.ca_file == Path("/etc/vallee/root.pem")
    assert settings.outbox.folder == Path("/var/lib/vallee-edge/outbox")


@pytest.mark.parametrize(
    "changed",
    [
        {"node": "n-131\n"},
        {"node": "../n"},
        {"node": "n'; reboot"},
        {"claim": "vc1.guess"},
        {"enrol_url": "http://vallee.example"},
        {"enrol_url": 'https://vallee.example/"'},
        {"root_pem": f"-----BEGIN EC {KEY}-----\nAAAA\n-----END EC {KEY}-----\n"},
        {"root_pem": ROOT_PEM + ROOT_PEM},
        {"mqtt_host": 'a"\nport = 1'},
        {"mqtt_port": 0},
        {"edge_toml": f"# -----BEGIN {KEY}-----"},
        {"instance": "a b"},
    ],
)
def test_what_would_make_no_card_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        card(**changed)


def test_a_claim_is_not_shown() -> None:
    assert CLAIM not in repr(card())


def test_words_of_an_earlier_card_do_not_stay() -> None:
    line = STOCK_LINE.strip() + " systemd.run=/boot/firstrun.sh ds=nocloud;i=old\nnot read\n"

    said = firstrun_line(line, card())

    assert said.count("systemd.run=") == 1
    assert "ds=nocloud" not in said
    assert said.count("\n") == 1


def test_a_node_without_a_serial_sensor_keeps_its_console() -> None:
    assert "console=serial0,115200" in firstrun_line(STOCK_LINE, card(serial=False))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[all]\nenable_uart=1\n"),
        ("enable_uart=1\n", "enable_uart=1\n"),
        ("[all]\nenable_uart=1", "[all]\nenable_uart=1"),
        ("[pi4]\nenable_uart=1\n", "[pi4]\nenable_uart=1\n\n[all]\nenable_uart=1\n"),
        ("#enable_uart=1\n", "#enable_uart=1\n\n[all]\nenable_uart=1\n"),
    ],
)
def test_the_serial_port_is_on_for_every_model(before: str, after: str) -> None:
    assert with_serial_port(before) == after


def test_programs_go_with_the_card(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "m").make()
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "smart_vallee-0.1.0-py3-none-any.whl").write_bytes(b"1")
    (wheels / "msgspec-0.19-cp313-aarch64.whl").write_bytes(b"2")

    assert copy_wheels(wheels, machine.boot) == 2
    assert len(list((machine.boot / "vallee-wheels").iterdir())) == 2


def test_wheels_without_ours_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no wheel of smart-vallee"):
        copy_wheels(tmp_path, tmp_path)


def test_a_full_card_is_one_sentence(tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    # A folder of that name stands for a disk that refuses.
    (machine.boot / "vallee-claim.toml").mkdir()

    with pytest.raises(BadSettings, match="cannot be written"):
        write_card(machine.boot, card(), Form.FIRSTRUN)

    assert (machine.boot / "cmdline.txt").read_text() == STOCK_LINE


def test_units_are_good_and_hardened(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    for unit in UNITS.glob("vallee-*.*"):
        text = unit.read_text().replace("/opt/vallee/bin/vallee-edge", "/bin/true")
        (tmp_path / unit.name).write_text(
            text.replace("/usr/local/sbin/vallee-first-boot", "/bin/true")
        )
    units = sorted(tmp_path.iterdir())

    checked = subprocess.run(
        ["systemd-analyze", "--man=no", "verify", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not [line for line in checked.stderr.splitlines() if "vallee" in line]
    for name in ("vallee-claim.service", "vallee-edge.service"):
        score = ["systemd-analyze", "security", "--offline=true", "--threshold=20"]
        done = subprocess.run([*score, tmp_path / name], capture_output=True, check=False)
        assert done.returncode == 0
        assert "User=vallee-edge" in (tmp_path / name).read_text()


def test_settings_on_a_card_are_toml(tmp_path: Path) -> None:
    machine = Machine(tmp_path).make()
    write_card(machine.boot, card(), Form.FIRSTRUN)

    assert tomllib.loads((machine.boot / "vallee-claim.toml").read_text())["claim"] == CLAIM
