"""Which vehicle may use which way, in which direction and how fast: tables over OSM's tags.

Keys and values are those of wiki.openstreetmap.org, Key:access; the most special key that says a
known word wins. Conditional tags other than "none @ destination" of a limit, turn restrictions and
widths are not read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cloud.roads.profile import RoadProfile

Tags = Mapping[str, str]
Word = Literal["open", "quiet", "closed"]
"""Quiet: only for who has a stop there, never a way through."""


@dataclass(frozen=True, slots=True)
class Leave:
    """How a vehicle may use a way.

    Attributes:
        forth_kmh: along the way's nodes; 0 where it may not.
        back_kmh: against them, likewise.
        quiet: only for who has a stop there.
        halts: a crew may stop on it.
    """

    forth_kmh: float
    back_kmh: float
    quiet: bool = False
    halts: bool = True


SHUT: Final = Leave(0.0, 0.0, halts=False)

# Guesses to be calibrated: a loaded truck's means between stops, junctions included.
TRUCK_KMH: Final[Mapping[str, float]] = {
    "motorway": 80,
    "motorway_link": 50,
    "trunk": 70,
    "trunk_link": 45,
    "primary": 58,
    "primary_link": 40,
    "secondary": 50,
    "secondary_link": 35,
    "tertiary": 42,
    "tertiary_link": 30,
    "unclassified": 34,
    "residential": 24,
    "road": 24,
    "living_street": 10,
    "service": 14,
    "track": 10,
    "pedestrian": 6,
}
CAR_KMH: Final[Mapping[str, float]] = {
    **{road: round(kmh * 1.2) for road, kmh in TRUCK_KMH.items()},
    "motorway": 110,
    "trunk": 90,
    "living_street": 10,
    "pedestrian": 6,
}

# Nobody drives here unless a tag says that it is allowed.
ONLY_IF_SAID: Final = {"track", "pedestrian"}
NO_HALT: Final = {"motorway", "motorway_link", "trunk_link"}
SERVICE_KMH: Final = {"alley": 12, "driveway": 8, "parking_aisle": 8, "drive-through": 5}
QUIET_SERVICE: Final = {"driveway", "parking_aisle", "drive-through"}
SHUT_SERVICE: Final = {"emergency_access"}

WORDS: Final[Mapping[str, Word]] = {
    **dict.fromkeys(("yes", "designated", "permissive", "official", "public"), "open"),
    **dict.fromkeys(("destination", "delivery", "customers", "residents", "discouraged"), "quiet"),
    **dict.fromkeys(
        ("no", "private", "agricultural", "forestry", "agricultural;forestry"), "closed"
    ),
    **dict.fromkeys(("military", "emergency", "bus", "psv", "permit", "use_sidepath"), "closed"),
}
GOODS_KEYS: Final = ("hgv", "goods", "motor_vehicle", "vehicle", "access")
CAR_KEYS: Final = ("motorcar", "motor_vehicle", "vehicle", "access")

ONE_WAY: Final = {"yes": (True, False), "true": (True, False), "1": (True, False)}
ONE_WAY_BACK: Final = {"-1": (False, True), "reverse": (False, True)}
# A reversible lane is open one way at a time, and OSM does not say when.
BY_HOURS: Final = {"reversible": (False, False)}
DIRECTIONS: Final = {**ONE_WAY, **ONE_WAY_BACK, **BY_HOURS}
RINGS: Final = {"roundabout", "circular"}

# Signs give a limit of which a driver keeps a little short.
OF_LIMIT: Final = 0.9
ZONES_KMH: Final = {"walk": 6, "living_street": 10, "urban": 50, "rural": 80, "motorway": 110}

BLOCKS: Final = {
    *("block", "bollard", "bus_trap", "chain", "cycle_barrier", "debris", "jersey_barrier"),
    *("kissing_gate", "log", "motorcycle_barrier", "planter", "spikes", "stile", "sump_buster"),
    *("turnstile",),
}

UNITS: Final = {
    "": 1.0,
    "t": 1.0,
    "kg": 0.001,
    "st": 0.907185,
    "lbs": 0.000453592,
    "m": 1.0,
    "cm": 0.01,
    "ft": 0.3048,
    "'": 0.3048,
    '"': 0.0254,
    "in": 0.0254,
    "km/h": 1.0,
    "kmh": 1.0,
    "mph": 1.609344,
}
_FIGURE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km/h|kmh|mph|kg|lbs|st|t|cm|ft|in|m|'|\")?")
_FEET: Final = re.compile(r"(\d+)\s*(?:'|ft)\s*(\d+)\s*(?:\"|in)?")
_SPARED: Final = re.compile(r"(?:none|no|yes)\s*@\s*\(?\s*(?:destination|delivery)")


def typical_kmh(profile: RoadProfile) -> Mapping[str, float]:
    """Return the uncalibrated speeds by class of road."""
    return TRUCK_KMH if profile.kind == "hgv" else CAR_KMH


def leave(tags: Tags, profile: RoadProfile, kmh: Mapping[str, float]) -> Leave:
    """Return how a vehicle may use a way; speeds by class of road come from `kmh`."""
    road, service = tags.get("highway", ""), tags.get("service", "")
    word, limit = _word(tags, profile), _limit(tags, profile)
    if road not in kmh or "closed" in {word, limit} or service in SHUT_SERVICE:
        return SHUT
    if road in ONLY_IF_SAID and word is None:
        return SHUT
    speed = _speed(tags, profile, kmh[road])
    forth, back = _directions(tags)
    return Leave(
        forth_kmh=speed if forth else 0.0,
        back_kmh=speed if back else 0.0,
        quiet="quiet" in {word, limit} or service in QUIET_SERVICE,
        halts=road not in NO_HALT,
    )


def barred(tags: Tags, profile: RoadProfile) -> bool:
    """Return whether a vehicle cannot get past a node: a bollard, a private gate, a low bar."""
    word, limit = _word(tags, profile), _limit(tags, profile)
    if "closed" in {word, limit}:
        return True
    return word is None and tags.get("barrier") in BLOCKS


def _word(tags: Tags, profile: RoadProfile) -> Word | None:
    said = (
        WORDS.get(tags.get(key, "")) for key in (GOODS_KEYS if profile.kind == "hgv" else CAR_KEYS)
    )
    return next((word for word in said if word is not None), None)


def _limit(tags: Tags, profile: RoadProfile) -> Word:
    """Return closed where a limit is below the vehicle, quiet where the sign spares who stops."""
    over = [key for key, mine in _limits(profile) if (_least(tags.get(key, "")) or mine) < mine]
    if not over:
        return "open"
    spared = all(_SPARED.search(tags.get(f"{key}:conditional", "")) for key in over)
    return "quiet" if spared else "closed"


def _limits(profile: RoadProfile) -> list[tuple[str, float]]:
    weights = ["maxweight", "maxweightrating"]
    if profile.kind == "hgv":
        weights += ["maxweight:hgv", "maxweightrating:hgv"]
    heights = ("maxheight", "maxheight:physical")
    return [
        *((key, profile.gross_kg / 1000) for key in weights),
        *((key, profile.height_cm / 100) for key in heights),
    ]


def _least(value: str) -> float | None:
    """Return the least figure of a value in tonnes, metres or km/h, None where there is none."""
    if feet := _FEET.fullmatch(value.strip()):
        return int(feet[1]) * UNITS["ft"] + int(feet[2]) * UNITS["in"]
    found = [
        float(figure.replace(",", ".")) * UNITS[unit] for figure, unit in _FIGURE.findall(value)
    ]
    return min(found, default=None)


def _directions(tags: Tags) -> tuple[bool, bool]:
    said = tags.get("oneway", "")
    if said in DIRECTIONS:
        return DIRECTIONS[said]
    implied = tags.get("highway") == "motorway" or tags.get("junction") in RINGS
    return (True, not implied or said == "no")


def _speed(tags: Tags, profile: RoadProfile, typical: float) -> float:
    signs = [tags.get("maxspeed", "")]
    if profile.kind == "hgv":
        signs.append(tags.get("maxspeed:hgv", ""))
    zones = (ZONES_KMH.get(sign.rpartition(":")[2]) for sign in signs)
    limits = [limit for sign in signs if (limit := _least(sign))] + [zone for zone in zones if zone]
    slow = SERVICE_KMH.get(tags.get("service", ""), typical)
    return max(3.0, min(typical, slow, *(OF_LIMIT * limit for limit in limits)))
