"""GeoJSON and GPX that other programs take."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from cloud.plan.route import Plan
from cloud.web.view import View
from tests.cloud.web.conftest import FakeDesk, Get

GPX = {"g": "http://www.topografix.com/GPX/1/1"}
# The sequence of the schema, as far as it is used.
ORDER = {
    "gpx": ["metadata", "rte"],
    "metadata": ["name", "desc", "time"],
    "rte": ["name", "desc", "number", "rtept"],
    "rtept": ["time", "name", "desc", "sym", "type"],
}


@pytest.fixture
def plan(view: View) -> Plan:
    assert view.plan is not None
    return view.plan


def _root(answer: httpx.Response) -> ET.Element:
    return ET.fromstring(answer.content)  # noqa: S314 - our own document


def _named(desk: FakeDesk, name: str) -> None:
    plan = desk.shown.plan
    assert plan is not None
    first, *others = plan.routes
    stops = (first.stops[0], replace(first.stops[1], name=name), *first.stops[2:])
    route = replace(first, truck_name=name, stops=stops)
    desk.shown = replace(desk.shown, plan=replace(plan, routes=(route, *others)))


def _features(get: Get) -> list[dict[str, Any]]:
    answer = get("/plan.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    collection = json.loads(answer.content)
    assert collection["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = collection["features"]
    return features


def test_geojson_puts_longitude_first_and_every_feature_has_its_members(get: Get) -> None:
    for feature in _features(get):
        assert set(feature) == {"type", "geometry", "properties"}
        assert feature["type"] == "Feature"
        geometry = feature["geometry"]
        line = geometry["coordinates"]
        positions = [line] if geometry["type"] == "Point" else line
        assert geometry["type"] == "Point" or len(positions) >= 2
        assert all(3 < lon < 4 and 43 < lat < 44 for lon, lat in positions)


def test_geojson_holds_a_line_per_truck_its_stops_and_what_is_left(get: Get, plan: Plan) -> None:
    kinds = [feature["properties"]["kind"] for feature in _features(get)]

    assert kinds.count("route") == 2
    assert kinds.count("container") == 17
    assert kinds.count("tip") == 4
    assert kinds.count("left") == len(plan.left) == 13


def test_an_idle_truck_is_no_line(get: Get, desk: FakeDesk, plan: Plan) -> None:
    idle = tuple(replace(route, stops=()) for route in plan.routes)
    desk.shown = replace(desk.shown, plan=replace(plan, routes=idle))

    assert {feature["properties"]["kind"] for feature in _features(get)} == {"left"}


def test_gpx_has_a_route_per_truck_with_its_stops_in_order(get: Get, plan: Plan) -> None:
    answer = get("/plan.gpx")

    root = _root(answer)
    assert answer.headers["content-type"] == "application/gpx+xml"
    assert root.attrib["version"] == "1.1"
    for rte, route in zip(root.findall("g:rte", GPX), plan.routes, strict=True):
        points = rte.findall("g:rtept", GPX)
        assert [float(p.attrib["lat"]) for p in points] == pytest.approx(
            [stop.lat for stop in route.stops], abs=1e-6
        )
        numbered = [
            p.findtext("g:name", "", GPX)
            for p in points
            if p.findtext("g:type", "", GPX) == "container"
        ]
        assert [name.split(".")[0] for name in numbered] == [
            str(n + 1) for n in range(len(numbered))
        ]
        times = [p.findtext("g:time", "", GPX) for p in points]
        assert times == sorted(times)
        # Half past five in a French winter.
        assert times[0] == "2026-11-25T04:30:00Z"


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "Distances à vol d’oiseau"), ("en", "Distances are crow flight")]
)
def test_gpx_says_in_the_readers_language_that_it_is_crow_flight(
    get: Get, language: str, says: str
) -> None:
    root = _root(get(f"/plan.gpx?lang={language}"))

    assert root.findtext("g:metadata/g:desc", "", GPX).startswith(says)


def test_gpx_keeps_the_order_of_the_schema(get: Get) -> None:
    root = _root(get("/plan.gpx"))

    for element in root.iter():
        allowed = ORDER.get(element.tag.split("}")[1], [])
        ranks = [allowed.index(child.tag.split("}")[1]) for child in element]
        assert ranks == sorted(ranks)


def test_a_trucks_file_holds_that_truck_alone(get: Get, plan: Plan) -> None:
    root = _root(get("/plan/benne-2.gpx"))

    (rte,) = root.findall("g:rte", GPX)
    assert rte.findtext("g:name", "", GPX) == "Benne 2, 2026-11-25"
    assert len(rte.findall("g:rtept", GPX)) == len(plan.routes[1].stops)


@pytest.mark.parametrize("name", ["<script>alert('&')</script>", ']]>"', "A\x00B\x0bC"])
def test_a_name_stays_a_name_in_every_format(get: Get, desk: FakeDesk, name: str) -> None:
    _named(desk, name)

    root = _root(get("/plan.gpx"))
    stop = next(f for f in _features(get) if f["properties"].get("order") == 1)

    assert stop["properties"]["name"] == name
    # XML has no way to write these two.
    kept = name.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
    assert root.findtext("g:rte/g:name", "", GPX) == f"{kept}, 2026-11-25"
