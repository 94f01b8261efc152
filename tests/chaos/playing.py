"""A load that plays until it is told to end, and then says what it came to."""

import signal
import subprocess
from typing import Final

import msgspec

from firmware_sim.load.run import Summary

PATIENCE_S: Final = 60.0


class Playing:
    """A load that runs as a process of its own."""

    def __init__(self, argv: list[str]) -> None:
        self._process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end(self) -> Summary:
        """Have it send nothing new, and return its summary when all is receipted."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        out, err = self._process.communicate(timeout=PATIENCE_S)
        if self._process.returncode:
            raise RuntimeError(err.decode()[-2000:])
        return msgspec.json.decode(out, type=Summary)

    def kill(self) -> None:
        """Let go of it, whatever it does."""
        self._process.kill()
        self._process.wait()
