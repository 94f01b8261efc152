"""What a bench prints, kept as a page too."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "speed.md"
_HEAD: Final = """\
# How fast, how much

Written by `make bench`: every figure below was measured by that run, none is typed. Machines differ
and are never quiet, so read the ratios: each table's last row is a named peer or a physical limit,
measured in the same minute. CPU is that of the process itself.
"""


class Tee:
    """A text stream that remembers what went through it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.text = ""

    def write(self, text: str) -> int:
        """Pass on, and remember."""
        self.text += text
        return self._out.write(text)

    def flush(self) -> None:
        """Pass on."""
        self._out.flush()


def page(printed: str) -> str:
    """Return the page of what a bench printed on this machine today."""
    day = datetime.now(UTC).date().isoformat()
    return f"{_HEAD}\n{day}; {_where()}.\n\n```text\n{printed.strip()}\n```\n"


def with_part(old: str, name: str, printed: str) -> str:
    """Return a page in which one part is written anew, or for the first time, at its end."""
    before, _, rest = old.partition(f"\n## {name}\n")
    after = rest.partition("\n## ")
    day = datetime.now(UTC).date().isoformat()
    made = f"\n## {name}\n\n{day}; {_where()}.\n\n```text\n{printed.strip()}\n```\n"
    return before + made + "".join(after[1:])


def _where() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
