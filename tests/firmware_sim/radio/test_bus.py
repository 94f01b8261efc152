"""A bus of one's own: it listens where it says, and leaves nothing behind."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from firmware_sim.errors import BadRequest, SinkFault
from firmware_sim.radio.bus import PrivateBus
from tests.services.dbus import private_bus

pytestmark = pytest.mark.live

# Starts a bus, says so, and waits to be killed.
PARENT = """\
import sys, time
from pathlib import Path
from firmware_sim.radio.bus import PrivateBus
PrivateBus(Path(sys.argv[1])).start()
print("ready", flush=True)
time.sleep(60)
"""


def takes_calls(folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(folder / "bus")) == 0


def test_a_bus_takes_calls_while_its_context_lasts(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    with private_bus(folder) as bus:
        assert bus.address == f"unix:path={folder}/bus"
        assert takes_calls(folder)

    assert not takes_calls(folder)


def test_a_bus_that_was_killed_starts_again_at_the_same_address(tmp_path: Path) -> None:
    with private_bus(tmp_path) as bus:
        bus.kill()
        assert not takes_calls(tmp_path)
        bus.start()
        assert takes_calls(tmp_path)


def test_a_bus_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    private_bus(tmp_path)  # skips where there is none
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        assert parent.stdout.readline() == "ready\n"
        assert takes_calls(tmp_path)
        parent.kill()
        parent.wait()
        # The daemon holds the other end of this pipe as long as it lives.
        assert parent.stdout.read() == ""
    while takes_calls(tmp_path):
        pass


def test_a_machine_without_a_daemon_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SinkFault, match="apt-get install -y dbus-daemon"):
        PrivateBus(tmp_path, "no-such-daemon").start()


def test_a_daemon_that_cannot_listen_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "bus").mkdir()

    with pytest.raises(SinkFault, match=r"does not start on unix:path=.*/bus: .+"):
        private_bus(tmp_path).start()


def test_a_folder_too_deep_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="choose a shorter --bus-folder"):
        PrivateBus(tmp_path / ("x" * 100))
