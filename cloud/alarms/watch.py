"""One look at everything that may be an alarm, out of the registry and the store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cloud.alarms.rules import BACK, HOUR_US, Reading, fire, lost, overflow
from cloud.alarms.seen import Seen, State, together
from cloud.ingest.points import UNDATED
from cloud.registry.registry import Registry
from cloud.registry.values import Sensor
from cloud.series.container import FIELD, MEASUREMENT, series_of
from cloud.series.last_heard import last_heard_us
from cloud.settings import Alarms
from cloud.store.point import Point, Tags
from cloud.store.port import Store
from contract.reading import Kind

DAY_US: Final = 24 * HOUR_US

# Alarms wait out an outage in the node's own box: a fire of yesterday is still told.
_HEAT_US: Final = DAY_US
# A container that said nothing for longer says nothing of now.
_FILL_US: Final = 2 * DAY_US
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
        found += self._overflows(containers, now_us)
        found += self._lost(hung_up, now_us)
        return together(found)

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
        told = self.store.newest(Kind.ALARM.value, (), (now_us - _HEAT_US) * 1000, _end_ns(now_us))
        undated = self.store.newest(UNDATED, (), 0, _END_OF_EPOCHS)
        for (node, sensor), container in hung_up.items():
            subject = container or f"{node}/{sensor}"
            series = (("node", node), ("sensor", sensor))
            # Hardly any sensor has an alarm: the others are not asked one by one.
            heats = self._heats(series, now_us) if series in told or series in undated else []
            alive_us = None
            if heats or subject in open_fires:
                alive_us = self._measured_us(series, now_us)
            yield fire(subject, heats, alive_us, self.rules.fire_c)

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

    def _measured_us(self, series: Tags, now_us: int) -> int | None:
        since_ns = (now_us - _HEAT_US) * 1000
        found = self.store.newest(Kind.LEVEL.value, series, since_ns, _end_ns(now_us))
        return found[series][-1].time_ns // 1000 if series in found else None

    def _overflows(self, containers: Collection[str], now_us: int) -> Iterator[Seen]:
        asked = (now_us - _FILL_US) * 1000, _end_ns(now_us)
        newest = self.store.newest(MEASUREMENT, (), *asked, most=2)
        for container in sorted(containers):
            series = series_of(container)
            points = newest.get(series, [])
            # Two readings tell whether; since when, only all of them.
            if self._judged(container, points).state is State.ON:
                points = self.store.read(MEASUREMENT, series, *asked)
            yield self._judged(container, points)

    def _judged(self, container: str, points: Sequence[Point]) -> Seen:
        fills = [(one.time_ns // 1000, float(one.fields[FIELD])) for one in points]
        return overflow(container, fills, self.rules.overflow_at, self.rules.overflow_over)

    def _lost(self, hung_up: Collection[tuple[str, str]], now_us: int) -> list[Seen]:
        lost_us = self.rules.lost_hours * HOUR_US
        told_us = {one.node: one.at_us for one in self.registry.statuses()}
        heard_us = last_heard_us(self.store, hung_up, told_us, lost_us // BACK, now_us)
        return lost(heard_us, now_us, lost_us)


def _place(sensor: Sensor, now_us: int) -> str | None:
    mount = sensor.mount_at(now_us)
    return None if mount is None else mount.container


def _end_ns(now_us: int) -> int:
    return (now_us + 1) * 1000
