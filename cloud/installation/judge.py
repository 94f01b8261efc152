"""Whether a visit closes a node: the facts of its evidence against the table of rules."""

from typing import Final

import msgspec

from cloud.installation.facts import Evidence, Facts, facts
from cloud.installation.forms import Refusal, Rule, Rules, Verdict
from cloud.installation.rules import RULES
from cloud.installation.texts import SAID

TABLE: Final = Rules(RULES, dict(SAID))


def judge(evidence: Evidence) -> Verdict:
    """Return whether the evidence closes the visit, and every reason why not."""
    codes = refused(facts(evidence))
    return Verdict(not codes, tuple(refusal(code) for code in codes))


def refused(known: Facts) -> tuple[str, ...]:
    """Return the code of every rule that refuses, once each, in the table's order."""
    return tuple(dict.fromkeys(rule.code for rule in RULES if refuses(rule, known.get(rule.fact))))


def refuses(rule: Rule, fact: float | None) -> bool:
    """Tell whether a fact is on the wrong side of a rule; what is not known never is."""
    if fact is None:
        return False
    if rule.when == "is":
        return fact == rule.limit
    return fact < rule.limit if rule.when == "below" else fact > rule.limit


def refusal(code: str) -> Refusal:
    """Return what is said of a code."""
    said = SAID[code]
    return Refusal(code, said.sentence_fr, said.sentence_en, said.mend_fr, said.mend_en)


def rules_json() -> bytes:
    """Return the table and its sentences as JSON, for whoever decides in another language."""
    return msgspec.json.encode(TABLE)
