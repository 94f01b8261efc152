"""`vallee-sim frames`: bursts become lines, and someone who waits sees them pass."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from firmware_sim.frames.burst import Burst

# Often enough for a smooth bar, seldom enough to cost nothing.
STEP: Final = 500


class Summary(msgspec.Struct, frozen=True):
    """What was written; the times are those of the first and the last line, None without any."""

    nodes: int
    lines: int
    bytes: int
    first_at_us: int | None
    last_at_us: int | None


def write(bursts: Iterable[Burst], out: BinaryIO) -> Summary:
    """Write one line for each burst."""
    encoder = msgspec.json.Encoder()
    nodes: set[str] = set()
    lines = written = 0
    first_at_us = last_at_us = None
    for burst in bursts:
        written += out.write(encoder.encode(burst) + b"\n")
        nodes.add(burst.node)
        lines += 1
        first_at_us = burst.at_us if first_at_us is None else first_at_us
        last_at_us = burst.at_us
    return Summary(len(nodes), lines, written, first_at_us, last_at_us)


def with_bar(bursts: Iterable[Burst], total: int, console: Console) -> Iterator[Burst]:
    """Pass the bursts on, with a bar on `console` if that is a terminal."""
    columns = (
        TextColumn("frames"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with bar:
        task = bar.add_task("frames", total=total)
        for count, burst in enumerate(bursts):
            if count % STEP == 0:
                bar.update(task, completed=count)
            yield burst
