"""Alert rules: a container that is nearly full or will overflow, and a node that is silent."""

from dataclasses import dataclass
from typing import Final

from dashboards.build.collecte import FULLNESS, LEVELS, NEEDS_TABLE
from dashboards.build.influxql import Buckets, last, select, total
from dashboards.build.looks import LIKELY, NEARLY_FULL
from dashboards.build.noeuds import SEEN
from dashboards.names import COLLECTE, FOLDER, FOLDER_TITLE, NOEUDS, SOURCE, TAG

GROUP: Final = "smart-vallee"
DAY_S: Final = 86_400

# What Grafana computes itself has this for a data source.
EXPRESSION: Final = "__expr__"

# Rules look at figures that come every quarter of an hour.
EVERY_S: Final = 300

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule over the newest value of each series.

    Attributes:
        uid: its name for ever.
        title: what people read.
        summary: one sentence for who is told; `$labels` and `$values` are Grafana's.
        query: InfluxQL that gives a series for each thing that is watched.
        back_s: how far back it looks.
        fires: when: ("gt", 0.85) above, ("lt", 1) below.
        calms: when it is over again; None: as soon as it does not fire.
        holds: how long it must hold before anybody is told, e.g. "15m".
        silence: what it means that there is no series at all: Grafana's `noDataState`.
        panel: (dashboard, panel) that shows more.
    """

    uid: str
    title: str
    summary: str
    query: str
    back_s: int
    fires: tuple[str, float]
    calms: tuple[str, float] | None
    holds: str
    silence: str
    panel: tuple[str, int]

    def build(self) -> Json:
        """Return it as Grafana takes it: a query, its newest value, a threshold."""
        return {
            "uid": self.uid,
            "title": self.title,
            "condition": "C",
            "for": self.holds,
            "noDataState": self.silence,
            # That InfluxDB hiccups is no reason to tell anybody, nor to call an alert off.
            "execErrState": "KeepLast",
            "labels": {"source": TAG},
            "annotations": {
                "summary": self.summary,
                "__dashboardUid__": self.panel[0],
                "__panelId__": str(self.panel[1]),
            },
            "data": [self._asked(), self._newest(), self._judged()],
        }

    def _asked(self) -> Json:
        # Grafana takes a model as it is: `$timeFilter`, and never `$$timeFilter`.
        model: Json = {"query": self.query, "rawQuery": True, "resultFormat": "time_series"}
        return _step("A", SOURCE, model, self.back_s)

    def _newest(self) -> Json:
        model: Json = {"type": "reduce", "expression": "A", "reducer": "last"}
        return _step("B", EXPRESSION, model, 0)

    def _judged(self) -> Json:
        condition: Json = {"evaluator": _limit(self.fires)}
        if self.calms is not None:
            condition["unloadEvaluator"] = _limit(self.calms)
        model: Json = {"type": "threshold", "expression": "B", "conditions": [condition]}
        return _step("C", EXPRESSION, model, 0)


def rules() -> list[Rule]:
    """Return all rules."""
    return [
        Rule(
            uid="vallee-conteneur-plein",
            title="Conteneur presque plein",
            summary="Le conteneur {{ $labels.container }} est à "
            "{{ humanizePercentage $values.B.Value }} de remplissage.",
            query=LEVELS,
            back_s=2 * DAY_S,
            fires=("gt", NEARLY_FULL),
            calms=("lt", NEARLY_FULL - 0.05),
            holds="15m",
            # Who is not measured is not full.
            silence="OK",
            panel=(COLLECTE, FULLNESS),
        ),
        Rule(
            uid="vallee-debordement-probable",
            title="Débordement probable",
            summary="Le conteneur {{ $labels.container }} débordera avant sa prochaine collecte "
            "avec une probabilité de {{ humanizePercentage $values.B.Value }} s'il est laissé.",
            query=select("need", last("p_overflow"), by=["container"]),
            back_s=2 * DAY_S,
            fires=("gt", LIKELY),
            calms=None,
            holds="0s",
            silence="OK",
            panel=(COLLECTE, NEEDS_TABLE),
        ),
        Rule(
            uid="vallee-noeud-muet",
            title="Nœud muet",
            summary="Le nœud {{ $labels.node }} n'a rien dit depuis une demi-heure.",
            # A node that is cut off says nothing, or its last will says that it is down.
            query=select("node", total("up"), by=["node"], buckets=Buckets("30m", "0")),
            back_s=7 * DAY_S,
            fires=("lt", 1),
            calms=None,
            # Longer than a stretch of thirty minutes is nearly empty for having just begun.
            holds="15m",
            silence="NoData",
            panel=(NOEUDS, SEEN),
        ),
    ]


def provisioned() -> Json:
    """Return the rules as a file in Grafana's provisioning folder holds them."""
    group = {
        "orgId": 1,
        "name": GROUP,
        "folder": FOLDER_TITLE,
        "interval": f"{EVERY_S}s",
        "rules": [rule.build() for rule in rules()],
    }
    return {"apiVersion": 1, "groups": [group]}


def posted() -> Json:
    """Return the rules as the group that Grafana's API takes."""
    here = {"orgID": 1, "folderUID": FOLDER, "ruleGroup": GROUP}
    return {
        "title": GROUP,
        "folderUid": FOLDER,
        "interval": EVERY_S,
        "rules": [{**rule.build(), **here} for rule in rules()],
    }


def _step(ref: str, source: str, model: Json, back_s: int) -> Json:
    return {
        "refId": ref,
        "datasourceUid": source,
        "relativeTimeRange": {"from": back_s, "to": 0},
        "model": {"refId": ref, **model},
    }


def _limit(limit: tuple[str, float]) -> Json:
    kind, value = limit
    return {"type": kind, "params": [round(value, 6)]}
