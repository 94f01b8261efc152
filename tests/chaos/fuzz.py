"""Bytes that nobody meant into the real ingester: mutated envelopes, and noise.

Whatever comes, every row that can be named is stored or a dead letter, once, and nothing else is
stored.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.registry.values import Beacon, DeadLetter, Sensor
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from contract import codec
from contract.envelope import Envelope
from contract.errors import Malformed
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, topic

NOW_US: Final = 1_764_000_000_000_000
NODE: Final = "n-001"
EPOCH: Final = "0123456789ab"
# What careless or hostile senders write in place of a figure, a name or a list.
_SCRAPS: Final = (
    b"NaN", b"Infinity", b"1e400", b"-1", b"0", b"true", b"null", b'""', b"[]", b"{}",
    b'"\\ud800"', b'"a b,c=d"', b"9007199254740993", b"\x00", b"\xff", b"[" * 50, b'"fill"',
    b'"level"', b"7258118400000000", b"1e308", b",", b":", b'"',
)  # fmt: skip


@dataclass(slots=True)
class Sink:
    """Bus, registry and statuses at once: remembers all that the ingester says."""

    letters: list[DeadLetter] = field(default_factory=list)
    settled: Counter[int] = field(default_factory=Counter)

    def receipt(self, receipt: Receipt) -> None:
        """Count what is settled."""
        for first, last in receipt.settled:
            # A sender may name any number; ranges of a fuzzed envelope are short or single.
            self.settled.update(range(first, last + 1))

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Remember letters."""
        self.letters += letters

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return the one sensor there is; it hangs nowhere."""
        return {(NODE, "fill"): Sensor(NODE, "fill", "a02yyuw", ())}

    def beacons(self) -> list[Beacon]:
        """Return none."""
        return []

    def mark_dirty(self, days: Iterable[tuple[str, date]]) -> None:
        """Forget it."""

    def note_status(self, status: NodeStatus) -> None:
        """Forget it."""

    def take(self, most: int, wait_s: float) -> list[Message]:
        """Return nothing: messages are handed over."""
        del most, wait_s
        return []

    def show(self, link: Link) -> None:
        """Forget it."""

    def ack(self, messages: Sequence[Message]) -> None:
        """Forget it."""


class ListStore(MemoryStore):
    """A memory store that also remembers what was written, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[Point] = []

    def write(self, points: Sequence[Point]) -> None:
        """Keep and remember."""
        super().write(points)
        self.written += points

    def rows(self) -> Counter[int]:
        """Return the numbers of what is stored, and under how many times or with how many bodies.

        The same row at the same place with the same body is one: a repeat overwrites itself.
        """
        found = {
            (point.measurement, point.tags, point.time_ns, tuple(sorted(point.values().items())))
            for point in self.written
        }
        return Counter(round(float(dict(fields)["seq"])) for *_, fields in found)


def envelope(draw: random.Random, twins: float = 0.0) -> bytes:
    """Return an envelope of one to five good rows; a share of `twins` numbers two rows alike."""
    seqs = sorted(draw.sample(range(1, 50), draw.randint(1, 5)))
    rows = [
        Reading(seq, "fill", Kind.LEVEL, NOW_US - seq * 1000, {"fill_ratio": seq / 50})
        for seq in seqs
    ]
    if draw.random() < twins:
        twin = draw.choice(rows)
        late_us, more = draw.choice([(0, 0.0), (0, 0.1), (1, 0.0), (1, 0.1)])
        values = {"fill_ratio": twin.values["fill_ratio"] / 2 + more}
        rows.append(Reading(twin.seq, "fill", Kind.LEVEL, twin.taken_at_us + late_us, values))
    return codec.encode(Envelope(NODE, EPOCH, tuple(rows)))


def mutated(payload: bytes, draw: random.Random) -> bytes:
    """Return `payload` with one to four small wrongs in it."""
    data = bytearray(payload)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        match draw.randrange(4):
            case 0:
                data[at : at + 1] = bytes((draw.randrange(256),))
            case 1:
                del data[at : at + draw.randint(1, 8)]
            case 2:
                data[at:at] = draw.choice(_SCRAPS)
            case _:
                end = min(len(data), at + draw.randint(1, 12))
                data[at:end] = draw.choice(_SCRAPS)
    return bytes(data)


def objection(payload: bytes) -> str | None:
    """Let the ingester settle `payload`; return how the invariant was broken, or None."""
    sink, store = Sink(), ListStore()
    directory = Directory(sink, lambda: 0.0)
    ingester = Ingester(sink, store, sink, directory, lambda: NOW_US)
    ingester.settle([Message(topic(NODE, Channel.ENVELOPE), payload, (1, 1))])
    named = _named(payload)
    stored = store.rows()
    buried = Counter(letter.seq for letter in sink.letters if letter.seq is not None)
    whole = [letter for letter in sink.letters if letter.seq is None]
    if strange := stored.keys() - named.keys():
        return f"stored what nobody named: {strange}"
    for seq, count in named.items():
        if not whole and not stored[seq] and not buried[seq]:
            return f"row {seq} is neither stored nor a dead letter"
        if stored[seq] > 1:
            return f"row {seq} is stored {stored[seq]} times"
        # Of twins, which share a number, one may be stored and the other buried.
        if stored[seq] and buried[seq] and count == 1:
            return f"row {seq} is stored and a dead letter"
    if not named and not sink.letters and not store.written and payload:
        return None if _empty(payload) else "nothing was said of it"
    return None


def _named(payload: bytes) -> Counter[int]:
    """Return the numbers of its rows that can be read, and how many rows have each."""
    try:
        return Counter(codec.decode(payload, Envelope).seqs)
    except Malformed:
        pass
    try:
        saved = codec.salvage(payload)
    except Malformed:
        return Counter()
    refused = [bad.seq for bad in saved.refused if bad.seq is not None]
    return Counter(saved.envelope.seqs + refused)


def _empty(payload: bytes) -> bool:
    """Tell whether it is an envelope without a row: there is nothing to settle in it."""
    try:
        return not codec.decode(payload, Envelope).seqs
    except Malformed:
        return False


def run(seed: int, count: int, twins: float = 0.0) -> list[str]:
    """Try so many payloads; return each that broke the invariant, and how."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    broken = []
    for _ in range(count):
        payload = (
            mutated(envelope(draw, twins), draw) if draw.random() < 0.9 else draw.randbytes(60)
        )
        if (how := objection(payload)) is not None:
            broken.append(f"{how}: {payload!r}")
    return broken
