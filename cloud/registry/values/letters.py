"""Dead letters, and what is done about them at the desk."""

from dataclasses import dataclass
from enum import StrEnum


class LetterState(StrEnum):
    """What became of a dead letter."""

    NEW = "new"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


class Renamed(StrEnum):
    """What got another name."""

    SENSOR = "sensor_renamed"
    NODE = "node_renamed"


class DeskAction(StrEnum):
    """What can be done at the dead-letter desk."""

    RENAME = "rename"
    REPLAY = "replay"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Something that could not be taken, kept whole.

    Attributes:
        at_us: when it was refused, µs since 1970 UTC.
        topic: where it came from.
        node: who sent it, None if even that is not known.
        epoch: likewise.
        seq: number of the refused row; None if the whole message is refused.
        rule: machine word of the rule that refused it.
        reason: one sentence.
        payload: the bytes as they came.
        id: its number in the registry; 0 before it is buried.
        replayed_at_us: when it was handed in again with success, None if it was not.
        state: what became of it.
    """

    at_us: int
    topic: str
    node: str | None
    epoch: str | None
    seq: int | None
    rule: str
    reason: str
    payload: bytes
    id: int = 0
    replayed_at_us: int | None = None
    state: LetterState = LetterState.NEW


@dataclass(frozen=True, slots=True)
class LetterCount:
    """How many dead letters of one rule are in one state."""

    rule: str
    state: LetterState
    count: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter that was handed in again.

    A letter that is refused as a whole stays what it was, under `rule` and `reason`; one that
    is not is replayed, and what of it is still wrong is in `rest`.
    """

    id: int
    state: LetterState
    rule: str
    reason: str
    rest: tuple[DeadLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a node, or a sensor of it, is called now, for since <= time < until.

    Attributes:
        kind: which of the two.
        node: the node, by its name of then.
        sensor: its sensor, by its name of then; None if the node was renamed.
        new: the name of now.
        since_us: from when on, by the reading's time; None: from ever.
        until_us: likewise; None: until ever.
        id: its number in the registry; 0 before it is kept.
    """

    kind: Renamed
    node: str
    sensor: str | None
    new: str
    since_us: int | None = None
    until_us: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """What somebody did at the dead-letter desk: a line of its journal, which nobody rewrites.

    `letters` are the numbers of those that it was done to; `rule` narrows who asked for many.
    """

    at_us: int
    who: str
    action: DeskAction
    letters: tuple[int, ...] = ()
    rule: str | None = None
    detail: str = ""
    id: int = 0
