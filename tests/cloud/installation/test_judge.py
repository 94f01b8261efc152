import json
import math
from typing import Any

import msgspec
import pytest

from cloud.installation.facts import facts
from cloud.installation.forms import Rules
from cloud.installation.judge import TABLE, judge, refuses, rules_json
from cloud.installation.texts import SAID
from tests.cloud.installation.vectors import CASES, FILE, codes, evidence, text


@pytest.mark.parametrize(("name", "changes", "refused"), CASES, ids=[one[0] for one in CASES])
def test_evidence_is_judged(name: str, changes: dict[str, Any], refused: tuple[str, ...]) -> None:
    verdict = judge(evidence(changes))

    assert tuple(one.code for one in verdict.refused) == refused, name
    assert verdict.ok == (not refused)


def test_the_cases_that_phones_are_held_to_are_these() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


@pytest.mark.parametrize("field", ["lat", "lon", "accuracy_m"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_number_is_no_position(field: str, number: float) -> None:
    good = evidence({})

    spoiled = msgspec.structs.replace(
        good, visit=msgspec.structs.replace(good.visit, **{field: number})
    )

    assert codes(spoiled) == ("position-none",)


def test_every_code_of_the_table_is_met_in_a_case_and_has_its_sentences() -> None:
    met = {code for _, _, refused in CASES for code in refused}

    assert met == {rule.code for rule in TABLE.rules}
    assert met == SAID.keys() - {"visit-other"}
    for said in SAID.values():
        for sentence in msgspec.structs.astuple(said):
            assert sentence.strip().endswith((".", "!"))


def test_the_table_read_back_from_json_decides_alike() -> None:
    table = msgspec.json.decode(rules_json(), type=Rules)

    for name, changes, refused in CASES:
        known = facts(evidence(changes))
        found = dict.fromkeys(r.code for r in table.rules if refuses(r, known.get(r.fact)))
        assert tuple(found) == refused, name


def test_every_fact_of_the_table_is_one_that_is_made() -> None:
    made = set(facts(evidence({})))

    assert {rule.fact for rule in TABLE.rules} <= made
    assert json.loads(rules_json())["rules"]


def test_the_reference_has_every_rule_with_its_limit() -> None:
    page = (FILE.parents[3] / "docs/reference/installation.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    for rule in TABLE.rules:
        wanted = f"| `{rule.code}` | `{rule.fact}` | {rule.when} {rule.limit:g} |"
        assert any(row.startswith(wanted) for row in rows), wanted
