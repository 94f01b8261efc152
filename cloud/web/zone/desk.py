"""A zone's figures, looked up in the registry and the store when they are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from cloud.errors import StoreDown
from cloud.footfall.beacons import inventory
from cloud.footfall.calendar import at_local
from cloud.footfall.published import gates, periods, profile
from cloud.registry.registry import Registry
from cloud.registry.values import Beacon, Radio, Zone
from cloud.store.port import Store
from cloud.web.zone.slots import midnight_us
from cloud.web.zone.view import PAST_DAYS, Gate, Tag, ZoneName, ZoneView


@dataclass(frozen=True, slots=True)
class RegistryZoneDesk:
    """The zones as registry and store know them; `now_us` tells the time.

    `withheld_below` is what figures were withheld by when they were published.
    """

    registry: Registry
    store: Store
    now_us: Callable[[], int]
    withheld_below: float

    def zones(self) -> tuple[ZoneName, ...]:
        """Return every zone, by name; raise RegistryFault if the registry does not answer."""
        communes = {commune.insee: commune.name for commune in self.registry.communes()}
        names = (_name(zone, communes) for zone in self.registry.zones())
        return tuple(sorted(names, key=lambda zone: zone.name))

    def zone(self, zone: str) -> ZoneView | None:
        """Return the zone's state now, without figures if the store is down; None if unknown."""
        known = {one.id: one for one in self.registry.zones()}
        if zone not in known:
            return None
        radios = [radio for radio in self.registry.radios() if radio.zone == zone]
        beacons = [beacon for beacon in self.registry.beacons() if beacon.zone == zone]
        view = self._bare(known[zone], radios)
        try:
            return self._filled(view, radios, beacons)
        except StoreDown:
            return replace(view, store_down=True)

    def _bare(self, zone: Zone, radios: Sequence[Radio]) -> ZoneView:
        """Return the view with what the registry knows, and no figure."""
        territories = self.registry.territories()
        communes = {commune.insee: commune.name for commune in self.registry.communes()}
        at = {(radio.node, radio.sensor) for radio in radios}
        counts = [one for one in self.registry.manual_counts() if (one.node, one.sensor) in at]
        return ZoneView(
            now_us=self.now_us(),
            territory=territories[0].name if territories else "",
            timezone=territories[0].timezone if territories else "Europe/Paris",
            zone=_name(zone, communes),
            about=zone.note,
            days=(),
            hours=(),
            quarters=(),
            gates=(),
            profile=(),
            beacons=(),
            withheld_below=self.withheld_below,
            people_by_hand=sum(count.people for count in counts),
        )

    def _filled(
        self, view: ZoneView, radios: Sequence[Radio], beacons: Sequence[Beacon]
    ) -> ZoneView:
        """Return the view with its figures; raise StoreDown."""
        zone, until_us = view.zone.id, view.now_us + 1
        local = ZoneInfo(view.timezone)
        today = at_local(view.now_us, local).date()
        since_us = midnight_us(today - timedelta(PAST_DAYS), local)
        # The day that runs is published as far as it is; the page makes it of its hours.
        over_us = midnight_us(today, local)
        invented = {radio.gate: radio.invented for radio in radios}
        by_gate = gates(self.store, radios, zone, since_us, until_us)
        heard = inventory(self.store, beacons, since_us, view.now_us)
        return replace(
            view,
            days=tuple(periods(self.store, zone, "day", since_us, over_us)),
            hours=tuple(periods(self.store, zone, "hour", since_us, until_us)),
            quarters=tuple(periods(self.store, zone, "quarter", since_us, until_us)),
            gates=tuple(Gate(name, tuple(days), invented[name]) for name, days in by_gate.items()),
            profile=tuple(profile(self.store, zone, since_us, until_us)),
            beacons=tuple(
                Tag(one, beacon.invented) for one, beacon in zip(heard, beacons, strict=True)
            ),
        )


def _name(zone: Zone, communes: dict[str, str]) -> ZoneName:
    return ZoneName(zone.id, zone.name, communes.get(zone.insee, ""))
