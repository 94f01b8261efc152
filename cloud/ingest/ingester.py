"""The loop between broker and store: take, judge, store, bury, receipt, acknowledge last.

It keeps no state of its own. Killed anywhere, it has either acknowledged what is kept, or the
broker delivers it again and the store overwrites a repeat with itself.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cloud.errors import PointsRefused, RegistryFault, StoreDown
from cloud.ingest.ports import Bus, Directory, Message, Records
from cloud.ingest.validate import Verdict, judge, judge_status
from cloud.store.point import Point
from cloud.store.port import Store
from contract.presence import Link
from contract.receipt import Receipt, ranges
from contract.topics import Channel

log = logging.getLogger(__name__)

FIRST_WAIT_S: Final = 0.5
CEILING_S: Final = 30.0

Kept = tuple[Point, int | None, Verdict]
"""A point, the number of the row that it came from, if any, and the verdict on that."""

_STATUS_END: Final = f"/{Channel.STATUS}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is taken at once, and how long it is gathered."""

    messages: int = 200
    wait_s: float = 0.1


@dataclass(slots=True)
class Counts:
    """What the ingester did since it started."""

    messages: int = 0
    settled: int = 0
    refused: int = 0


@dataclass(slots=True)
class Ingester:
    """One ingester around its ports; `now_us` tells the time in µs since 1970 UTC."""

    bus: Bus
    store: Store
    records: Records
    directory: Directory
    now_us: Callable[[], int]
    pace: Pace = field(default_factory=Pace)
    counts: Counts = field(default_factory=Counts)
    _shown: Link = Link.UP

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is not settled then stays with the broker."""
        while not stop.is_set():
            messages = self.bus.take(self.pace.messages, self.pace.wait_s)
            if messages:
                self._insist(messages, stop)

    def settle(self, messages: Sequence[Message]) -> None:
        """Settle one batch whole, or raise StoreDown or RegistryFault and settle none of it."""
        verdicts = [self._judge(message) for message in messages]
        self._write([(point, seq, one) for one in verdicts for point, seq in one.points])
        letters = [letter for verdict in verdicts for letter in verdict.letters]
        if letters:
            self.records.bury(letters)
        for receipt in _receipts(verdicts):
            self.bus.receipt(receipt)
        self.bus.ack(messages)
        self.counts.messages += len(messages)
        self.counts.settled += sum(len(verdict.seqs) for verdict in verdicts)
        self.counts.refused += len(letters)
        for letter in letters:
            log.warning("dead letter from %r: %s: %s", letter.topic, letter.rule, letter.reason)

    def _insist(self, messages: Sequence[Message], stop: threading.Event) -> None:
        wait_s = FIRST_WAIT_S
        while not stop.is_set():
            try:
                self.settle(messages)
            except (StoreDown, RegistryFault) as error:
                # Nodes that wait for us in vain would fill the broker with repeats.
                self._show(Link.DOWN)
                log.warning(
                    "%d messages wait: %s; next try in %.1f s", len(messages), error, wait_s
                )
                stop.wait(wait_s)
                wait_s = min(CEILING_S, wait_s * 2)
            else:
                self._show(Link.UP)
                return

    def _show(self, link: Link) -> None:
        if link is not self._shown:
            self._shown = link
            self.bus.show(link)

    def _judge(self, message: Message) -> Verdict:
        if message.topic.endswith(_STATUS_END):
            return judge_status(message, self.directory, self.records, self.now_us())
        return judge(message, self.directory, self.now_us())

    def _write(self, kept: Sequence[Kept]) -> None:
        """Store points; halve what is refused until the culprits are alone, and refuse those."""
        if not kept:
            return
        try:
            self.store.write([point for point, _, _ in kept])
        except PointsRefused as error:
            if len(kept) > 1:
                half = len(kept) // 2
                self._write(kept[:half])
                self._write(kept[half:])
                return
            point, seq, verdict = kept[0]
            verdict.refuse("store", str(error), repr(point).encode(), self.now_us(), seq)


def _receipts(verdicts: Sequence[Verdict]) -> list[Receipt]:
    """Return one receipt for each node and epoch of a batch."""
    seqs: dict[tuple[str, str], list[int]] = {}
    for verdict in verdicts:
        if verdict.node is not None and verdict.epoch is not None and verdict.seqs:
            seqs.setdefault((verdict.node, verdict.epoch), []).extend(verdict.seqs)
    return [Receipt(node, epoch, ranges(these)) for (node, epoch), these in seqs.items()]
