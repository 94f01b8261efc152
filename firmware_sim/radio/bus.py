"""A D-Bus daemon of one's own, on a socket in a folder of one's own."""

import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from firmware_sim.errors import BadRequest, SinkFault

# The kernel's limit of a socket's path, its closing zero counted.
_LONGEST: Final = 107
_STOP_S: Final = 5.0

_CONFIG: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """A daemon that plays the system bus for whoever has DBUS_SYSTEM_BUS_ADDRESS set to `address`.

    It keeps its address when it is killed and started again, and ends with its context, or, where
    `setpriv` is on the PATH, with the thread that started it.
    """

    def __init__(self, folder: Path, program: str = "dbus-daemon") -> None:
        socket = folder.resolve() / "bus"
        if len(str(socket).encode()) > _LONGEST:
            raise BadRequest(f"{socket}: too long for a socket; choose a shorter --bus-folder")
        self.address = f"unix:path={socket}"
        self._folder = folder
        self._socket = socket
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self._socket.unlink(missing_ok=True)

    def start(self) -> None:
        """Start the daemon; return when it can be connected to. Raise SinkFault."""
        program = shutil.which(self._program)
        if program is None:
            raise SinkFault(f"no {self._program} here; as root: apt-get install -y dbus-daemon")
        config = self._folder / "bus.conf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            config.write_text(_CONFIG.format(socket=self._socket), encoding="utf-8")
        except OSError as error:
            raise SinkFault(f"{config}: cannot be written: {error.strerror}") from None
        setpriv = shutil.which("setpriv")
        leash = [setpriv, "--pdeathsig", "KILL"] if setpriv else []
        log = self._folder / "bus.log"
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(  # noqa: S603 - both were found on the PATH
                [*leash, program, f"--config-file={config}", "--nofork", "--print-address"],
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        # It says its address when it listens, and nothing if it cannot.
        if self._process.stdout is None or not self._process.stdout.readline():
            self.kill()
            said = log.read_text(errors="replace").strip()
            raise SinkFault(f"{self._program} does not start on {self.address}: {said}")

    def kill(self) -> None:
        """End the daemon at once."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait(_STOP_S)
        if process.stdout is not None:
            process.stdout.close()
