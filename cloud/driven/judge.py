"""Whether what a crew tells may be kept: each refusal has a rule's name, a reason and the row."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from cloud.driven.opening import Opened, Row
from cloud.driven.rules import RULES, TOPIC
from cloud.registry.values import DeadLetter, KeptDeed
from cloud.registry.values.driven import LOSS, REFUSED
from contract.deeds import Collected, Deed, Problem, Skipped, Unloaded
from contract.loss import LossReceipt

# As for nodes: clocks of devices and servers differ by less.
FUTURE_US: Final = 5 * 60 * 1_000_000
# 2020-01-01, before this system.
BIRTH_US: Final = 1_577_836_800_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as it is to be kept; `letter` says why it is refused, None if it is not."""

    kept: KeptDeed | None
    letter: DeadLetter | None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and whether he was given the round; `refs` are the stops that the registry has."""

    person: str
    may_tell: bool
    refs: Container[str]


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


def _fault(
    envelope: Opened, row: Row, sender: Sender, now_us: int
) -> tuple[str, dict[str, object]]:
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
        return "", {}
    ref = _ref(row.what)
    if ref is not None and ref not in sender.refs:
        return "deed-unknown-stop", {"ref": ref}
    ahead_us = row.what.when_us - now_us
    if ahead_us > FUTURE_US:
        return "deed-future", {"ahead_s": ahead_us / 1e6, "allowed_s": FUTURE_US / 1e6}
    return ("deed-ancient", {}) if row.what.when_us < BIRTH_US else ("", {})


def _ref(what: Deed | LossReceipt | None) -> str | None:
    match what:
        case Collected() | Skipped() | Problem():
            return what.stop
        case Unloaded():
            return what.tip
    return None
