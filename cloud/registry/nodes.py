"""The `edge.toml` of each node, written from what the registry knows of it."""

import json
from typing import Protocol

from cloud.registry.values import Container, Sensor


class Known(Protocol):
    """What is asked of a registry here."""

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return every sensor by (node, name)."""

    def containers(self) -> list[Container]:
        """Return every container."""


def node_files(
    registry: Known, *, port: str = "/dev/serial0", every_s: int = 900
) -> dict[str, str]:
    """Return, by node, the text of its `edge.toml`; a node with nothing mounted has none.

    Broker and outbox are left to the edge's defaults and environment.
    """
    containers = {container.id: container for container in registry.containers()}
    tables: dict[str, list[str]] = {}
    for sensor in registry.sensors().values():
        if sensor.mounts and sensor.mounts[-1].until_us is None:
            container = containers[sensor.mounts[-1].container]
            tables.setdefault(sensor.node, []).append(_sensor(sensor, container, port, every_s))
    return {node: "\n".join((f"node = {_text(node)}\n", *each)) for node, each in tables.items()}


def _sensor(sensor: Sensor, container: Container, port: str, every_s: int) -> str:
    model = container.model
    return f"""\
[[sensors]]
name = {_text(sensor.name)}
model = {_text(sensor.model)}
port = {_text(port)}
every_s = {every_s}

[sensors.container] # {container.id}
depth_mm = {model.depth_mm}
bottom_mm = {list(model.bottom_mm)}
top_mm = {list(model.top_mm)}
sensor_above_full_mm = {model.sensor_above_full_mm}
"""


def _text(text: str) -> str:
    # A JSON string is a TOML basic string, as long as nothing in it is spelled in surrogates.
    return json.dumps(text, ensure_ascii=False)
