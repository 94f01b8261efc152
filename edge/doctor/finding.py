"""What a check found: a verdict, what was seen in figures, and the mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Figure = int | float | str
Figures = dict[str, Figure]


class Verdict(StrEnum):
    """Whether the node can do its work, as far as one check goes."""

    GO = "go"
    NO_GO = "no-go"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checklist.

    Attributes:
        check: which check this is, the same for ever.
        code: what was found, the key of its sentence in `edge.doctor.texts`.
        figures: what was measured, unit in the name; they fill the sentences' blanks.
        mend: the key of the sentence that says what to do; None if there is nothing to.
        subject: of which of several things it speaks, a sensor's name for one.
    """

    check: str
    verdict: Verdict
    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    mend: str | None = None
    subject: str = ""


def overall(findings: list[Finding]) -> Verdict:
    """Return no-go if one is; what is not known stops nobody."""
    bad = any(one.verdict is Verdict.NO_GO for one in findings)
    return Verdict.NO_GO if bad else Verdict.GO
