"""What this machine can do of TLS by itself: the peer that a crowd at a broker is measured by.

`openssl s_time` against `openssl s_server`, both with certificates of the same kind as the broker's
and the nodes': full handshakes with nothing behind them, for some seconds.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from tests.live.broker_world import World
from tests.services.daemon import Daemon
from tests.services.programs import program

_TICKS_S: Final = os.sysconf("SC_CLK_TCK")
_TOLD: Final = re.compile(r"(\d+) connections in (\d+) real seconds")


class Server(Daemon):
    """A server that asks for a certificate and then serves nothing."""

    world: World

    def argv(self) -> list[str]:
        layout = self.world.layout
        own = ["-cert", layout.certificate, "-key", layout.certificate, "-cert_chain", layout.ca]
        asks = ["-CAfile", layout.ca, "-Verify", "3", "-verify_return_error"]
        # As mosquitto: a client's list of the revoked is looked into.
        asks += ["-CRL", layout.crl, "-crl_check", "-num_tickets", "2"]
        return ["s_server", *map(str, (*own, *asks)), "-accept", f"127.0.0.1:{self.port}", "-www"]


class Rate(NamedTuple):
    """Full handshakes a second by the clock, and a second of the server's processor."""

    clock: float
    cpu: float


def rate(world: World, folder: Path, own: Path, seconds: int) -> Rate:
    """Return what one client and one server do beside each other."""
    folder.mkdir()
    server = Server(program("openssl"), folder)
    server.world = world
    server.start_afresh()
    try:
        before_s = cpu_s(server.pid)
        count, took_s = _timed(server.port, world, own, seconds)
        return Rate(count / took_s, count / (cpu_s(server.pid) - before_s))
    finally:
        server.kill()


def cpu_s(pid: int) -> float:
    """Return the seconds of a processor that a process has had."""
    # After the name in brackets, which may hold blanks: utime and stime are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_S


def _timed(port: int, world: World, own: Path, seconds: int) -> tuple[int, int]:
    argv = ["openssl", "s_time", "-connect", f"127.0.0.1:{port}", "-new", "-time", f"{seconds}"]
    argv += ["-cert", str(own), "-key", str(own), "-CAfile", str(world.layout.ca), "-verify", "3"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=seconds + 30)
    told = _TOLD.search(done.stdout)
    if told is None or int(told[1]) == 0:
        raise RuntimeError(f"openssl s_time says no figure: {done.stdout[-500:]}")
    return int(told[1]), int(told[2])
