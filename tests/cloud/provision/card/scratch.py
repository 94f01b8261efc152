"""A card to write, an image to write it on, and a machine that is none, to start it in."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from cloud.provision.card.card import Card
from cloud.provision.card.wifi import Wifi

GOLDEN: Final = Path(__file__).parent / "golden"
ROOT_PEM: Final = (GOLDEN / "root.pem").read_text(encoding="utf-8")
CLAIM: Final = "vc1.0a1b2c3d.AAAAbbbbCCCCddddEEEEffffGGGGhhhh"
WIFI: Final = Wifi("Mairie d'Aniane « invités »", 'pa$$ `w`ord \\ "1"', hidden=True)
STOCK_LINE: Final = (
    "console=serial0,115200 console=tty1 root=PARTUUID=4d8fd085-02 rootfstype=ext4 "
    "fsck.repair=yes rootwait quiet init=/usr/lib/raspberrypi-sys-mods/firstboot\n"
)
STOCK_CONFIG: Final = (
    "# For more options see the manual\ndtparam=audio=on\n\n[cm5]\ndtoverlay=dwc2\n"
)
EDGE_TOML: Final = """\
node = "n-131"

[[sensors]]
name = "fill"
model = "mb7389"
port = "/dev/serial0"
every_s = 900

[sensors.container] # gignac-07
depth_mm = 1500
bottom_mm = [900, 900]
top_mm = [1200, 1200]
sensor_above_full_mm = 100
"""

# What touches the machine itself. Each writes down how it was called, and the one whose turn
# FAKE_FAILS says fails, as if the current had gone.
_FAKE: Final = r"""#!/bin/sh
name="$(basename "$0")"
echo "$name $*" | sed "s|$VALLEE_ROOT||g" >>"$FAKE_LOG"
if [ "$(wc -l <"$FAKE_LOG")" = "${FAKE_FAILS:-none}" ]; then exit 9; fi
case "$name" in
    id) grep -q '^useradd' "$FAKE_LOG" ;;
    getent) [ "$2" = dialout ] || [ "$2" = bluetooth ] ;;
    rfkill) exit 1 ;;
    dd | rm | mv) PATH=/usr/bin:/bin exec "$name" "$@" ;;
    python3) mkdir -p "$3/bin" && cp "$0" "$3/bin/pip" ;;
    pip) printf '#!/bin/sh\n' >"${0%/*}/vallee-edge" && chmod +x "${0%/*}/vallee-edge" ;;
esac
"""
_FAKED: Final = (
    *("systemctl", "hostname", "useradd", "usermod", "getent", "id", "chown"),
    *("rfkill", "raspi-config", "python3"),
    *(_DISK := ("sync", "dd", "rm", "mv")),
)


def card(**changed: Any) -> Card:  # noqa: ANN401 - a card's fields
    """Return the card of the golden files, with some of it changed."""
    said: dict[str, Any] = {
        "node": "n-131",
        "claim": CLAIM,
        "enrol_url": "https://vallee.example:8443",
        "root_pem": ROOT_PEM,
        "mqtt_host": "vallee.example",
        "mqtt_port": 8883,
        "edge_toml": EDGE_TOML,
        "instance": "vallee-n-131-1767605400",
        "wifi": WIFI,
    }
    return Card(**(said | changed))


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder that stands for a machine's disks, and commands that only say that they ran."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root"

    @property
    def boot(self) -> Path:
        return self.root / "boot" / "firmware"

    @property
    def log(self) -> Path:
        return self.folder / "commands"

    def make(self, *, cloud_init: bool = False) -> "Machine":
        """Lay out the disks as an image has them, and the commands."""
        self.boot.mkdir(parents=True)
        (self.boot / "cmdline.txt").write_text(STOCK_LINE)
        (self.boot / "config.txt").write_text(STOCK_CONFIG)
        if cloud_init:
            for name in ("user-data", "meta-data", "network-config"):
                (self.boot / name).write_text("#cloud-config\n# hostname: raspberrypi\n")
        (self.root / "etc").mkdir()
        (self.root / "etc" / "hosts").write_text("127.0.0.1\tlocalhost\n127.0.1.1\traspberrypi\n")
        commands = self.folder / "bin"
        commands.mkdir()
        for name in _FAKED:
            (commands / name).write_text(_FAKE)
            (commands / name).chmod(0o755)
        self.log.touch()
        return self

    def run(self, *command: str | Path, fails: int | None = None) -> int:
        """Run a command of first boot; the call of number `fails` to the machine goes wrong."""
        environ = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "VALLEE_ROOT": str(self.root),
            "FAKE_LOG": str(self.log),
            "FAKE_FAILS": str(fails or "none"),
        }
        done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=60)
        return done.returncode

    def firstrun(self, fails: int | None = None) -> int:
        """Start as systemd does on Bookworm."""
        return self.run("bash", self.boot / "firstrun.sh", fails=fails)

    def cloud_init(self) -> None:
        """Start as cloud-init does on Trixie, its early commands apart."""
        said = yaml.safe_load((self.boot / "user-data").read_text(encoding="utf-8"))
        write_files(said, self.root)
        for command in said["runcmd"]:
            path = f"{self.root}{command[0]}"
            assert self.run(path, *command[1:]) == 0

    def calls(self) -> list[str]:
        """Return how the machine's commands were called, those on its files apart."""
        calls = self.log.read_text().splitlines()
        return [call for call in calls if call.split()[0] not in _DISK]

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Return every file outside of the boot partition, with its mode."""
        return {
            str(path.relative_to(self.root)): (path.stat().st_mode & 0o777, path.read_bytes())
            for path in _files(self.root)
            if not path.is_relative_to(self.boot)
        }


def write_files(said: Mapping[str, Any], root: Path) -> None:
    """Do what cloud-init does with `write_files`."""
    for file in said["write_files"]:
        path = Path(f"{root}{file['path']}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file["content"].encode())
        path.chmod(int(file["permissions"], 8))


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)
