"""A finding in its reader's language: French, unless English was asked for."""

import string
from collections.abc import Mapping
from typing import Any, Literal

from edge.doctor.finding import Figure, Finding
from edge.doctor.texts import CHECKS, SENTENCES, VERDICTS, WHOLE, Text

Language = Literal["fr", "en"]

# As gettext asks them, the first that is set counts.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(asked: str | None, environ: Mapping[str, str]) -> Language:
    """Return what was asked for, else what the environment says, else French."""
    said = asked or next((environ[one] for one in _VARIABLES if environ.get(one)), "")
    return "en" if said.lower().startswith("en") else "fr"


def name(finding: Finding, language: Language) -> str:
    """Return what the check is called."""
    called = _in(CHECKS[finding.check], language)
    return f"{called} {finding.subject}".rstrip()


def verdict(finding: Finding, language: Language) -> str:
    """Return the verdict as a word."""
    return _in(VERDICTS[finding.verdict], language)


def seen(finding: Finding, language: Language) -> str:
    """Return what was seen, as a sentence with its figures."""
    return _fill(SENTENCES[finding.code], language, finding.figures)


def mend(finding: Finding, language: Language) -> str | None:
    """Return what to do, if there is something to."""
    if finding.mend is None:
        return None
    return _fill(SENTENCES[finding.mend], language, finding.figures)


def conclusion(whole: str, node: str, language: Language) -> str:
    """Return the sentence that closes the list."""
    return _fill(WHOLE[whole], language, {"node": node})


class _French(string.Formatter):
    """Writes a fraction behind a comma."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as inherited
        shown = str(super().format_field(value, format_spec))
        return shown.replace(".", ",") if isinstance(value, float) else shown


def _fill(text: Text, language: Language, figures: Mapping[str, Figure]) -> str:
    formatter = _French() if language == "fr" else string.Formatter()
    return formatter.vformat(_in(text, language), (), figures)


def _in(text: Text, language: Language) -> str:
    return text.fr if language == "fr" else text.en
