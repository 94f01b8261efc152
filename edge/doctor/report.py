"""The checklist, for a person on a console and for a program as JSON."""

import json
from dataclasses import dataclass
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from edge.doctor import words
from edge.doctor.finding import Finding, Verdict, overall
from edge.doctor.words import Language

_MARKS: Final = {
    Verdict.GO: Text("✔", "green"),
    Verdict.NO_GO: Text("✘", "bold red"),
    Verdict.UNKNOWN: Text("?", "yellow"),
}
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What was found on a node, and when."""

    node: str
    at_us: int
    findings: list[Finding]

    @property
    def verdict(self) -> Verdict:
        """No-go if one finding is."""
        return overall(self.findings)


def show(report: Report, language: Language, console: Console) -> None:
    """Print one line a check, its mend below it, and what it comes to."""
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in report.findings:
        # Names and reasons come from files and servers: Text takes no markup from them.
        said = Text(words.seen(one, language))
        if todo := words.mend(one, language):
            said.append(f"\n→ {todo}", "bold" if one.verdict is Verdict.NO_GO else "")
        table.add_row(_MARKS[one.verdict], Text(words.name(one, language)), said)
    console.print(table)
    console.print(Text(words.conclusion(report.verdict, report.node, language), "bold"))


def as_json(report: Report, language: Language) -> str:
    """Return the report as one JSON object; keys, checks, codes and verdicts never change."""
    tree = {
        "node": report.node,
        "at_us": report.at_us,
        "verdict": report.verdict,
        "language": language,
        "findings": [_tree(one, language) for one in report.findings],
    }
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)


def _tree(one: Finding, language: Language) -> dict[str, Any]:
    rounded = {
        key: round(figure, _DIGITS) if isinstance(figure, float) else figure
        for key, figure in one.figures.items()
    }
    return {
        "check": one.check,
        "subject": one.subject,
        "verdict": one.verdict,
        "code": one.code,
        "figures": rounded,
        "seen": words.seen(one, language),
        "mend": words.mend(one, language),
    }
