"""The set of programs that the demo started: nobody else's, and all of them end with it."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from demo.errors import Interrupted, NoAnswer, ProgramFailed
from demo.listening import listens
from demo.memory import Peak
from demo.process import Child, start
from demo.signals import Wish

# influxd on a busy two-core machine opens in about a second.
LISTEN_S: Final = 30.0
_TICK_S: Final = 0.05
_LOOK_EVERY_S: Final = 0.5


@dataclass(slots=True)
class Stack:
    """Programs in the order of their start; used as a context, it ends them in the reverse one.

    Every wait of the demo is one of these methods: they notice a wish to end, and a program that
    died, within a twentieth of a second, and measure memory on the way.
    """

    logs: Path
    environ: Mapping[str, str]
    wish: Wish
    peak: Peak = field(default_factory=Peak)
    _ends: ExitStack = field(default_factory=ExitStack)
    _standing: list[Child] = field(default_factory=list)
    _passing: list[Child] = field(default_factory=list)
    _looked_s: float = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        # In the reverse order, and all of them even if the end of one raises.
        self._ends.close()

    def stand(self, name: str, argv: Sequence[str], port: int | None = None) -> Child:
        """Start a program that stays; return when it is the one that listens on `port`."""
        child = start(name, argv, self.environ, self.logs)
        self._ends.callback(child.stop)
        self._standing.append(child)
        if port is not None:
            self.wait(lambda: listens(child.pid, port), f"{name} to listen on {port}", LISTEN_S)
        return child

    def begin(self, name: str, argv: Sequence[str]) -> Child:
        """Start a program that has an end; `finish` waits for it."""
        child = start(name, argv, self.environ, self.logs, answers=True)
        self._ends.callback(child.stop)
        self._passing.append(child)
        return child

    def finish(self, child: Child, meanwhile: Callable[[], None] = lambda: None) -> bytes:
        """Wait until a begun program has ended well; return what it wrote to standard output."""
        while child.code is None:
            self._tick()
            meanwhile()
        self._passing.remove(child)
        code = child.code
        child.stop()
        if code:
            raise ProgramFailed(child.name, code, child.last_words())
        return child.answered()

    def run(self, name: str, argv: Sequence[str]) -> bytes:
        """Run a program to its good end; return what it wrote to standard output."""
        return self.finish(self.begin(name, argv))

    def wait(self, until: Callable[[], bool], what: str, limit_s: float) -> None:
        """Wait for something that the programs do; raise NoAnswer after `limit_s`."""
        deadline_s = time.monotonic() + limit_s
        while not until():
            self._tick()
            if time.monotonic() > deadline_s:
                raise NoAnswer(f"waited {limit_s:.0f} s in vain for {what}")

    def _tick(self) -> None:
        time.sleep(_TICK_S)
        if self.wish.number is not None:
            raise Interrupted(self.wish.number)
        for child in self._standing:
            if (code := child.code) is not None:
                raise ProgramFailed(child.name, code, child.last_words())
        if time.monotonic() - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = time.monotonic()
            self.peak.look([child.pid for child in [*self._standing, *self._passing]])
