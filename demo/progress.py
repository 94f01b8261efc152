"""Bars for what passes through edge, broker, ingester and store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeRemainingColumn as Remaining

from demo.answers import Replayed


@dataclass(frozen=True, slots=True)
class Bars:
    """Two bars: what the edge was given, and what the cloud has settled."""

    _progress: Progress
    _given: TaskID
    _settled: TaskID

    def show(self, replayed: Replayed) -> None:
        """Move the bars."""
        self._progress.update(self._given, completed=replayed.frames)
        self._progress.update(self._settled, completed=replayed.settled)
        self._progress.refresh()


@contextmanager
def bars(console: Console, frames: int) -> Iterator[Bars]:
    """Show the bars; a burst of frames gives one reading, or none when all of it is noise."""
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    # Refreshed by hand: the demo has one thread.
    with Progress(*columns, console=console, auto_refresh=False) as progress:
        given = progress.add_task("frames through the edge ", total=frames)
        settled = progress.add_task("readings in the cloud   ", total=frames)
        yield Bars(progress, given, settled)
