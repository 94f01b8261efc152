"""What is known of places and nodes as phones and rules want it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import msgspec

from cloud.installation.forms import Bounds, Node, Place
from cloud.registry.installations import Ground
from cloud.registry.values import Closed, Container, PlaceToVisit, Stock

# Outlines are drawn by hand, and a container may stand across the road from one.
MARGIN_DEG: Final = 0.005
# Without outlines: around the middles of the communes, farther than any of them reaches.
WIDE_DEG: Final = 0.2
_IN_NO_CONTAINER: Final = frozenset({"radio", "beacon"})


def places(ground: Ground) -> dict[str, Place]:
    """Return places by id: the list's, those where a node is to hang, and where one does."""
    containers = {one.id: one for one in ground.containers}
    communes = {one.insee: one.name for one in ground.communes}
    planned = _planned(ground)
    listed = {one.id: one for one in ground.places}
    found = {}
    for name in sorted({*listed, *planned, *ground.hanging}):
        line = listed.get(name) or PlaceToVisit(name)
        taken_by = min(ground.hanging.get(name, ()), default=None)
        node = line.node or planned.get(name)
        if (container := containers.get(name)) is not None:
            commune = communes.get(container.insee, "")
            found[name] = _container(line, container, commune, node, taken_by)
        elif line.lat is not None and line.lon is not None:
            found[name] = _lamp_post(line, line.lat, line.lon, taken_by)
    return found


def to_visit(ground: Ground, who: str) -> set[str]:
    """Return the ids of the places on somebody's list, or on everybody's."""
    others = {one.id for one in ground.places if one.who not in (None, who)}
    return {*(one.id for one in ground.places), *_planned(ground)} - others


def nodes(ground: Ground) -> dict[str, Node]:
    """Return every node of the stock by name."""
    measuring = {
        node for (node, _), one in ground.sensors.items() if one.model not in _IN_NO_CONTAINER
    }
    places = _node_places(ground)
    return {
        one.node: Node(
            one.node,
            one.stock.value,
            one.revoked_us is not None,
            places.get(one.node),
            one.node in measuring,
        )
        for one in ground.devices
    }


def outlines(ground: Ground) -> list[list[list[tuple[float, float]]]]:
    """Return the rings of each commune that has an outline, as (lon, lat)."""
    return [
        [*_rings(msgspec.json.decode(one.outline))]
        for one in ground.communes
        if one.outline is not None
    ]


def bounds(ground: Ground) -> Bounds | None:
    """Return the box around the territory; None if none is loaded."""
    corners = [corner for rings in outlines(ground) for ring in rings for corner in ring]
    margin = MARGIN_DEG if corners else WIDE_DEG
    corners = corners or [(one.lon, one.lat) for one in ground.communes]
    if not corners:
        return None
    lons, lats = zip(*corners, strict=True)
    return Bounds(
        south=min(lats) - margin,
        west=min(lons) - margin,
        north=max(lats) + margin,
        east=max(lons) + margin,
    )


def _container(
    line: PlaceToVisit, of: Container, commune: str, node: str | None, taken_by: str | None
) -> Place:
    return Place(
        of.id,
        "container",
        line.title or of.name,
        line.street,
        line.commune or commune,
        of.lat,
        of.lon,
        of.stream,
        of.model.depth_mm,
        of.model.sensor_above_full_mm,
        line.keys,
        line.permit,
        node,
        taken_by,
    )


def _lamp_post(line: PlaceToVisit, lat: float, lon: float, taken_by: str | None) -> Place:
    return Place(
        line.id,
        "lamp-post",
        line.title or line.id,
        line.street,
        line.commune,
        lat,
        lon,
        keys=line.keys,
        permit=line.permit,
        node=line.node,
        taken_by=taken_by,
    )


def _planned(ground: Ground) -> dict[str, str]:
    """Return, by container, a node in stock that is to hang there."""
    in_stock = {
        one.node for one in ground.devices if one.stock is Stock.IN_STOCK and one.revoked_us is None
    }
    return {
        container: node
        for node, containers in sorted(_containers(ground).items(), reverse=True)
        if node in in_stock
        for container in containers
    }


def _node_places(ground: Ground) -> Mapping[str, str]:
    """Return where each node hangs or is to hang; one that serves several places has none yet."""
    found = {one.node: one.id for one in ground.places if one.node is not None}
    for node, containers in _containers(ground).items():
        if len(containers) == 1:
            found.setdefault(node, *containers)
    # Where it was hung up last says more than any plan.
    for visit in ground.installations:
        if visit.state is not Closed.REFUSED and _hangs_at(ground, visit.node, visit.place):
            found[visit.node] = visit.place
    for place, hanging in ground.hanging.items():
        for node in hanging:
            found.setdefault(node, place)
    return found


def _hangs_at(ground: Ground, node: str, place: str) -> bool:
    return node in ground.hanging.get(place, ())


def _containers(ground: Ground) -> Mapping[str, Collection[str]]:
    """Return the containers where each node's sensors hang by their open mounts."""
    found: dict[str, set[str]] = {}
    for sensor in ground.sensors.values():
        if sensor.mounts and sensor.mounts[-1].until_us is None:
            found.setdefault(sensor.node, set()).add(sensor.mounts[-1].container)
    return found


def _rings(shape: Any) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401 - GeoJSON, any depth
    """Yield every ring of a GeoJSON geometry."""
    if isinstance(shape, dict):
        yield from _rings(shape.get("coordinates", shape.get("geometries", ())))
    elif shape and isinstance(shape[0], list | tuple) and isinstance(shape[0][0], int | float):
        yield [(float(corner[0]), float(corner[1])) for corner in shape]
    else:
        for part in shape:
            yield from _rings(part)
