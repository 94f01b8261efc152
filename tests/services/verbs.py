"""A program whose tests run many verbs: each is a process of its own, forked and not started.

What takes a verb the most time is to load SQLAlchemy, numpy and the like. Here one process has
loaded them and becomes the program anew for each call: with its arguments, environment, folder and
output, up to its own exit code. That programs start by themselves is tried in `tests/live` and
`tests/demo`.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_STAGES: Final = ("ledger", "forecast", "rebuild", "rollup", "footfall", "mending", "identity")
# By program its package, a verb, and what brings with it whatever verbs share.
_PROGRAMS: Final = {
    "vallee-cloud": ("cloud", "plan", [f"cloud.bootstrap.{stage}" for stage in _STAGES]),
    "vallee-sim": ("firmware_sim", "frames", ["firmware_sim.csv_series.read"]),
}


class Verbs:
    """The process that becomes the program; to be closed."""

    def __init__(self, program: str = "vallee-cloud") -> None:
        self._folder = TemporaryDirectory(prefix="vallee-verbs-")
        self._server = subprocess.Popen(
            [sys.executable, "-c", f"from tests.services.verbs import serve; serve({program!r})"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *argv: str, environ: Mapping[str, str], cwd: Path = ROOT
    ) -> subprocess.CompletedProcess[str]:
        """Run one verb to its end; `environ` is all of its environment."""
        out, err = Path(self._folder.name) / "out", Path(self._folder.name) / "err"
        asked = json.dumps([argv, dict(environ), str(cwd), str(out), str(err)])
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(asked + "\n")
        self._server.stdin.flush()
        code = int(self._server.stdout.readline())
        return subprocess.CompletedProcess(argv, code, out.read_text(), err.read_text())

    def close(self) -> None:
        self._server.communicate()
        self._folder.cleanup()


def serve(program: str) -> None:
    """Become the program for each line of standard input; say its exit code."""
    package, verb, loaded = _PROGRAMS[program]
    for name in loaded:
        importlib.import_module(name)
    main = importlib.import_module(f"{package}.cli").main
    # What the command line itself loads late comes with its first help.
    sys.argv = [program, verb, "--help"]
    with suppress(SystemExit), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        main()
    # A process copies what it looks at: it need not look for garbage in what is loaded.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(program, *json.loads(line))
            main()
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(
    program: str, argv: list[str], environ: dict[str, str], cwd: str, out: str, err: str
) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = [program, *argv]
    new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, name, how in ((0, os.devnull, os.O_RDONLY), (1, out, new), (2, err, new)):
        file = os.open(name, how)
        os.dup2(file, number)
        os.close(file)
