"""Who may send and what it means, out of the registry and fresh enough."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from cloud.registry.values import Beacon, Sensor
from cloud.series.beacon import beacon_point
from cloud.series.container import container_block
from cloud.series.lateness import Lateness
from cloud.store.block import Block, of_point
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
    _nodes: Mapping[str, set[str]] = field(default_factory=dict)
    _loaded_s: float = float("-inf")

    def sensors_of(self, node: str) -> Container[str] | None:
        """Return the names of a node's sensors, or None if it is not registered."""
        self._refresh()
        return self._nodes.get(node)

    def derived(
        self, node: str, readings: Sequence[Reading], raw: Block, came_at_us: int
    ) -> Iterator[tuple[Block, Sequence[int]]]:
        """Give what readings of one sensor and kind mean for its container or a zone's beacon.

        `raw` are their own points, `came_at_us` tells which of them are late. With each block
        come the numbers of its readings.
        """
        first = readings[0]
        if first.kind is Kind.BEACON:
            if beacon := self._beacons.get(first.sensor):
                for one, point in zip(readings, raw.points(), strict=True):
                    if meant := beacon_point(beacon, point):
                        yield of_point(meant), (one.seq,)
            return
        times = [one.taken_at_us for one in readings]
        sensor = self._sensors[node, first.sensor]
        mount = sensor.mount_at(min(times))
        if mount is sensor.mount_at(max(times)):
            if mount and (block := container_block(mount.container, raw)):
                if self.lateness:
                    self.lateness.note(mount.container, times, came_at_us)
                yield block, [one.seq for one in readings]
            return
        # Read while it hung in more than one: each reading belongs where it hung then.
        for one, point in zip(readings, raw.points(), strict=True):
            yield from self.derived(node, (one,), of_point(point), came_at_us)

    def late(self) -> set[tuple[str, date]]:
        """Return, and forget, the (container, local day) pairs to which late readings belong."""
        return self.lateness.take() if self.lateness else set()

    def _refresh(self) -> None:
        now_s = self.monotonic_s()
        if now_s - self._loaded_s >= FRESH_S:
            self._sensors = self.registry.sensors()
            self._beacons = {beacon.id: beacon for beacon in self.registry.beacons()}
            nodes: dict[str, set[str]] = {}
            for node, sensor in self._sensors:
                nodes.setdefault(node, set()).add(sensor)
            self._nodes = nodes
            self._loaded_s = now_s
