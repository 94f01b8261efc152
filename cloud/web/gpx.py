"""Routes as GPX 1.1 for any sat-nav: one `<rte>` per truck, its points in the order of driving."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

# Only written here, never read: the dangers of XML are in parsing.
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from cloud.plan.route import Plan, Route, Stop
from cloud.web.panel import called
from cloud.web.travel import travelled
from cloud.web.words import Words

_NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"
# Everything that XML 1.0 cannot hold, escaped or not.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SYMBOLS: Final = {
    "depot": "Flag, Green",
    "here": "Flag, Green",
    "container": "Flag, Blue",
    "side": "Flag, Blue",
    "tip": "Flag, Red",
    "break": "Restaurant",
}


def plan_gpx(plan: Plan, routes: Iterable[Route], words: Words) -> bytes:
    """Return `routes` of `plan` as a GPX document; the order of elements is the schema's."""
    gpx = Element("gpx", xmlns=_NAMESPACE, version="1.1", creator="Smart Vallée")
    metadata = _child(gpx, "metadata")
    _text(metadata, "name", words.say("title", day=words.long_day(date.fromisoformat(plan.day))))
    _text(metadata, "desc", travelled(plan, words))
    issued = datetime.fromtimestamp(plan.issued_at_us // 1_000_000, UTC)
    _text(metadata, "time", _utc(issued))
    for number, route in enumerate(routes, 1):
        if route.stops:
            _route(gpx, number, route, plan.day, words)
    indent(gpx)
    document: bytes = tostring(gpx, encoding="utf-8", xml_declaration=True)
    return document


def _route(gpx: Element, number: int, route: Route, day: str, words: Words) -> None:
    rte = _child(gpx, "rte")
    _text(rte, "name", f"{route.truck_name}, {day}")
    _text(
        rte, "desc", f"{words.count('stops', len(route.containers))}, {words.km(route.distance_m)}"
    )
    _text(rte, "number", str(number))
    order = 0
    for stop in route.stops:
        order += stop.kind == "container"
        _point(rte, stop, f"{order}. " if stop.kind == "container" else "", day, words)


def _point(rte: Element, stop: Stop, number: str, day: str, words: Words) -> None:
    rtept = _child(rte, "rtept", lat=f"{stop.lat:.6f}", lon=f"{stop.lon:.6f}")
    _text(rtept, "time", _utc(_instant(day, stop.arrive_s, words.zone)))
    _text(rtept, "name", f"{number}{called(stop, words)}")
    _text(rtept, "desc", f"{words.clock(stop.arrive_s)}, {words.kg(stop.load_kg)}")
    _text(rtept, "sym", _SYMBOLS[stop.kind])
    _text(rtept, "type", stop.kind)


def _instant(day: str, seconds: int, zone: ZoneInfo) -> datetime:
    """Return the instant at which the local clocks of `day` show `seconds` after midnight."""
    midnight = datetime.combine(date.fromisoformat(day), time())
    return (midnight + timedelta(seconds=seconds)).replace(tzinfo=zone)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, tag, attributes)


def _text(parent: Element, tag: str, text: str) -> None:
    _child(parent, tag).text = _NO_XML.sub("\ufffd", text)
