"""Passages out of what radios counted, published into the store; and what people count by hand."""

from typing import Final

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.errors import RegistryFault
from cloud.footfall.calendar import midnight_us
from cloud.footfall.publish import publish
from cloud.footfall.shown import Footfall
from cloud.footfall.survey import footfall as survey
from cloud.registry.values import ManualCount
from cloud.settings import Settings

DAY_US: Final = 86_400_000_000


def count(settings: Settings, node: str, from_us: int, until_us: int, people: int) -> ManualCount:
    """Note people whom somebody counted at a node's radio; raise RegistryFault if it has none."""
    with registry(settings) as records:
        radio = next((one for one in records.radios() if one.node == node), None)
        if radio is None:
            raise RegistryFault(
                f"node {node!r} has no radio; those with one stand under [[radios]] in"
                " territory.toml"
            )
        noted = ManualCount(node, radio.sensor, from_us, until_us, people)
        records.note_manual_count(noted)
        return noted


def footfall(settings: Settings, days: int | None, now_us: int) -> list[Footfall]:
    """Make the figures of every zone for the last `days` local days anew, and publish them.

    Without `days`, those of the settings. Raises RegistryFault if no territory is loaded.
    """
    wishes = settings.footfall
    with registry(settings) as records, store(settings) as points:
        zone_info = local_zone(records)
        made = survey(
            points,
            records.zones(),
            records.radios(),
            records.manual_counts(),
            zone_info,
            since_us=now_us - (days or wishes.days) * DAY_US,
            until_us=now_us,
            withhold_below=wishes.withhold_below,
        )
        for one in made:
            publish(points, one, midnight_us(now_us, zone_info))
        return made
