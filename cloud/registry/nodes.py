"""The `edge.toml` of each node, written from what the registry knows of it."""

import json
from collections.abc import Iterator
from typing import Protocol

from cloud.registry.values import Beacon, Container, Radio, Sensor


class Known(Protocol):
    """What is asked of a registry here."""

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return every sensor by (node, name)."""

    def containers(self) -> list[Container]:
        """Return every container."""

    def radios(self) -> list[Radio]:
        """Return every radio."""

    def beacons(self) -> list[Beacon]:
        """Return every beacon."""


def node_files(
    registry: Known, *, port: str = "/dev/serial0", every_s: int = 900
) -> dict[str, str]:
    """Return, by node, the text of its `edge.toml`; one with nothing mounted and no radio has none.

    A sensor without a port of its own is found on `port`. Broker, outbox and how a radio listens
    are left to the edge's defaults and environment.
    """
    containers = {container.id: container for container in registry.containers()}
    tables: dict[str, list[str]] = {}
    for sensor in registry.sensors().values():
        if sensor.mounts and sensor.mounts[-1].until_us is None:
            container = containers[sensor.mounts[-1].container]
            tables.setdefault(sensor.node, []).append(_sensor(sensor, container, port, every_s))
    beacons = registry.beacons()
    for radio in registry.radios():
        heard = [beacon for beacon in beacons if beacon.node == radio.node]
        tables.setdefault(radio.node, []).extend(_radio(radio, heard))
    return {node: "\n".join((f"node = {_text(node)}\n", *tables[node])) for node in sorted(tables)}


def _sensor(sensor: Sensor, container: Container, port: str, every_s: int) -> str:
    model = container.model
    return f"""\
[[sensors]]
name = {_text(sensor.name)}
model = {_text(sensor.model)}
port = {_text(sensor.port or port)}
every_s = {every_s}

[sensors.container] # {container.id}
depth_mm = {model.depth_mm}
bottom_mm = {list(model.bottom_mm)}
top_mm = {list(model.top_mm)}
sensor_above_full_mm = {model.sensor_above_full_mm}
"""


def _radio(radio: Radio, beacons: list[Beacon]) -> Iterator[str]:
    yield f"[radio]\nname = {_text(radio.sensor)}\n"
    for beacon in beacons:
        name, identity = _text(beacon.id), _text(beacon.identity)
        yield f"[[radio.beacons]]\nname = {name}\nidentity = {identity}\n"


def _text(text: str) -> str:
    # A JSON string is a TOML basic string, as long as nothing in it is spelled in surrogates.
    return json.dumps(text, ensure_ascii=False)
