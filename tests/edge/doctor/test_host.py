"""The machine below: this one, and one that a folder pretends."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from edge.links.host import Adapter, LinuxHost


def put(root: Path, where: str, text: str) -> Path:
    file = root / where
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def firmware(folder: Path, says: str, code: int = 0) -> LinuxHost:
    script = put(folder, "vcgencmd", f"#!/bin/sh\nprintf '{says}'\nexit {code}\n")
    script.chmod(0o755)
    return LinuxHost(folder, (str(script), "get_throttled"))


def test_the_firmwares_bits_are_read(tmp_path: Path) -> None:
    assert firmware(tmp_path, r"throttled=0x50005\n").throttled() == 0x50005


@pytest.mark.parametrize(
    ("says", "code"), [("error=1", 0), ("throttled=0xzz", 0), ("throttled=0x0", 255), ("", 0)]
)
def test_a_firmware_that_says_something_else_is_not_known(
    tmp_path: Path, says: str, code: int
) -> None:
    assert firmware(tmp_path, says, code).throttled() is None


def test_a_machine_without_firmware_and_sensors_is_not_known(tmp_path: Path) -> None:
    host = LinuxHost(tmp_path, (str(tmp_path / "nothing"),))

    assert host.throttled() is None
    assert host.celsius() is None
    assert host.file_system(Path("/var")) is None
    assert host.space(tmp_path / "nothing") is None
    assert host.adapter("hci0") == Adapter(there=False)


def test_temperature_is_read_in_degrees(tmp_path: Path) -> None:
    put(tmp_path, "sys/class/thermal/thermal_zone0/temp", "48312\n")

    assert LinuxHost(tmp_path).celsius() == 48.312


def test_the_innermost_and_latest_mount_counts(tmp_path: Path) -> None:
    put(
        tmp_path,
        "proc/self/mounts",
        "/dev/mmcblk0p2 / ext4 rw 0 0\n"
        "/dev/sda1 /var/lib/bluetooth ext4 rw 0 0\n"
        "tmpfs /var/lib/bluetooth tmpfs rw 0 0\n"
        "tmpfs /var/lib/blue tmpfs rw 0 0\n",
    )
    host = LinuxHost(tmp_path)

    assert host.file_system(Path("/var/lib/bluetooth")) == "tmpfs"
    assert host.file_system(Path("/var/lib")) == "ext4"


def test_a_blocked_adapter_is_seen(tmp_path: Path) -> None:
    put(tmp_path, "sys/class/bluetooth/hci0/rfkill0/soft", "1\n")
    put(tmp_path, "sys/class/bluetooth/hci1/rfkill1/soft", "0\n")
    host = LinuxHost(tmp_path)

    assert host.adapter("hci0") == Adapter(there=True, blocked=True)
    assert host.adapter("hci1") == Adapter(there=True, blocked=False)


def test_this_machines_own_disk_answers(tmp_path: Path) -> None:
    host = LinuxHost()

    space, latency = host.space(tmp_path), host.latency(tmp_path)

    assert space is not None
    assert 0 < space.free <= space.total
    assert latency is not None
    assert 0 < latency.median_ms <= latency.worst_ms
    assert list(tmp_path.iterdir()) == []
    assert host.file_system(Path("/proc")) == "proc"


def test_a_folder_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    assert LinuxHost().latency(tmp_path / "nothing") is None


def test_who_has_a_port_open_is_named() -> None:
    master, slave = pty.openpty()
    name = os.ttyname(slave)
    reader = subprocess.Popen(
        [sys.executable, "-c", "import sys; print('open', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[slave],
    )
    os.close(slave)
    assert reader.stdout is not None
    reader.stdout.readline()

    held = LinuxHost().port(name)
    reader.communicate()
    free = LinuxHost().port(name)
    os.close(master)

    assert held.there
    assert held.holders != ()
    assert free.holders == ()
