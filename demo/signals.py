"""The signals that ask the demo to end.

They are noted, not raised: an exception that may fall anywhere could fall between the start of a
program and the line that remembers it, or into the middle of the tidying up.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Wish:
    """Whether somebody wants the demo to end: the first signal's number, or None."""

    number: int | None = None

    def note(self, number: int, frame: FrameType | None = None) -> None:  # noqa: ARG002
        """Take a signal, as its handler; later ones add nothing."""
        self.number = self.number or number


@contextmanager
def heeded() -> Iterator[Wish]:
    """Note signals for a while, for the main thread."""
    wish = Wish()
    before = {number: signal.signal(number, wish.note) for number in ENDING}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
