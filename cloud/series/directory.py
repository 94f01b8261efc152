"""Who may send and what it means, out of the registry and fresh enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from cloud.registry.values import Beacon, Sensor
from cloud.series.beacon import beacon_point
from cloud.series.container import container_point
from cloud.series.lateness import Lateness
from cloud.store.point import Point
from contract.reading import Kind, Reading

Sensors = Mapping[tuple[str, str], Sensor]

# A mounting that was corrected is used this soon; a node that was registered, likewise.
FRESH_S: Final = 10.0


class Known(Protocol):
    """What is asked of a registry here."""

    def sensors(self) -> Sensors:
        """Return every sensor by (node, name)."""

    def beacons(self) -> list[Beacon]:
        """Return every beacon."""


@dataclass(slots=True)
class Directory:
    """The registry's sensors and beacons in memory, read again when they are older than FRESH_S.

    `monotonic_s` tells how much time has passed; `lateness`, which readings are late, and without
    it none is.
    """

    registry: Known
    monotonic_s: Callable[[], float]
    lateness: Lateness | None = None
    _sensors: Sensors = field(default_factory=dict)
    _beacons: Mapping[str, Beacon] = field(default_factory=dict)
    _nodes: frozenset[str] = frozenset()
    _loaded_s: float = float("-inf")

    def knows_node(self, node: str) -> bool:
        """Tell whether the node is registered."""
        self._refresh()
        return node in self._nodes

    def knows_sensor(self, node: str, sensor: str) -> bool:
        """Tell whether the node is registered with this sensor."""
        self._refresh()
        return (node, sensor) in self._sensors

    def derived(self, node: str, reading: Reading, raw: Point, came_at_us: int) -> Point | None:
        """Return what a reading means for its sensor's container or a zone's beacon, if anything.

        `came_at_us` tells whether it is late.
        """
        if reading.kind is Kind.BEACON:
            beacon = self._beacons.get(reading.sensor)
            return beacon_point(beacon, raw) if beacon else None
        mount = self._sensors[node, reading.sensor].mount_at(reading.taken_at_us)
        point = container_point(mount.container, raw) if mount else None
        if mount and point and self.lateness:
            self.lateness.note(mount.container, reading.taken_at_us, came_at_us)
        return point

    def late(self) -> set[tuple[str, date]]:
        """Return, and forget, the (container, local day) pairs to which late readings belong."""
        return self.lateness.take() if self.lateness else set()

    def _refresh(self) -> None:
        now_s = self.monotonic_s()
        if now_s - self._loaded_s >= FRESH_S:
            self._sensors = self.registry.sensors()
            self._beacons = {beacon.id: beacon for beacon in self.registry.beacons()}
            self._nodes = frozenset(node for node, _ in self._sensors)
            self._loaded_s = now_s
