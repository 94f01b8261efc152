"""A zone's figures for other programs, as JSON; what is not known is null, never 0."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from cloud.footfall.figures import Period
from cloud.web.words import Words
from cloud.web.zone.view import PAST_DAYS, ZoneView


def figures_json(view: ZoneView, words: Words) -> str:
    """Return all of `view`; instants are ISO 8601 in local time with its offset."""
    record = {
        **asdict(view.zone),
        "timezone": view.timezone,
        "now": _instant(view.now_us, words),
        "past_days": PAST_DAYS,
        "withheld_below": view.withheld_below,
        "interval": 0.95,
        "people_by_hand": view.people_by_hand,
        "days": _periods(view.days, words),
        "hours": _periods(view.hours, words),
        "quarters": _periods(view.quarters, words),
        "gates": [
            {"name": gate.name, "invented": gate.invented, "days": _periods(gate.days, words)}
            for gate in view.gates
        ],
        "usual_week": [asdict(cell) for cell in view.profile],
        "beacons": [
            {
                "id": tag.heard.beacon,
                "name": tag.heard.name,
                "heard": _instant(tag.heard.heard_us, words),
                "told": _instant(tag.heard.told_us, words),
                "rssi_dbm": tag.heard.rssi_dbm,
                "battery_ratio": tag.heard.battery_ratio,
                "battery_mv": tag.heard.battery_mv,
                "missing": tag.heard.missing,
                "invented": tag.invented,
            }
            for tag in view.beacons
        ],
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def _periods(periods: Iterable[Period], words: Words) -> list[dict[str, Any]]:
    return [
        {
            "begin": _instant(p.begin_us, words),
            "passages": p.passages,
            "low": p.low,
            "high": p.high,
            "coverage": p.coverage,
            "withheld": p.withheld,
            "week_before": p.week_before,
        }
        for p in periods
    ]


def _instant(time_us: int | None, words: Words) -> str | None:
    return None if time_us is None else words.local(time_us).isoformat(timespec="seconds")
