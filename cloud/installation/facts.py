"""The evidence of a visit boiled down to the few numbers that the table of rules looks at.

A phone does the same in its own language; docs/reference/installation.md says how in words, and
tests/cloud/installation/cases.json holds both to the same verdicts.
"""

import math
from collections.abc import Mapping
from statistics import median
from typing import Final

import msgspec

from cloud.installation.forms import Bounds, Node, Place, Visit
from cloud.installation.rules import BLIND_MM, STILL_MM

EARTH_M: Final = 6_371_008.8
_HUNG_UP: Final = frozenset({"mounted", "proven"})

Facts = Mapping[str, float | None]
"""By name; None: not known, and nothing is refused for it."""


class Evidence(msgspec.Struct, frozen=True):
    """A visit, and all that is known of what it touches.

    Attributes:
        place: the place that the visit names; None: no list has it.
        node: the node that was scanned; None: nobody knows it.
        now_us: the time of who judges: the cloud's, or the phone's with its offset.
        photo: whether there is a photo, and it is one.
        photo_same: whether it is the one that the visit speaks of; None: not known yet.
    """

    visit: Visit
    place: Place | None
    node: Node | None
    bounds: Bounds | None
    now_us: int
    photo: bool
    photo_same: bool | None = None


def facts(of: Evidence) -> Facts:
    """Return every fact by name."""
    return {
        **_things(of.visit, of.place, of.node),
        **_clock(of.visit, of.now_us),
        **_position(of.visit, of.place, of.bounds),
        "photo": float(of.photo),
        "photo_same": None if of.photo_same is None else float(of.photo_same),
        **_network(of.visit),
        **_cone(of.visit, of.place),
    }


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two places on the ball that the earth nearly is (haversine)."""
    one, other = math.radians(lat), math.radians(other_lat)
    north, east = other - one, math.radians(other_lon - lon)
    chord = math.sin(north / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, chord)))


def _things(visit: Visit, place: Place | None, node: Node | None) -> Facts:
    hung_up = node is not None and node.stock in _HUNG_UP
    taken_by = None if place is None else place.taken_by
    here = node is not None and node.place == visit.target
    # Who takes another's place takes over its sensors too.
    needs = place is not None and place.stands == "container" and visit.replaces is None
    return {
        "place_known": float(place is not None),
        "target_same": float(visit.target == visit.place),
        "node_known": float(node is not None),
        "node_revoked": float(node is not None and node.revoked),
        "node_retired": float(node is not None and node.stock == "retired"),
        "node_in_repair": float(node is not None and node.stock == "in-repair"),
        "node_here": float(hung_up and here),
        "node_elsewhere": float(hung_up and not here),
        "node_planned_elsewhere": float(
            node is not None and not hung_up and node.place is not None and not here
        ),
        "node_measures": None if node is None or not needs else float(node.measures),
        # The node itself hangs there: that is said already.
        "place_taken": float(taken_by not in (None, visit.replaces, visit.node)),
        "swap_same": None if visit.replaces is None else float(visit.replaces == taken_by),
    }


def _clock(visit: Visit, now_us: int) -> Facts:
    if visit.offset_us is None:
        return {"clock_known": 0.0}
    ahead_s = (visit.at_us + visit.offset_us - now_us) / 1e6
    return {
        "clock_known": 1.0,
        "clock_off_s": abs(visit.offset_us) / 1e6,
        "ahead_s": ahead_s,
        "age_s": -ahead_s,
    }


def _position(visit: Visit, place: Place | None, bounds: Bounds | None) -> Facts:
    numbers = (visit.lat, visit.lon, visit.accuracy_m)
    good = (
        all(map(math.isfinite, numbers))
        and abs(visit.lat) <= 90  # noqa: PLR2004 - the poles
        and abs(visit.lon) <= 180  # noqa: PLR2004 - the date line
        and visit.accuracy_m >= 0
    )
    if not good:
        return {"position_good": 0.0}
    away_m = None if place is None else metres(visit.lat, visit.lon, place.lat, place.lon)
    return {
        "position_good": 1.0,
        "accuracy_m": visit.accuracy_m,
        "inside": None if bounds is None else float(_is_inside(visit, bounds)),
        "beyond_m": None if away_m is None else away_m - visit.accuracy_m,
    }


def _is_inside(visit: Visit, bounds: Bounds) -> bool:
    return bounds.south <= visit.lat <= bounds.north and bounds.west <= visit.lon <= bounds.east


def _network(visit: Visit) -> Facts:
    radios = ("wifi", "lte", "lora")
    return {
        **{f"{one}_dbm": visit.radio_dbm if visit.radio == one else None for one in radios},
        "rtt_ms": visit.rtt_ms,
    }


def _cone(visit: Visit, place: Place | None) -> Facts:
    """Return what was seen with the hand away, as shares of the way to full line and floor."""
    if place is None or place.full_mm is None or place.floor_mm is None:
        return {}
    echoes = [one for one in visit.cone_mm if one > 0]
    pings = len(visit.cone_mm)
    middle = median(echoes) if echoes else None
    still = bool(echoes) and max(echoes) - min(echoes) <= STILL_MM
    return {
        "pings": float(pings),
        "echoes": len(echoes) / pings if pings else None,
        "near": middle / place.full_mm if middle is not None and place.full_mm else None,
        "stuck": None if middle is None else float(middle <= BLIND_MM and still),
        "far": None if middle is None else middle / place.floor_mm,
        "empty": None if visit.empty_mm is None else visit.empty_mm / place.floor_mm,
    }
