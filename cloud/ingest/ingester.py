"""The loop between broker and store: take, judge, store, bury, receipt, acknowledge last.

While one batch is stored, the next is judged. Nothing rests on what it remembers. Killed anywhere,
it has either acknowledged what is kept, or the broker delivers it again and the store overwrites a
repeat with itself.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cloud.errors import RegistryFault, StoreDown
from cloud.ingest.keep import keep
from cloud.ingest.ports import Bus, Directory, Message, Records
from cloud.ingest.repeats import ASKED, Stored, refuse_other_bodies
from cloud.ingest.validate import judge
from cloud.ingest.verdict import Verdict
from cloud.store.port import Store
from contract.presence import Link
from contract.receipt import Receipt, ranges
from contract.topics import Channel

log = logging.getLogger(__name__)

FIRST_WAIT_S: Final = 0.5
CEILING_S: Final = 30.0

_ENVELOPE_END: Final = f"/{Channel.ENVELOPE}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is taken at once, and how long it is gathered."""

    messages: int = 500
    wait_s: float = 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch with the verdicts on it, and the (container, local day) pairs it is late for."""

    messages: Sequence[Message]
    verdicts: Sequence[Verdict]
    late: set[tuple[str, date]]


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
    stored: Stored = field(default_factory=Stored)
    _shown: Link = Link.UP

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is not settled then stays with the broker."""
        with ThreadPoolExecutor(1, "settle") as hand:
            before: _Settling | None = None
            while not stop.is_set():
                messages = self.bus.take(self.pace.messages, self.pace.wait_s)
                judged = self._judged_ahead(messages) if messages else None
                # Batches are settled in the order in which they came.
                if before is not None and (messages or before.done.done()):
                    self._await(before, stop)
                    before = None
                if judged is not None:
                    before = _Settling(messages, hand.submit(self._settle, judged))
                elif messages:
                    self._insist(messages, stop)
            if before is not None:
                self._await(before, stop)

    def settle(self, messages: Sequence[Message]) -> None:
        """Settle one batch whole, or raise StoreDown or RegistryFault and settle none of it."""
        self._settle(self._judged(messages))

    def _judged(self, messages: Sequence[Message]) -> Judged:
        verdicts = [self._judge(message) for message in messages]
        return Judged(messages, verdicts, self.directory.late())

    def _judged_ahead(self, messages: Sequence[Message]) -> Judged | None:
        """Judge a batch while that before it is stored, if the registry answers."""
        try:
            return self._judged(messages)
        except RegistryFault:
            return None

    def _settle(self, judged: Judged) -> None:
        verdicts = judged.verdicts
        self._keep(verdicts)
        letters = [letter for verdict in verdicts for letter in verdict.letters]
        if letters:
            self.records.bury(letters)
        if judged.late:
            self.records.mark_dirty(judged.late)
        for receipt in _receipts(verdicts):
            self.bus.receipt(receipt)
        self.bus.ack(judged.messages)
        self.counts.messages += len(judged.messages)
        self.counts.settled += sum(len(verdict.seqs) for verdict in verdicts)
        self.counts.refused += len(letters)
        for letter in letters:
            log.warning("dead letter from %r: %s: %s", letter.topic, letter.rule, letter.reason)

    def _await(self, settling: "_Settling", stop: threading.Event) -> None:
        """Wait until a batch is settled; if it could not be, insist."""
        try:
            settling.done.result()
        except (StoreDown, RegistryFault) as error:
            self._wait(settling.messages, error, FIRST_WAIT_S, stop)
            self._insist(settling.messages, stop)
        else:
            self._show(Link.UP)

    def _insist(self, messages: Sequence[Message], stop: threading.Event) -> None:
        wait_s = FIRST_WAIT_S
        while not stop.is_set():
            try:
                self.settle(messages)
            except (StoreDown, RegistryFault) as error:
                self._wait(messages, error, wait_s, stop)
                wait_s = min(CEILING_S, wait_s * 2)
            else:
                self._show(Link.UP)
                return

    def _wait(
        self, messages: Sequence[Message], error: Exception, wait_s: float, stop: threading.Event
    ) -> None:
        # Nodes that wait for us in vain would fill the broker with repeats.
        self._show(Link.DOWN)
        log.warning("%d messages wait: %s; next try in %.1f s", len(messages), error, wait_s)
        stop.wait(wait_s)

    def _show(self, link: Link) -> None:
        if link is not self._shown:
            self._shown = link
            self.bus.show(link)

    def _judge(self, message: Message) -> Verdict:
        if message.retained and message.topic.endswith(_ENVELOPE_END):
            # Perhaps the only copy: settled like any other, and if not, a repeat.
            log.warning("%r holds a retained envelope; a node retains none", message.topic)
        return judge(message, self.directory, self.records, self.now_us())

    def _keep(self, verdicts: Sequence[Verdict]) -> None:
        """Store a batch; what repeats a row of it waits until that is stored."""
        first, batch, asked = 0, Stored(), 0
        for at, verdict in enumerate(verdicts):
            if batch.any_of(verdict):
                self._store(verdicts[first:at])
                first, batch = at, Stored()
            if asked < ASKED and self.stored.any_of(verdict):
                asked += 1
                refuse_other_bodies(self.store, verdict, known=self.stored)
            batch.add(verdict)
        self._store(verdicts[first:])

    def _store(self, verdicts: Sequence[Verdict]) -> None:
        keep(self.store, verdicts)
        for verdict in verdicts:
            self.stored.add(verdict)


@dataclass(frozen=True, slots=True)
class _Settling:
    """A batch that is being settled."""

    messages: Sequence[Message]
    done: Future[None]


def _receipts(verdicts: Sequence[Verdict]) -> list[Receipt]:
    """Return one receipt for each node and epoch of a batch."""
    seqs: dict[tuple[str, str], list[int]] = {}
    for verdict in verdicts:
        if verdict.node is not None and verdict.epoch is not None and verdict.seqs:
            seqs.setdefault((verdict.node, verdict.epoch), []).extend(verdict.seqs)
    return [Receipt(node, epoch, ranges(these)) for (node, epoch), these in seqs.items()]
