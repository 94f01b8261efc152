"""The alert rules: their form, and whom they tell about on a store that is known."""

import json
import operator
from collections.abc import Callable
from typing import Any, Final

import pytest

from dashboards.build.alerts import EXPRESSION, posted, provisioned, rules
from dashboards.check.fill_in import Moment, fill_in
from dashboards.check.influx import Series
from dashboards.check.period import Span
from dashboards.files import RULES
from dashboards.names import FOLDER, SOURCE
from tests.dashboards.conftest import Filled, boards
from tests.dashboards.world import DIED, STOPPED

OVER: Final[dict[str, Callable[[float, float], bool]]] = {"gt": operator.gt, "lt": operator.lt}


def steps(rule: dict[str, Any]) -> dict[str, Any]:
    return {one["refId"]: one for one in rule["data"]}


def built() -> dict[str, dict[str, Any]]:
    return {rule.uid: json.loads(json.dumps(rule.build())) for rule in rules()}


def told(filled: Filled, rule: dict[str, Any]) -> set[str]:
    """Do as Grafana does: ask A, reduce to the last value, compare; return whom it fires for."""
    asked, judged = steps(rule)["A"], steps(rule)["C"]
    back_ms = asked["relativeTimeRange"]["from"] * 1000
    span = Span(filled.now_ms - back_ms, filled.now_ms)
    result = filled.store.ask(fill_in(asked["model"]["query"], Moment(span, 60_000, {})))
    assert result.error == ""
    evaluator = judged["model"]["conditions"][0]["evaluator"]
    fires = OVER[evaluator["type"]]
    return {
        next(iter(one.tags.values()))
        for one in result.series
        if fires(_last(one), evaluator["params"][0])
    }


def _last(series: Series) -> float:
    return [float(row[1]) for row in series.values if row[1] is not None][-1]


@pytest.mark.live
def test_full_containers_are_told_of_and_no_others(filled: Filled) -> None:
    newest = {
        row.tags["container"]: float(row.fields["fill_ratio"])
        for row in filled.witness.rows("container_level")
    }

    full = told(filled, built()["vallee-conteneur-plein"])

    assert full == {name for name, fill_ratio in newest.items() if fill_ratio > 0.85}
    assert full


@pytest.mark.live
def test_likely_overflows_are_told_of_and_no_others(filled: Filled) -> None:
    newest = {
        row.tags["container"]: float(row.fields["p_overflow"])
        for row in filled.witness.rows("need")
    }

    likely = told(filled, built()["vallee-debordement-probable"])

    assert likely == {name for name, chance in newest.items() if chance > 0.5}
    assert likely


@pytest.mark.live
def test_a_node_is_silent_with_a_last_will_or_without_one(filled: Filled) -> None:
    assert told(filled, built()["vallee-noeud-muet"]) == {DIED, STOPPED}


@pytest.mark.parametrize("rule", built().values(), ids=built().keys())
def test_a_rule_is_a_question_its_last_value_and_a_limit(rule: dict[str, Any]) -> None:
    data = steps(rule)

    assert len(rule["uid"]) <= 40
    assert rule["condition"] == "C"
    assert data["B"]["model"]["expression"] == "A"
    assert data["C"]["model"]["expression"] == "B"
    assert data["A"]["datasourceUid"] == SOURCE
    assert {data[ref]["datasourceUid"] for ref in "BC"} == {EXPRESSION}
    assert all(ref == one["model"]["refId"] for ref, one in data.items())


@pytest.mark.parametrize("rule", built().values(), ids=built().keys())
def test_a_rule_has_no_variable_but_the_period(rule: dict[str, Any]) -> None:
    query = steps(rule)["A"]["model"]["query"]

    assert "$timeFilter" in query
    assert "$" not in query.replace("$timeFilter", "", 1)


@pytest.mark.parametrize("rule", built().values(), ids=built().keys())
def test_a_rule_leads_to_a_panel_that_there_is(rule: dict[str, Any]) -> None:
    panels = {(board.uid, panel.id) for board in boards().values() for panel in board.panels}
    notes = rule["annotations"]

    assert (notes["__dashboardUid__"], int(notes["__panelId__"])) in panels


def test_an_alert_is_called_off_only_where_it_would_not_fire() -> None:
    for rule in rules():
        if rule.calms is not None:
            assert rule.fires[0] == "gt"
            assert rule.calms[0] == "lt"
            assert rule.calms[1] < rule.fires[1]


def test_files_and_api_are_told_the_same_rules() -> None:
    (group,) = json.loads(json.dumps(provisioned()))["groups"]
    pushed = json.loads(json.dumps(posted()))

    here = {"orgID": 1, "folderUID": FOLDER, "ruleGroup": pushed["title"]}
    assert pushed["rules"] == [{**rule, **here} for rule in group["rules"]]
    assert group["interval"] == f"{pushed['interval']}s"
    assert RULES.read_text(encoding="utf-8").startswith("#")
