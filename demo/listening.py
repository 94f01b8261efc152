"""Free ports of this machine, and who listens on one."""

import contextlib
import re
import socket
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_PORTS_TRIED: Final = 100


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def free_port_from(wanted: int) -> int:
    """Return `wanted`, or the next port above that nobody uses now; raise OSError if none is."""
    for port in range(wanted, min(wanted + _PORTS_TRIED, 65536)):
        with contextlib.suppress(OSError), socket.create_server((LOOPBACK, port)):
            return port
    raise OSError(f"no free port from {wanted} on")


def listens(pid: int, port: int) -> bool:
    """Tell whether process `pid`, and not somebody else, listens on this loopback port.

    Where the kernel does not say who holds a socket (it is no Linux), any listener counts.
    """
    table = Path("/proc/net/tcp")
    if not table.exists():
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), 0.2):
            return True
        return False
    # Columns: slot, local address, remote address, state (0A is LISTEN), …, inode at the tenth.
    rows = [line.split() for line in table.read_text("ascii").splitlines()[1:]]
    here = f"0100007F:{port:04X}"
    inodes = {row[9] for row in rows if row[1] == here and row[3] == "0A"}
    return bool(inodes & _sockets(pid))


def _sockets(pid: int) -> set[str]:
    inodes: set[str] = set()
    # The process may end while we look.
    with contextlib.suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if match := re.fullmatch(r"socket:\[(\d+)\]", str(handle.readlink())):
                    inodes.add(match[1])
    return inodes
