"""This machine's radios and its way to the broker: files of the kernel, `iw`, and ModemManager."""

import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.doctor import reception
from edge.doctor.air import Signal

WIRELESS: Final = Path("proc/net/wireless")
# How many connections are opened to see how far the broker is, and how long each may take.
TIMES: Final = 5
PATIENCE_S: Final = 3.0
_ASK_S: Final = 5.0
_MILLI: Final = 1000

Ask = Callable[[tuple[str, ...]], str]


def ask(argv: tuple[str, ...]) -> str:
    """Return what a program says; nothing if there is no such program, or it fails."""
    try:
        # One of the fixed commands below, with the name of an interface or of a modem in it.
        done = subprocess.run(  # noqa: S603
            argv, capture_output=True, text=True, timeout=_ASK_S, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


@dataclass(frozen=True, slots=True)
class LinuxAir:
    """The way from this machine; `root` is where its /proc begins.

    NetworkManager is not asked: it says percent of a scale of its own, and no dBm.
    """

    root: Path = Path("/")
    ask: Ask = ask

    def signals(self) -> list[Signal]:
        """Return what each radio hears, in dBm."""
        return [*self._wifi(), *self._cells()]

    def round_trips_ms(self, host: str, port: int) -> list[float]:
        """Open some connections one after the other: each takes a way there and one back."""
        took_ms = []
        with suppress(OSError):
            # The name is looked up once, beforehand: that is another server's distance.
            family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            for _ in range(TIMES):
                with socket.socket(family, kind) as line:
                    line.settimeout(PATIENCE_S)
                    begun = time.perf_counter()
                    line.connect(place)
                    took_ms.append((time.perf_counter() - begun) * _MILLI)
        return took_ms

    def _wifi(self) -> list[Signal]:
        with suppress(OSError):
            if found := reception.of_wireless((self.root / WIRELESS).read_text()):
                return found
        # Kernels without wireless extensions have no such file.
        names = reception.interfaces(self.ask(("iw", "dev")))
        told = (reception.of_link(name, self.ask(("iw", "dev", name, "link"))) for name in names)
        return [one for one in told if one is not None]

    def _cells(self) -> list[Signal]:
        told = (
            reception.of_modem(one, self.ask(("mmcli", "--modem", one, "--signal-get", "-K")))
            for one in reception.modems(self.ask(("mmcli", "--list-modems", "-K")))
        )
        return [one for one in told if one is not None]
