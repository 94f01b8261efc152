"""Every finding is said in French and in English, with figures and units as each writes them."""

import ast
import re
import string
from pathlib import Path

import pytest

from edge.doctor import words
from edge.doctor.finding import Figures, Finding, Verdict
from edge.doctor.supply import judge_supply
from edge.doctor.temperature import judge_temperature
from edge.doctor.texts import CHECKS, SENTENCES, VERDICTS, WHOLE, Text

DOCTOR = Path(words.__file__).parent


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("text", [*SENTENCES.values(), *CHECKS.values(), *WHOLE.values()])
def test_both_languages_have_the_same_blanks(text: Text) -> None:
    assert text.fr
    assert text.en
    assert blanks(text.fr) == blanks(text.en)


def test_every_mend_is_one_sentence() -> None:
    for key, text in SENTENCES.items():
        if key.endswith("mend"):
            for said in text:
                assert said.endswith(".")
                assert not re.search(r"\.\s+[A-Z]", said)


def test_every_code_in_the_checks_has_its_sentence_and_none_is_idle() -> None:
    named = {
        node.value
        for file in DOCTOR.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # Those whose first half is put before them in one place.
    built = {f"{check}.{name}" for check in ("identity", "sensor") for name in named}
    # A radio of either network is judged in one place.
    built |= {f"signal.{network}_{how}" for network in ("wifi", "cell") for how in ("good", "weak")}
    built |= {f"{name}_mend" for name in named | built}

    assert set(SENTENCES) <= named | built


def test_french_comes_first_and_has_a_comma() -> None:
    finding = judge_temperature(81.25)

    assert words.seen(finding, "fr") == "81,2 °C, le processeur ralentit à 80 °C"
    assert words.seen(finding, "en") == "81.2 °C, the processor slows down at 80 °C"
    assert words.name(finding, "fr") == "Température"
    assert words.verdict(finding, "fr") == "à corriger"


def test_an_address_keeps_its_dots_in_french() -> None:
    figures: Figures = {"host": "127.0.0.1", "port": 8883}

    said = words.seen(Finding("broker", Verdict.GO, "broker.good", figures), "fr")

    assert said == "127.0.0.1:8883 répond"


@pytest.mark.parametrize(
    ("asked", "environ", "language"),
    [
        (None, {}, "fr"),
        (None, {"LANG": "C.UTF-8"}, "fr"),
        (None, {"LANG": "fr_FR.UTF-8"}, "fr"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ("fr", {"LANG": "en_GB.UTF-8"}, "fr"),
        ("en", {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_french_unless_somebody_wants_english(
    asked: str | None, environ: dict[str, str], language: str
) -> None:
    assert words.language_of(asked, environ) == language


def test_each_verdict_has_a_word() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert words.mend(judge_supply(0), "fr") is None
