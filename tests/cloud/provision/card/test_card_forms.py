"""The two forms of first boot: as they were agreed, byte by byte, and the same in what they do."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from cloud.provision.card.boot_partition import Form, write_card
from cloud.provision.card.wifi import FILE
from tests.cloud.provision.card.scratch import CLAIM, GOLDEN, WIFI, Machine, card

NETWORK: Final = FILE.lstrip("/")
SECRET: Final = CLAIM.rpartition(".")[2]


@pytest.fixture(params=list(Form))
def form(request: pytest.FixtureRequest) -> Form:
    chosen: Form = request.param
    return chosen


@pytest.fixture
def machine(form: Form, tmp_path: Path) -> Machine:
    """A machine that has not started yet, with a card in it."""
    made = Machine(tmp_path).make(cloud_init=form is Form.CLOUD_INIT)
    write_card(made.boot, card(), form)
    return made


def started(folder: Path, form: Form, **changed: Any) -> Machine:  # noqa: ANN401 - a card's fields
    folder.mkdir()
    machine = Machine(folder).make(cloud_init=form is Form.CLOUD_INIT)
    (machine.boot / "vallee-wheels").mkdir()
    write_card(machine.boot, card(**changed), form)
    if form is Form.CLOUD_INIT:
        machine.cloud_init()
    else:
        assert machine.firstrun() == 0
    return machine


def test_a_card_is_as_it_was_agreed_byte_by_byte(machine: Machine, form: Form) -> None:
    agreed = {path.name: path.read_bytes() for path in (GOLDEN / form).iterdir()}

    written = {path.name: path.read_bytes() for path in machine.boot.iterdir()}

    assert written == agreed


def test_writing_a_card_again_changes_nothing(machine: Machine, form: Form) -> None:
    before = {path.name: path.read_bytes() for path in machine.boot.iterdir()}

    write_card(machine.boot, card(), form)

    assert {path.name: path.read_bytes() for path in machine.boot.iterdir()} == before


def test_either_form_leaves_the_same_files_and_calls_the_same_commands(tmp_path: Path) -> None:
    trixie = started(tmp_path / "trixie", Form.CLOUD_INIT)
    bookworm = started(tmp_path / "bookworm", Form.FIRSTRUN)

    files = bookworm.files()
    # The one file that is the network's own there, and cloud-init's here.
    del files[NETWORK]
    assert files == trixie.files()
    assert bookworm.calls() == trixie.calls()


def test_either_form_joins_the_same_network(tmp_path: Path) -> None:
    trixie = started(tmp_path / "trixie", Form.CLOUD_INIT)
    bookworm = started(tmp_path / "bookworm", Form.FIRSTRUN)

    planned = yaml.safe_load((trixie.boot / "network-config").read_text(encoding="utf-8"))
    (point,) = planned["network"]["wifis"]["wlan0"]["access-points"].items()
    mode, text = bookworm.files()[NETWORK]
    assert point == (WIFI.ssid, {"password": WIFI.password, "hidden": True})
    assert mode == 0o600
    assert b"ssid=" + b"".join(b"%d;" % byte for byte in WIFI.ssid.encode()) in text


def test_without_a_wireless_network_a_card_knows_the_cable_only(tmp_path: Path) -> None:
    trixie = started(tmp_path / "trixie", Form.CLOUD_INIT, wifi=None)
    bookworm = started(tmp_path / "bookworm", Form.FIRSTRUN, wifi=None)

    planned = yaml.safe_load((trixie.boot / "network-config").read_text(encoding="utf-8"))
    assert list(planned["network"]) == ["version", "ethernets"]
    assert bookworm.files() == trixie.files()
    assert not any("wifi" in call for call in bookworm.calls())


def test_a_started_node_has_its_name_its_user_and_its_units(tmp_path: Path, form: Form) -> None:
    machine = started(tmp_path / "node", form)

    files, calls = machine.files(), machine.calls()
    assert files["etc/hostname"][1] == b"n-131\n"
    assert files["etc/hosts"][1] == b"127.0.0.1\tlocalhost\n127.0.1.1\tn-131\n"
    assert files["var/lib/vallee-edge/vallee-claim.toml"][0] == 0o600
    assert any(call.startswith("useradd --system") for call in calls)
    assert "usermod --append --groups dialout vallee-edge" in calls
    assert "usermod --append --groups gpio vallee-edge" not in calls
    assert "chown -R vallee-edge:vallee-edge /var/lib/vallee-edge" in calls
    enabled = "systemctl enable vallee-claim.service vallee-claim.timer vallee-edge.service"
    assert enabled in calls
    assert "opt/vallee/bin/vallee-edge" in files


def test_the_claim_leaves_the_boot_partition_and_stands_in_one_place(
    tmp_path: Path, form: Form
) -> None:
    machine = started(tmp_path / "node", form)

    holders = [
        path.relative_to(machine.root)
        for path in machine.root.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert holders == [Path("var/lib/vallee-edge/vallee-claim.toml")]


def test_before_the_start_the_claim_stands_in_the_claim_file_only(machine: Machine) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in machine.boot.iterdir()}

    assert [name for name, text in texts.items() if SECRET in text] == ["vallee-claim.toml"]
    assert not any("PRIVATE KEY" in text for text in texts.values())


def test_the_claim_file_and_what_holds_a_password_are_their_owners_alone(
    machine: Machine, form: Form
) -> None:
    secrets = ["vallee-claim.toml", "network-config" if form is Form.CLOUD_INIT else "firstrun.sh"]

    assert [(machine.boot / name).stat().st_mode & 0o777 for name in secrets] == [0o600, 0o600]


def test_a_first_boot_cut_short_anywhere_is_made_good_by_the_next(tmp_path: Path) -> None:
    whole = started(tmp_path / "whole", Form.FIRSTRUN)
    calls = len(whole.log.read_text().splitlines())

    # Every second one: each is two starts of a machine.
    for number in range(calls % 2 + 1, calls + 1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        machine = Machine(folder).make()
        (machine.boot / "vallee-wheels").mkdir()
        write_card(machine.boot, card(), Form.FIRSTRUN)
        machine.firstrun(fails=number)
        if (machine.boot / "firstrun.sh").exists():
            assert machine.firstrun() == 0

        assert machine.files() == whole.files()
        assert not (machine.boot / "vallee-claim.toml").exists()
    assert calls > 30


def test_the_script_goes_when_it_is_done_and_takes_its_words_with_it(tmp_path: Path) -> None:
    machine = started(tmp_path / "node", Form.FIRSTRUN)

    line = (machine.boot / "cmdline.txt").read_text()
    assert not (machine.boot / "firstrun.sh").exists()
    assert "systemd" not in line
    assert line.endswith("firstboot cfg80211.ieee80211_regdom=FR\n")


def test_user_data_is_cloud_config_that_reboots_under_the_new_name(tmp_path: Path) -> None:
    machine = Machine(tmp_path).make(cloud_init=True)
    write_card(machine.boot, card(), Form.CLOUD_INIT)

    text = (machine.boot / "user-data").read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    meta = yaml.safe_load((machine.boot / "meta-data").read_text(encoding="utf-8"))
    assert text.startswith("#cloud-config\n")
    assert said["preserve_hostname"] is True
    assert said["power_state"]["mode"] == "reboot"
    assert all(isinstance(file["permissions"], str) for file in said["write_files"])
    assert f"ds=nocloud;i={meta['instance-id']}" in (machine.boot / "cmdline.txt").read_text()


@pytest.mark.parametrize("checker", [["bash", "-n"], ["shellcheck", "--severity=info"]])
def test_the_scripts_are_good_shell(checker: list[str], tmp_path: Path) -> None:
    if shutil.which(checker[0]) is None:
        pytest.skip(f"no {checker[0]} on this machine")
    bookworm = started(tmp_path / "node", Form.FIRSTRUN)
    write_card(bookworm.boot, card(), Form.FIRSTRUN)
    scripts = [bookworm.boot / "firstrun.sh", bookworm.root / "usr/local/sbin/vallee-first-boot"]

    for script in scripts:
        done = subprocess.run([*checker, script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
