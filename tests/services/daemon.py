"""A real server of the test's own: started on loopback, killed, started again."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

# influxd on a busy two-core machine opens in about a second.
START_S = 30.0
STOP_S = 10.0
POLL_S = 0.01


class DaemonDied(Exception):
    """The program ended instead of listening; the message holds the end of its log."""


class Daemon:
    """One server process that keeps its port and its folder when it is killed and started again."""

    # Who runs it, where it may not be root.
    user: str | None = None

    def __init__(self, program: Path, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "log"
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def argv(self) -> list[str]:
        """Return the program's arguments, its configuration written beforehand."""
        raise NotImplementedError

    @property
    def pid(self) -> int:
        if self._process is None:
            raise DaemonDied(f"{self._program.name} is not started")
        return self._process.pid

    def start(self) -> None:
        """Start the program; return when the listener on the port is this very process."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._program), *self.argv()],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                user=self.user,
            )
        deadline = time.monotonic() + START_S
        while not _listens(self._process.pid, self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                tail = self.log.read_text(errors="replace")[-2000:]
                raise DaemonDied(f"{self._program.name} does not listen on {self.port}:\n{tail}")
            time.sleep(POLL_S)

    def start_afresh(self) -> None:
        """Start for the first time, on another port if somebody took ours meanwhile."""
        try:
            self.start()
        except DaemonDied:
            self.port = free_port()
            self.start()

    def kill(self) -> None:
        """End the process with SIGKILL, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the process in its own good time."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def free_port() -> int:
    """Return a port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(pid: int, port: int) -> bool:
    """Tell whether process `pid` itself holds the socket that listens on 127.0.0.1:`port`."""
    return bool(_listening_inodes(port) & _socket_inodes(pid))


def _listening_inodes(port: int) -> set[str]:
    # Columns of /proc/net/tcp: slot, local address, remote address, state (0A: LISTEN), …, inode.
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    here = f"0100007F:{port:04X}"
    return {row[9] for row in rows if row[1] == here and row[3] == "0A"}


def _socket_inodes(pid: int) -> set[str]:
    inodes = set()
    try:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            if match := re.fullmatch(r"socket:\[(\d+)\]", _target(handle)):
                inodes.add(match[1])
    except FileNotFoundError:
        pass  # the process has just ended; start() sees that
    return inodes


def _target(handle: Path) -> str:
    try:
        return os.readlink(handle)  # noqa: PTH115 - a Path would normalise `socket:[1]`'s text
    except FileNotFoundError:
        return ""
