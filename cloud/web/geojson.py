"""The plan as GeoJSON (RFC 7946): a line per truck, a point per stop and per container left."""

import json
from collections.abc import Iterator
from typing import Any

from cloud.plan.route import Plan, Route, Stop
from cloud.web.view import Container, View


def plan_geojson(view: View, plan: Plan) -> str:
    """Return the feature collection of `plan`, positions as (longitude, latitude)."""
    features = [feature for route in plan.routes for feature in _route(route)]
    containers = {container.id: container for container in view.containers}
    for left in plan.left:
        container = containers.get(left.container)
        if container is not None:
            features.append(_left(container, left.p_overflow, left.reason))
    collection = {
        "type": "FeatureCollection",
        "day": plan.day,
        "travel": plan.travel,
        "exact_roads": plan.exact_roads,
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False)


def _route(route: Route) -> Iterator[dict[str, Any]]:
    # RFC 7946, 3.1.4: a line has two positions or more; an idle truck has none.
    if len(route.stops) > 1:
        line = [_position(stop.lat, stop.lon) for stop in route.stops]
        about = {
            "kind": "route",
            "truck": route.truck,
            "name": route.truck_name,
            "operator": route.operator,
            "distance_m": route.distance_m,
            "containers": len(route.containers),
        }
        yield _feature({"type": "LineString", "coordinates": line}, about)
    for order, stop in enumerate(route.stops):
        yield _feature(_point(stop.lat, stop.lon), _stop(route, order, stop))


def _stop(route: Route, order: int, stop: Stop) -> dict[str, Any]:
    return {
        "kind": stop.kind,
        "truck": route.truck,
        "order": order,
        "ref": stop.ref,
        "name": stop.name,
        "arrive_s": stop.arrive_s,
        "leave_s": stop.leave_s,
        "distance_m": stop.distance_m,
        "load_kg": stop.load_kg,
        "load_l": stop.load_l,
        "p_overflow": stop.p_overflow,
        "must": stop.must,
    }


def _left(container: Container, p_overflow: float, reason: str) -> dict[str, Any]:
    about = {
        "kind": "left",
        "ref": container.id,
        "name": container.name,
        "fill_ratio": container.fill_ratio,
        "p_overflow": p_overflow,
        "reason": reason,
    }
    return _feature(_point(container.lat, container.lon), about)


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(lat: float, lon: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(lat, lon)}


def _position(lat: float, lon: float) -> list[float]:
    # Six decimals are a hand's breadth, and RFC 7946 (11.2) asks for no more.
    return [round(lon, 6), round(lat, 6)]
