"""One look at everything that may be an alarm, out of the registry and the store."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cloud.alarms.rules import HOUR_US, Reading, fire, lost, overflow
from cloud.alarms.seen import Seen, together
from cloud.ingest.points import UNDATED
from cloud.registry.registry import Registry
from cloud.registry.values import Sensor
from cloud.series.container import FIELD, MEASUREMENT, series_of
from cloud.settings import Alarms
from cloud.store.point import Tags
from cloud.store.port import Store
from contract.reading import Kind

DAY_US: Final = 24 * HOUR_US

# Alarms wait out an outage in the node's own box: a fire of yesterday is still told.
_HEAT_US: Final = DAY_US
# A container that said nothing for longer says nothing of now.
_FILL_US: Final = 2 * DAY_US
# What an outage may last; who was silent for longer is lost whatever its last word was.
_LOOK_BACK_US: Final = 60 * DAY_US
# Undated alarms stand at their epoch's number, which has 48 bits, plus their own.
_END_OF_EPOCHS: Final = 1 << 54
_HEAT: Final = "temperature_c"


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at the sensors that hang somewhere, and at the nodes that carry them."""

    registry: Registry
    store: Store
    rules: Alarms

    def look(self, now_us: int, open_fires: Collection[str]) -> list[Seen]:
        """Return what is seen of every cause that is watched; raise StoreDown, RegistryFault.

        Only for `open_fires` it is asked whether their sensors go on measuring.
        """
        hung_up = self._hung_up(now_us)
        containers = {place for place in hung_up.values() if place is not None}
        found = [*self._fires(hung_up, now_us, open_fires)]
        found += [self._overflow(container, now_us) for container in sorted(containers)]
        found += lost(self._heard_us(hung_up, now_us), now_us, self._lost_us)
        return together(found)

    @property
    def _lost_us(self) -> int:
        return self.rules.lost_hours * HOUR_US

    def _hung_up(self, now_us: int) -> dict[tuple[str, str], str | None]:
        """Return the container of each sensor that hangs somewhere; None of radios and beacons."""
        free = {(one.node, one.sensor) for one in self.registry.radios()}
        free |= {(one.node, one.id) for one in self.registry.beacons()}
        return {
            key: place
            for key, sensor in self.registry.sensors().items()
            if (place := _place(sensor, now_us)) is not None or key in free
        }

    def _fires(
        self,
        hung_up: Mapping[tuple[str, str], str | None],
        now_us: int,
        open_fires: Collection[str],
    ) -> Iterator[Seen]:
        for (node, sensor), container in hung_up.items():
            subject = container or f"{node}/{sensor}"
            series = (("node", node), ("sensor", sensor))
            heats = self._heats(series, now_us)
            alive_us = None
            if heats or subject in open_fires:
                alive_us = self._newest_us(series, (Kind.LEVEL,), now_us - _HEAT_US, now_us)
            yield fire(subject, heats, alive_us or None, self.rules.fire_c)

    def _heats(self, series: Tags, now_us: int) -> list[Reading]:
        since_us = now_us - _HEAT_US
        dated = self.store.read(Kind.ALARM.value, series, since_us * 1000, _end_ns(now_us))
        heats = [
            (one.time_ns // 1000, float(one.fields[_HEAT])) for one in dated if _HEAT in one.fields
        ]
        for one in self.store.read(UNDATED, series, 0, _END_OF_EPOCHS):
            # A node without a clock; when its word came is all that is known.
            came_us = int(float(one.fields["came_at_us"]))
            if _HEAT in one.fields and came_us >= since_us:
                heats.append((came_us, float(one.fields[_HEAT])))
        return sorted(heats)

    def _overflow(self, container: str, now_us: int) -> Seen:
        since_ns = (now_us - _FILL_US) * 1000
        points = self.store.read(MEASUREMENT, series_of(container), since_ns, _end_ns(now_us))
        fills = [(one.time_ns // 1000, float(one.fields[FIELD])) for one in points]
        return overflow(container, fills, self.rules.overflow_at, self.rules.overflow_over)

    def _heard_us(
        self, hung_up: Mapping[tuple[str, str], str | None], now_us: int
    ) -> dict[str, int]:
        """Return when each node that hangs somewhere was heard last; who never spoke is left out.

        The status of one whose link is down was written when it connected; what it measured since
        then was said later.
        """
        sensors: dict[str, list[str]] = defaultdict(list)
        for node, sensor in hung_up:
            sensors[node].append(sensor)
        told = {one.node: one.at_us for one in self.registry.statuses()}
        heard = {node: told.get(node, 0) for node in sensors}
        kinds = (Kind.LEVEL, Kind.COUNT, Kind.HEALTH, Kind.BEACON)
        for node, names in sensors.items():
            for sensor in names:
                if now_us - heard[node] > self._lost_us // 4:
                    series = (("node", node), ("sensor", sensor))
                    read_us = self._newest_us(series, kinds, heard[node], now_us)
                    heard[node] = max(heard[node], read_us)
        return {node: at_us for node, at_us in heard.items() if at_us}

    def _newest_us(self, series: Tags, kinds: tuple[Kind, ...], since_us: int, now_us: int) -> int:
        """Return the time of the newest reading since then; 0 if there is none."""
        since_ns = max(since_us, now_us - _LOOK_BACK_US) * 1000
        found = [
            read[-1].time_ns // 1000
            for kind in kinds
            if (read := self.store.read(kind.value, series, since_ns, _end_ns(now_us)))
        ]
        return max(found, default=0)


def _place(sensor: Sensor, now_us: int) -> str | None:
    mount = sensor.mount_at(now_us)
    return None if mount is None else mount.container


def _end_ns(now_us: int) -> int:
    return (now_us + 1) * 1000
