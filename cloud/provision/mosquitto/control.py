"""How the broker's process is told to read its files anew, and to end."""

import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cloud.errors import BrokerDown

_COMMAND_S = 30.0


@dataclass(frozen=True, slots=True)
class ByPid:
    """By signals; who supervises the broker starts it again when it has ended."""

    pid_file: Path

    def reload(self) -> None:
        """Send SIGHUP."""
        self._signal(signal.SIGHUP)

    def restart(self) -> None:
        """Send SIGTERM."""
        self._signal(signal.SIGTERM)

    def _signal(self, which: signal.Signals) -> None:
        try:
            pid = int(self.pid_file.read_text())
            # The number may be somebody else's by now.
            if Path(f"/proc/{pid}/comm").read_text().strip() != "mosquitto":
                raise BrokerDown(f"{self.pid_file} is left of a broker that runs no more")
            os.kill(pid, which)
        except (FileNotFoundError, ProcessLookupError, ValueError) as error:
            raise BrokerDown(f"no broker runs that wrote {self.pid_file}") from error
        except PermissionError as error:
            raise BrokerDown("the broker is another user's; run this as that one") from error


@dataclass(frozen=True, slots=True)
class ByCommand:
    """By the commands of who supervises it, such as `systemctl reload mosquitto`."""

    reloading: Sequence[str]
    restarting: Sequence[str]

    def reload(self) -> None:
        """Run the command that reloads."""
        _run(self.reloading)

    def restart(self) -> None:
        """Run the command that restarts."""
        _run(self.restarting)


def _run(argv: Sequence[str]) -> None:
    try:
        # The administrator's own words, and no shell in between.
        subprocess.run(argv, check=True, capture_output=True, timeout=_COMMAND_S)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise BrokerDown(f"{argv[0]} did not do it: {error}") from error
