"""The machine below a node: the one place that reads /proc and /sys and asks the firmware."""

import os
import re
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

BLOCK_BYTES: Final = 4096
_ASK_S: Final = 5.0
_THROTTLED: Final = re.compile(r"throttled=0x([0-9a-fA-F]{1,8})\s*")
_MILLI: Final = 1000


class Space(NamedTuple):
    """The file system below a folder, in bytes."""

    free: int
    total: int
    read_only: bool


class Latency(NamedTuple):
    """How long 4 KiB take to the disk and back, in milliseconds."""

    median_ms: float
    worst_ms: float


class Adapter(NamedTuple):
    """A Bluetooth adapter as the kernel sees it."""

    there: bool
    blocked: bool = False


class PortSeen(NamedTuple):
    """A serial port before it is opened; `holders` are the programs that have it open."""

    there: bool
    allowed: bool = True
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinuxHost:
    """This machine; `root` is where its /proc, /sys and /dev begin. None: it cannot be known."""

    root: Path = Path("/")
    firmware: tuple[str, ...] = ("vcgencmd", "get_throttled")

    def throttled(self) -> int | None:
        """Return the bits that a Raspberry Pi's firmware keeps on its supply and its heat."""
        try:
            # A fixed command, with nobody's words in it.
            done = subprocess.run(  # noqa: S603
                self.firmware, capture_output=True, text=True, timeout=_ASK_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return None
        match = _THROTTLED.fullmatch(done.stdout)
        return int(match[1], 16) if match and done.returncode == 0 else None

    def celsius(self) -> float | None:
        """Return the temperature of the processor."""
        try:
            text = (self.root / "sys/class/thermal/thermal_zone0/temp").read_text()
            return int(text) / _MILLI
        except (OSError, ValueError):
            return None

    def space(self, folder: Path) -> Space | None:
        """Return what the file system below `folder` has left."""
        try:
            seen = os.statvfs(folder)
        except OSError:
            return None
        free, total = seen.f_bavail * seen.f_frsize, seen.f_blocks * seen.f_frsize
        return Space(free, total, bool(seen.f_flag & os.ST_RDONLY))

    def latency(self, folder: Path, times: int = 8) -> Latency | None:
        """Write 4 KiB and fsync, some times; None if the disk refuses."""
        file = folder / f".doctor-{os.getpid()}"
        took_ms = []
        try:
            with file.open("xb", buffering=0) as out:
                for _ in range(times):
                    begun = time.perf_counter()
                    out.write(os.urandom(BLOCK_BYTES))
                    os.fsync(out.fileno())
                    took_ms.append((time.perf_counter() - begun) * _MILLI)
        except OSError:
            return None
        finally:
            file.unlink(missing_ok=True)
        return Latency(statistics.median(took_ms), max(took_ms))

    def file_system(self, path: Path) -> str | None:
        """Return the kind of file system that `path` is on, or would be."""
        try:
            lines = (self.root / "proc/self/mounts").read_text().splitlines()
        except OSError:
            return None
        kinds = [
            (Path(fields[1].replace(r"\040", " ")), fields[2])
            for fields in map(str.split, lines)
            if len(fields) > 2  # noqa: PLR2004 - device, place, kind, …
        ]
        # Of two at one place the later hides the earlier.
        above = [one for one in reversed(kinds) if path.is_relative_to(one[0])]
        return max(above, key=lambda one: len(one[0].parts), default=(path, None))[1]

    def adapter(self, name: str) -> Adapter:
        """Return the Bluetooth adapter `name` ("hci0")."""
        folder = self.root / "sys/class/bluetooth" / name
        if not folder.exists():
            return Adapter(there=False)
        switches = [*folder.glob("rfkill*/soft"), *folder.glob("rfkill*/hard")]
        return Adapter(there=True, blocked=any(_says(one, "1") for one in switches))

    def port(self, name: str) -> PortSeen:
        """Return the serial port `name`."""
        device = Path(name)
        if not device.exists():
            return PortSeen(there=False)
        allowed = os.access(device, os.R_OK | os.W_OK)
        return PortSeen(True, allowed, self._holders(device.resolve()))

    def mode(self, file: Path) -> int | None:
        """Return who may do what with a file: 0o600 is its owner only."""
        try:
            return file.stat().st_mode & 0o777
        except OSError:
            return None

    def _holders(self, device: Path) -> tuple[str, ...]:
        """Return the other programs that have it open, as far as we may look."""
        found = set()
        for handle in (self.root / "proc").glob("[0-9]*/fd/*"):
            try:
                program = handle.parent.parent
                if program.name != str(os.getpid()) and handle.readlink() == device:
                    found.add((program / "comm").read_text().strip())
            except OSError:
                continue  # not ours to look at, or gone meanwhile
        return tuple(sorted(found))


def _says(file: Path, word: str) -> bool:
    try:
        return file.read_text().strip() == word
    except OSError:
        return False
