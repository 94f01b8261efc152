"""Evidence with its verdict, for every language that decides: `python -m` this writes cases.json.

A good visit, and what is spoiled of it in each case. What JSON cannot say (NaN) is in test_judge.
"""

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from cloud.installation.facts import Evidence
from cloud.installation.judge import judge

FILE: Final = Path(__file__).with_name("cases.json")
NOW_US: Final = 1_795_600_000_000_000
DAY_US: Final = 86_400_000_000

GOOD: Final[dict[str, Any]] = {
    "visit": {
        "id": "6f1c2a34-0b7d-4c55-9a10-3f2b8f6d1e01",
        "place": "alpha-01",
        "node": "n-001",
        "target": "alpha-01",
        "lat": 43.6101,
        "lon": 3.5101,
        "accuracy_m": 6.0,
        "at_us": NOW_US - 60_000_000,
        "supply": "permanent",
        "photo_sha256": "a" * 64,
        "offset_us": 1_200_000,
        "radio": "lte",
        "radio_dbm": -98.0,
        "rtt_ms": 84,
        "empty_mm": None,
        "cone_mm": [1242, 1251, 1247, 1249, 1244],
        "replaces": None,
    },
    "place": {
        "id": "alpha-01",
        "stands": "container",
        "title": "Alpha, mairie",
        "street": "1 place de la mairie",
        "commune": "Alpha",
        "lat": 43.61,
        "lon": 3.51,
        "stream": "residual",
        "depth_mm": 1000,
        "full_mm": 250,
        "taken_by": None,
    },
    "node": {
        "name": "n-001",
        "stock": "in-stock",
        "revoked": False,
        "place": "alpha-01",
        "measures": True,
    },
    "bounds": {"south": 43.5, "west": 3.4, "north": 43.7, "east": 3.6},
    "now_us": NOW_US,
    "photo": True,
    "photo_same": True,
}

LAMP_POST: Final[dict[str, Any]] = {
    "place.stands": "lamp-post",
    "place.stream": None,
    "place.depth_mm": None,
    "place.full_mm": None,
    "visit.cone_mm": [],
}

