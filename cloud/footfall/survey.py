"""The footfall of every zone, from what radios counted and what people counted by hand."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from cloud.footfall.calendar import calendar
from cloud.footfall.estimate import estimate
from cloud.footfall.shown import Footfall, shown
from cloud.registry.values import ManualCount, Radio, Zone
from cloud.store.port import Store


def footfall(  # noqa: PLR0913 - what the registry knows, the span, the rule
    store: Store,
    zones: Iterable[Zone],
    radios: Sequence[Radio],
    manual_counts: Sequence[ManualCount],
    zone_info: ZoneInfo,
    *,
    since_us: int,
    until_us: int,
    withhold_below: float,
) -> list[Footfall]:
    """Return the figures of each zone with a radio, from the local day of `since_us` on.

    The day of `until_us` is told as far as it has come. Raises StoreDown.
    """
    when = calendar(since_us, until_us, zone_info)
    at_zone = {zone.id: [radio for radio in radios if radio.zone == zone.id] for zone in zones}
    return [
        shown(estimate(store, mine, manual_counts, when), when, withhold_below)
        for mine in at_zone.values()
        if mine
    ]
