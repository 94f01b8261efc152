"""The turn of the alarms: look, judge, tell."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cloud.alarms.content import Place
from cloud.alarms.judge import judge
from cloud.alarms.oncall import OnCall
from cloud.alarms.rules import MINUTE_US
from cloud.alarms.watch import Watch
from cloud.registry.alarms import Alarms
from cloud.registry.registry import Registry
from cloud.registry.values import Alarm, AlarmKind, AlarmTurn
from cloud.settings import Alarms as Wishes

_NOTHING: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Tower:
    """Keeps the alarms in step with what is seen, and fills the outbox."""

    watch: Watch
    alarms: Alarms
    on_call: OnCall
    wishes: Wishes

    def turn(self, now_us: int) -> AlarmTurn:
        """Look once; return what was opened, changed and told. Raises StoreDown, RegistryFault."""
        silent_us = silences(self.wishes)
        opened = self.alarms.listed(limit=100_000, only_open=True)
        fires = {one.subject for one in opened if one.kind is AlarmKind.FIRE}
        seen = self.watch.look(now_us, fires)

        def decide(known: Sequence[Alarm]) -> AlarmTurn:
            found = judge(known, seen, now_us, silent_us)
            return replace(found, messages=self.on_call.ended(found.changed, now_us))

        judged = self.alarms.turn(now_us - max(silent_us.values()), decide)
        # Only now has each a number, by which people call it.
        called = self.alarms.turn(_NOTHING, lambda known: self.on_call.call(known, now_us))
        return replace(judged, messages=(*judged.messages, *called.messages))


def silences(wishes: Wishes) -> dict[AlarmKind, int]:
    """Return for how long nobody is told of the same cause again."""
    minutes = {
        AlarmKind.FIRE: wishes.fire_silent_min,
        AlarmKind.OVERFLOW: wishes.overflow_silent_min,
        AlarmKind.LOST: wishes.lost_silent_min,
        AlarmKind.RECEPTION: wishes.lost_silent_min,
    }
    return {kind: count * MINUTE_US for kind, count in minutes.items()}


@dataclass(frozen=True, slots=True)
class Places:
    """Where alarms are, as the registry knows it."""

    registry: Registry

    def of(self, alarm: Alarm) -> list[Place]:
        """Return the place of a container, or those of the containers where a node hangs."""
        return self.finder()(alarm)

    def finder(self) -> Callable[[Alarm], list[Place]]:
        """Return what finds the places of many alarms, out of one look into the registry."""
        communes = {one.insee: one.name for one in self.registry.communes()}
        places = {
            one.id: Place(one.name, communes[one.insee], one.lat, one.lon)
            for one in self.registry.containers()
        }
        hung: dict[str, set[str]] = defaultdict(set)
        for mount in self.registry.mounts():
            if mount.until_us is None:
                hung[mount.node].add(mount.container)

        def find(alarm: Alarm) -> list[Place]:
            is_node = alarm.kind is AlarmKind.LOST
            names = sorted(hung[alarm.subject]) if is_node else [alarm.subject]
            return [places[name] for name in names if name in places]

        return find
