"""One program that the demo started: its log, its end.

It leads a session of its own: Ctrl-C in the terminal reaches the demo alone, and what the program
starts itself stays in the program's group and ends with it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo import leash

STOP_S: Final = 8.0
LAST_LINES: Final = 15
_POLL_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Child:
    """A started program; `stop` must be called once, whether it still runs or not.

    Attributes:
        log: what it writes, or only its standard error if `answer` is given.
        answer: what it writes to its standard output, for programs that answer there.
    """

    name: str
    log: Path
    answer: Path | None
    _process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """Its process id, which is also its session's."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Exit code, minus the signal's number if one ended it, None while it runs."""
        # Looked at, not collected: the id, and with it the group's, stays taken until `stop`.
        end = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if end is None:
            return None
        return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status

    def answered(self) -> bytes:
        """Return what it has answered so far."""
        return self.answer.read_bytes() if self.answer else b""

    def last_words(self) -> str:
        """Return the last lines of its log."""
        with self.log.open(encoding="utf-8", errors="replace") as lines:
            return "".join(deque(lines, LAST_LINES)).strip()

    def stop(self, patience_s: float = STOP_S) -> None:
        """Ask it to end, wait, insist; return when it and what it started are gone."""
        if self._process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        until_s = time.monotonic() + patience_s
        while self.code is None and time.monotonic() < until_s:
            time.sleep(_POLL_S)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        # A group of only a zombie takes no signal on some systems.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def start(
    name: str,
    argv: Sequence[str],
    environ: Mapping[str, str],
    folder: Path,
    *,
    answers: bool = False,
) -> Child:
    """Start a program, named by its path; its log goes to `folder`."""
    log = folder / f"{name}.log"
    answer = folder / f"{name}.out" if answers else None
    with log.open("ab") as said, (answer or log).open("ab") as answered:
        # -I and -S: the leash needs neither site-packages nor the working directory.
        process = subprocess.Popen(  # noqa: S603 - the demo's own command lines
            [sys.executable, "-IS", leash.__file__, str(os.getpid()), *argv],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=answered,
            stderr=said,
            start_new_session=True,
        )
    return Child(name, log, answer, process)
