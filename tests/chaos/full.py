"""R5: the disk of the broker and that of the store are full; the edge's own is in tests/edge/links.

The store refuses and readings wait. influxd 1.x remembers the failed write of its log for ever:
with room it refuses as before until it is started again. It cuts its log then, and writes on behind
the cut: only a second start, before anything is written, makes that readable. The broker goes on
from memory, until it is killed with all that it could not save.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from cloud.errors import StoreDown
from tests.chaos.disk import Disk, small_disk
from tests.chaos.outcome import Outcome
from tests.chaos.stack import Stack, wait_until

DISK_MB: Final = 48
WITHIN_S: Final = 60.0
NODES: Final = 2


def run(folder: Path, times: int, full_s: float) -> Outcome:
    """Fill each of the two disks so often for so long, and count what is stored in the end."""
    with ExitStack() as after:
        made = Stack(folder, NODES)
        parts = (made.influxd, made.broker)
        store, broker = (after.enter_context(small_disk(one.folder, DISK_MB)) for one in parts)
        for part in parts:
            # What it says must not be lost with its disk.
            part.log = folder / f"{part.folder.name}.log"
        after.callback(made.close)
        made.start()
        agent = made.node()
        load = made.load("--rate", "500", "--seconds", "100000", "--each", "10")
        wait_until("readings flow", partial(_more, made, 0))
        recovered: list[float] = []
        ends: list[int] = []
        for _ in range(times):
            recovered.append(_store_full(made, store, full_s, ends))
            recovered.append(_broker_full(made, broker, full_s))
        sent, told = load.end(), agent.settle()
        ended = (*ends, made.ingester.end(), agent.program.end())
        points, keys = made.stored()
    committed = sent.sent + told.produced
    lost = committed - keys - told.dropped
    return Outcome(
        "R5",
        "disk full: store (started twice with room), then broker (killed before)",
        f"{times} of each, {full_s:.0f} s long",
        committed,
        lost,
        points - keys,
        tuple(recovered),
        passed=(sent.pending, lost, points - keys, told.dropped, *ended) == (0,) * (4 + len(ended))
        and max(recovered) <= WITHIN_S,
        note="no program of ours ended; the edge's own full disk: tests/edge/links",
    )


def _store_full(made: Stack, disk: Disk, full_s: float, ends: list[int]) -> float:
    """Fill the store's disk until the ingester has been refused; return how long mending took."""
    log = made.folder / "ingest.log"
    before = log.read_text().count("messages wait")

    def refused() -> bool:
        disk.fill()
        return log.read_text().count("messages wait") > before

    wait_until("the store refuses", refused)
    threading.Event().wait(full_s)

    def mend() -> None:
        """Do what docs/how-to/watch-it.md says."""
        disk.leave()
        ends.append(made.ingester.end())
        for _ in range(2):
            made.influxd.stop()
            made.influxd.start()
        made.ingester.start()

    return _mended(made, mend)


def _broker_full(made: Stack, disk: Disk, full_s: float) -> float:
    """Fill the broker's disk until it cannot save; kill it, and return how long mending took."""
    before = _unsaved(made)

    def cannot_save() -> bool:
        # A save that was under way frees the room of the one before it.
        disk.fill()
        return _unsaved(made) > before

    wait_until("the broker cannot save", cannot_save)
    threading.Event().wait(full_s)
    made.broker.kill()

    def mend() -> None:
        disk.leave()
        made.broker.start()

    return _mended(made, mend)


def _unsaved(made: Stack) -> int:
    return made.broker.log.read_text(errors="replace").count("No space left on device")


def _mended(made: Stack, mend: Callable[[], None]) -> float:
    had = _newest_ns(made)
    mend()
    return wait_until(
        "readings flow again", partial(_more, made, had or _newest_ns(made)), WITHIN_S
    )


def _more(made: Stack, had: int) -> bool:
    return _newest_ns(made) > had


def _newest_ns(made: Stack) -> int:
    try:
        return made.newest_ns()
    except StoreDown:
        return 0