# What is spoiled, and the codes that it is refused by; written by hand: this is the law.
CASES: Final[tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...]] = (
    ("a good visit", {}, ()),
    ("no network yet", {"visit.radio": None, "visit.radio_dbm": None, "visit.rtt_ms": None}, ()),
    ("a lamp post", LAMP_POST, ()),
    ("a place that no list has", {"place": None}, ("place-unknown",)),
    ("a wrong container", {"visit.target": "alpha-02"},
     ("wrong-target", "node-planned-elsewhere")),
    ("an unknown node", {"node": None}, ("node-unknown",)),
    ("a revoked node", {"node.revoked": True}, ("node-revoked",)),
    ("a retired node", {"node.stock": "retired"}, ("node-retired",)),
    ("a node in repair", {"node.stock": "in-repair"}, ("node-in-repair",)),
    ("a node mounted here", {"node.stock": "mounted", "place.taken_by": "n-001"}, ("node-here",)),
    ("a node mounted elsewhere", {"node.stock": "proven", "node.place": "alpha-02"},
     ("node-elsewhere",)),
    ("a node prepared for elsewhere", {"node.place": "alpha-02"}, ("node-planned-elsewhere",)),
    ("a node without a sensor", {"node.measures": False}, ("node-without-sensor",)),
    ("a lamp post needs no sensor", {**LAMP_POST, "node.measures": False}, ()),
    ("a container that has a node", {"place.taken_by": "n-009"}, ("place-taken",)),
    ("a swap", {"place.taken_by": "n-009", "visit.replaces": "n-009", "node.measures": False}, ()),
    ("a swap with another", {"place.taken_by": "n-009", "visit.replaces": "n-008"},
     ("place-taken", "swap-other")),
    ("a swap where nothing hangs", {"visit.replaces": "n-009"}, ("swap-other",)),
    ("a time that nobody knows", {"visit.offset_us": None}, ("clock",)),
    ("a phone two days off", {"visit.at_us": NOW_US + 2 * DAY_US,
                              "visit.offset_us": -2 * DAY_US}, ("clock",)),
    ("a visit of the future", {"visit.at_us": NOW_US + 301_000_000, "visit.offset_us": 0},
     ("clock",)),
    ("a visit of five minutes ahead", {"visit.at_us": NOW_US + 300_000_000,
                                       "visit.offset_us": 0}, ()),
    ("a visit of last season", {"visit.at_us": NOW_US - 31 * DAY_US}, ("visit-old",)),
    ("91 degrees", {"visit.lat": 91.0}, ("position-none",)),
    ("181 degrees", {"visit.lon": -181.0}, ("position-none",)),
    ("an error below nothing", {"visit.accuracy_m": -1.0}, ("position-none",)),
    ("a coarse position", {"visit.accuracy_m": 50.5}, ("position-coarse",)),
    ("outside the territory", {"visit.lat": 48.85, "visit.lon": 2.35},
     ("position-outside", "position-far")),
    ("no territory", {"bounds": None}, ()),
    ("a street away", {"visit.lat": 43.6105}, ("position-far",)),
    ("a street away by a coarser phone", {"visit.lat": 43.6105, "visit.accuracy_m": 40.0}, ()),
    ("no photo", {"photo": False, "photo_same": None}, ("photo-none",)),
    ("another photo", {"photo_same": False}, ("photo-other",)),
    ("weak LTE", {"visit.radio_dbm": -112.0}, ("radio-weak",)),
    ("LTE at the limit", {"visit.radio_dbm": -111.0}, ()),
    ("weak Wi-Fi", {"visit.radio": "wifi", "visit.radio_dbm": -73.0}, ("radio-weak",)),
    ("Wi-Fi at the limit", {"visit.radio": "wifi", "visit.radio_dbm": -72.0}, ()),
    ("weak LoRa", {"visit.radio": "lora", "visit.radio_dbm": -114.0}, ("radio-weak",)),
    ("LoRa at the limit", {"visit.radio": "lora", "visit.radio_dbm": -113.0}, ()),
    ("a slow network", {"visit.rtt_ms": 1001}, ("network-slow",)),
    ("an untested cone", {"visit.cone_mm": []}, ("cone-missing",)),
    ("four readings", {"visit.cone_mm": [1242, 1251, 1247, 1249]}, ("cone-missing",)),
    ("hardly an echo", {"visit.cone_mm": [0, 0, 0, 1250, 1244]}, ("cone-silent",)),
    ("a hand before it", {"visit.cone_mm": [62, 75, 81, 70, 64]}, ("cone-blocked",)),
    ("a strap in the blind zone", {"visit.cone_mm": [300] * 5}, ("cone-blocked",)),
    ("waste at the full line", {"visit.cone_mm": [262, 281, 255, 270, 290]}, ()),
    ("one liar among five", {"visit.cone_mm": [1242, 190, 1247, 1249, 1244]}, ()),
    ("it sees the street", {"visit.cone_mm": [1800, 1820, 1790, 1805, 1811]}, ("cone-beyond",)),
    ("measured empty", {"visit.empty_mm": 1262}, ()),
    ("deeper than it is", {"visit.empty_mm": 1376}, ("empty-beyond",)),
    ("not empty", {"visit.empty_mm": 1124}, ("empty-short",)),
    ("everything at once",
     {"node.revoked": True, "visit.lat": 91.0, "photo": False, "photo_same": None,
      "visit.cone_mm": [62, 75, 81, 70, 64]},
     ("node-revoked", "position-none", "photo-none", "cone-blocked")),
)  # fmt: skip


def spoiled(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the good evidence with `part.field` changed."""
    tree: dict[str, Any] = json.loads(json.dumps(GOOD))
    for path, value in changes.items():
        part, _, name = path.partition(".")
        if name:
            tree[part][name] = value
        else:
            tree[part] = value
    return tree


def evidence(changes: dict[str, Any]) -> Evidence:
    return msgspec.convert(spoiled(changes), Evidence)


def codes(of: Evidence) -> tuple[str, ...]:
    return tuple(one.code for one in judge(of).refused)


def text() -> str:
    """Return the file: a case a line."""
    lines = [
        json.dumps({"name": name, "evidence": spoiled(changes), "refused": refused})
        for name, changes, refused in CASES
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
