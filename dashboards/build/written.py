"""The built files as text, the same at every build."""

import json
from pathlib import Path
from typing import Any, Final

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.build.alerts import provisioned
from dashboards.build.balises import balises
from dashboards.build.collecte import collecte
from dashboards.build.noeuds import noeuds
from dashboards.build.zone import zone
from dashboards.files import JSON, RULES

BUILDERS: Final = {"collecte": collecte, "zone": zone, "balises": balises, "noeuds": noeuds}

_HEAD: Final = (
    "# Built by `vallee-dashboards build`; JSON is YAML. See dashboards/build/alerts.py.\n"
)


def written(folder: Path = JSON, rules: Path = RULES) -> dict[Path, str]:
    """Return every built file with its text: the dashboards, and the alert rules."""
    files = {folder / f"{name}.json": _text(tidy(build())) for name, build in BUILDERS.items()}
    return {**files, rules: _HEAD + _text(provisioned())}


def tidy(board: Dashboard) -> dict[str, Any]:
    """Return a dashboard as JSON values, without what the SDK writes and Grafana 13 forgot."""
    plain: dict[str, Any] = json.loads(json.dumps(board, cls=JSONEncoder))
    for panel in plain["panels"]:
        if panel["type"] == "table":
            del panel["options"]["footer"]
    for variable in plain["templating"]["list"]:
        for interval_only in ("auto", "auto_count", "auto_min"):
            del variable[interval_only]
    return plain


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
