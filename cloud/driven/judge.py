"""Whether what a crew tells may be kept: each refusal has a rule's name, a reason and the row."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from cloud.driven.opening import Opened, Row
from cloud.driven.rules import RULES, TOPIC
from cloud.registry.values import DeadLetter, KeptDeed
from cloud.registry.values.driven import LOSS, REFUSED
from contract.deeds import Collected, Deed, Problem, Skipped, Unloaded, Withdrawn
from contract.loss import LossReceipt
from contract.reading import Seq

# As for nodes: clocks of devices and servers differ by less.
FUTURE_US: Final = 5 * 60 * 1_000_000
# 2020-01-01, before this system.
BIRTH_US: Final = 1_577_836_800_000_000

_Fault: TypeAlias = tuple[str, Mapping[str, object]]
_NO_FAULT: Final[_Fault] = ("", {})


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as it is to be kept; `letter` says why it is refused, None if it is not."""

    kept: KeptDeed | None
    letter: DeadLetter | None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and what is known of it.

    Attributes:
        may_tell: whether he was given the round.
        refs: the stops that the registry has.
        others: the deeds of his device, by epoch and number, that somebody else told.
    """

    person: str
    may_tell: bool
    refs: Container[str]
    others: Container[tuple[str, Seq]] = ()


def judged(envelope: Opened, sender: Sender, now_us: int) -> Iterator[Judged]:
    """Yield each row as it is to be kept."""
    head = envelope.head
    for row in envelope.rows:
        rule, found = _fault(envelope, row, sender, now_us)
        letter = None
        if rule:
            reason = RULES[rule].format(**found)
            letter = DeadLetter(
                now_us, TOPIC, head.device, head.epoch, row.seq, rule, reason, row.raw.encode()
            )
        yield Judged(
            None if row.seq is None else _kept(envelope, row, sender, now_us, rule), letter
        )


def refs_of(envelope: Opened) -> frozenset[str]:
    """Return every stop that is named in an envelope."""
    named = (_ref(row.what) for row in envelope.rows)
    return frozenset(ref for ref in named if ref is not None)


def withdrawals_of(envelope: Opened) -> frozenset[tuple[str, Seq]]:
    """Return every deed that is taken back in an envelope, by epoch and number."""
    whats = (row.what for row in envelope.rows)
    return frozenset((what.of_epoch, what.of_seq) for what in whats if isinstance(what, Withdrawn))


def _kept(envelope: Opened, row: Row, sender: Sender, now_us: int, rule: str) -> KeptDeed:
    head, what = envelope.head, row.what
    kind, at_us = REFUSED, now_us
    if what is not None and not rule:
        if isinstance(what, LossReceipt):
            kind, at_us = LOSS, what.noted_at_us
        else:
            kind, at_us = what.kind, what.when_us
    return KeptDeed(
        head.device,
        head.epoch,
        row.seq or 0,
        head.truck,
        date.fromisoformat(head.day),
        kind,
        at_us,
        now_us,
        row.raw,
        sender.person,
    )


def _fault(envelope: Opened, row: Row, sender: Sender, now_us: int) -> _Fault:
    """Return the rule that a row breaks, "" if none, and what was found."""
    head = envelope.head
    if not sender.may_tell:
        return "deed-not-yours", {
            "person": sender.person,
            "truck": head.truck,
            "day": head.day,
        }
    if row.what is None:
        return "deed-row", {"why": row.why}
    if isinstance(row.what, LossReceipt):
        return _NO_FAULT
    names = _names_wrongly(head.epoch, row.what, sender)
    return names if names is not _NO_FAULT else _timed_wrongly(row.what, now_us)


def _names_wrongly(epoch: str, what: Deed, sender: Sender) -> _Fault:
    """Say whether a stop is unknown, or a deed not to be taken back; it may come later."""
    if isinstance(what, Withdrawn):
        found: dict[str, object] = {
            "seq": what.seq,
            "of_seq": what.of_seq,
            "of_epoch": what.of_epoch,
        }
        if (what.of_epoch, what.of_seq) in sender.others:
            return "deed-withdraws-anothers", found
        is_later = what.of_epoch == epoch and what.of_seq >= what.seq
        return ("deed-withdraws-later", found) if is_later else _NO_FAULT
    ref = _ref(what)
    is_unknown = ref is not None and ref not in sender.refs
    return ("deed-unknown-stop", {"ref": ref}) if is_unknown else _NO_FAULT


def _timed_wrongly(what: Deed, now_us: int) -> _Fault:
    ahead_us = what.when_us - now_us
    if ahead_us > FUTURE_US:
        return "deed-future", {"ahead_s": ahead_us / 1e6, "allowed_s": FUTURE_US / 1e6}
    return ("deed-ancient", {}) if what.when_us < BIRTH_US else _NO_FAULT


def _ref(what: Deed | LossReceipt | None) -> str | None:
    match what:
        case Collected() | Skipped() | Problem():
            return what.stop
        case Unloaded():
            return what.tip
    return None
