"""How much memory programs hold, as /proc tells it."""

import contextlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Peak:
    """The largest sum seen so far. Pages that processes share count in each: it errs upward."""

    mb: float = 0.0
    processes: int = 0

    def look(self, sessions: Collection[int]) -> None:
        """Measure the processes of `sessions` and this one now."""
        sizes_mb = _resident_mb(sessions)
        if sum(sizes_mb) > self.mb:
            self.mb, self.processes = sum(sizes_mb), len(sizes_mb)


def _resident_mb(sessions: Collection[int]) -> list[float]:
    sizes_mb = []
    page_mb = os.sysconf("SC_PAGE_SIZE") / 1e6
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # It may have ended meanwhile.
        with contextlib.suppress(OSError):
            # The name in parentheses may hold anything; after it come state, parent, group,
            # session, …, and the resident pages at the 24th field of the line.
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[3]) in sessions or stat.parent.name == str(os.getpid()):
                sizes_mb.append(int(fields[21]) * page_mb)
    return sizes_mb
