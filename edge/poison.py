"""Which rows no ingester can take: found by halving what stays unanswered.

Theory of operation
    A row that makes whatever reads it fall over takes all rows of its envelope with it. Nobody
    says so: the envelope just stays unanswered. An outage looks the same, but in an outage
    nothing is answered; so only an envelope that was *overtaken* counts, one that stayed
    unanswered while rows that left with it or after it were answered. That is a strike.

        strike   rows          what happens
        1        any           its rows become suspects, and travel together and alone
        N        more than 1   they are parted into two halves
        1        half, > 1     parted again: good halves are answered and are suspects no more
        N        1             poison: given up, with a loss receipt

    If every envelope holds a poisonous row, none overtakes any. So each round in which nothing was
    answered halves the size of all envelopes, down to one row, and each answer doubles it: with
    one row an envelope, every good row is answered. (In an outage that costs a few small messages
    and nothing else.)

    A broker may also hang up on what it does not take, most often since it is too large. That is a
    strike, too, for the first envelope that it did not acknowledge; but a lost link looks the
    same, and acknowledgements are lost with it. So from then on such rows go last and alone, and a
    single one is struck only if the broker had taken others on the same connection. And since
    size is likely, all envelopes are half as large from then on, and grow by one row an answer.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class _Group:
    """Rows that are suspected together; `parted`: it is a half of another group."""

    parted: bool
    strikes: int = 0
    hang_ups: int = 0


@dataclass(slots=True)
class Suspects:
    """The rows under suspicion, and how many rows an envelope may hold now."""

    after: int
    rows_max: int
    rows: int = field(init=False)
    _bound: int = field(init=False)
    _groups: dict[int, _Group] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin without suspicion."""
        self.rows = self._bound = self.rows_max

    def __contains__(self, seq: object) -> bool:
        return seq in self._groups

    def apart(self, seqs: Iterable[int]) -> list[list[int]]:
        """Part rows into those that may share an envelope, in their order."""
        parts: dict[_Group | None, list[int]] = {}
        for seq in seqs:
            parts.setdefault(self._groups.get(seq), []).append(seq)
        return [
            part[at : at + self.rows]
            for part in parts.values()
            for at in range(0, len(part), self.rows)
        ]

    def strike(self, seqs: Sequence[int]) -> list[int]:
        """Note that the rest of an envelope was overtaken; return the rows to be given up."""
        group = self._groups.get(seqs[0]) or _Group(parted=False)
        group.strikes += 1
        at_once = group.parted and len(seqs) > 1
        if not at_once and group.strikes < self.after:
            self._groups.update(dict.fromkeys(seqs, group))
            return []
        if len(seqs) == 1:
            self.acquit(seqs)
            return list(seqs)
        middle = len(seqs) // 2
        for half in (seqs[:middle], seqs[middle:]):
            self._groups.update(dict.fromkeys(half, _Group(True, hang_ups=group.hang_ups)))
        return []

    def hang_up(self, seqs: Sequence[int], *, sure: bool) -> list[int]:
        """Note that the broker hung up on an envelope; return the rows to be given up.

        `sure`: it had taken all others, and some, so that it is neither the link nor they.
        """
        group = self._groups.setdefault(seqs[0], _Group(parted=False))
        group.hang_ups += 1
        if len(seqs) > 1:
            self._bound = max(1, min(self._bound, len(seqs) // 2))
            self.rows = min(self.rows, self._bound)
        return self.strike(seqs) if sure or len(seqs) > 1 else []

    @property
    def late(self) -> set[int]:
        """The rows on which the broker hung up; they wait for the others."""
        return {seq for seq, group in self._groups.items() if group.hang_ups}

    def trial(self, on_way: Container[int]) -> frozenset[int]:
        """Return which of them to try next, all suspected together, none of them `on_way`."""
        free = sorted(seq for seq in self.late if seq not in on_way)
        if not free:
            return frozenset()
        groups = (self._groups[seq] for seq in free)
        group = min(groups, key=lambda one: one.hang_ups)
        return frozenset([seq for seq in free if self._groups[seq] is group][: self.rows])

    def acquit(self, seqs: Iterable[int]) -> None:
        """Forget rows that were settled or are gone."""
        for seq in seqs:
            self._groups.pop(seq, None)

    def take_heart(self) -> None:
        """Let envelopes grow: something was answered."""
        self._bound = min(self.rows_max, self._bound + 1)
        self.rows = min(self._bound, self.rows * 2)

    def lose_heart(self) -> None:
        """Let envelopes shrink: nothing was answered."""
        self.rows = max(1, self.rows // 2)
