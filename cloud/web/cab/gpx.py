"""A truck's round as GPX 1.1 for any navigator: one route, its points in the order of driving."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

# Only written here, never read: the dangers of XML are in parsing.
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from contract.truck_plan import TruckPlan

_NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"
# Everything that XML 1.0 cannot hold, escaped or not.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def round_gpx(plan: TruckPlan) -> bytes:
    """Return a round as a GPX document; the order of elements is the schema's."""
    gpx = Element("gpx", xmlns=_NAMESPACE, version="1.1", creator="Smart Vallée")
    route = SubElement(gpx, "rte")
    _text(route, "name", f"{plan.truck}, {plan.day}")
    midnight = datetime.combine(date.fromisoformat(plan.day), time())
    for stop in plan.stops:
        if stop.kind == "break":
            continue
        point = SubElement(route, "rtept", {"lat": f"{stop.lat:.6f}", "lon": f"{stop.lon:.6f}"})
        local = (midnight + timedelta(seconds=stop.arrive_s)).replace(
            tzinfo=ZoneInfo(plan.timezone)
        )
        _text(point, "time", local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"))
        _text(point, "name", stop.name)
        _text(point, "type", stop.kind)
    indent(gpx)
    document: bytes = tostring(gpx, encoding="utf-8", xml_declaration=True)
    return document


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _NO_XML.sub("\ufffd", text)
