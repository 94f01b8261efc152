"""What one message comes to: points to store, letters to bury, numbers that are then settled."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from cloud.ingest.rules import RULES
from cloud.registry.values import DeadLetter
from cloud.store.block import Block, of_point
from cloud.store.point import Point


@dataclass(slots=True)
class Verdict:
    """What one message came to.

    Attributes:
        topic: where it came from.
        payload: its bytes.
        came_at_us: when it came, µs since 1970 UTC.
        node: whose topic it was; None if the topic itself is none of ours.
        epoch: of its rows; None if it could not be read.
        seqs: numbers that are settled once points and letters are kept.
        blocks: what is to be stored.
        numbers: for each block, of the row that each point came from; None if of no row.
        letters: what is to be buried.
    """

    topic: str
    payload: bytes
    came_at_us: int
    node: str | None = None
    epoch: str | None = None
    seqs: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    numbers: list[Sequence[int | None]] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    _low: int = 0

    @property
    def low(self) -> int:
        """The lowest of `seqs`, which does not change once there is one."""
        if not self._low:
            self._low = min(self.seqs)
        return self._low

    @property
    def is_gapless(self) -> bool:
        """Whether `seqs` are all numbers from the lowest to the highest, each once."""
        return len(set(self.seqs)) == len(self.seqs) == max(self.seqs) - self.low + 1

    def add(self, block: Block, seqs: Sequence[int | None]) -> None:
        """Have the points of `block` stored, which came from these rows."""
        self.blocks.append(block)
        self.numbers.append(seqs)

    def add_point(self, point: Point, seq: int | None) -> None:
        """Have one point stored, which came from row `seq`."""
        self.add(of_point(point), (seq,))

    def numbered(self) -> Iterator[tuple[Point, int | None]]:
        """Each point with the number of its row, that row's own before what derives from it."""
        for block, seqs in zip(self.blocks, self.numbers, strict=True):
            yield from zip(block.points(), seqs, strict=True)

    def drop(self, seqs: Container[int]) -> None:
        """Have nothing stored that came from these rows."""
        kept = [(point, seq) for point, seq in self.numbered() if seq not in seqs]
        self.blocks, self.numbers = [], []
        for point, seq in kept:
            self.add_point(point, seq)

    @property
    def stored(self) -> list[int]:
        """The numbers of the rows that are stored once the points are."""
        if not self.letters:
            return self.seqs
        if any(RULES[letter.rule].refuses == "message" for letter in self.letters):
            return []
        refused = {letter.seq for letter in self.letters}
        return [seq for seq in self.seqs if seq not in refused]

    def refuse(self, rule: str, /, **found: object) -> None:
        """Bury the whole message under `rule`, whose sentence tells what was `found`."""
        self.refuse_row(rule, None, self.payload, **found)

    def refuse_row(self, rule: str, seq: int | None, raw: bytes, /, **found: object) -> None:
        """Bury one row, of which `raw` are the bytes."""
        reason = RULES[rule].sentence.format(**found)
        self.letters.append(
            DeadLetter(self.came_at_us, self.topic, self.node, self.epoch, seq, rule, reason, raw)
        )
