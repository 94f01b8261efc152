"""Hours and weeks of every container, from the real store and the registry."""

from datetime import timedelta

from cloud.bootstrap.parts import keep_points, local_zone, registry, store
from cloud.bootstrap.rebuild import rebuild_days
from cloud.registry.local import local_day
from cloud.rollup.roll import roll_day, roll_week
from cloud.settings import Settings


def rollup(settings: Settings, days: int, now_us: int) -> int:
    """Sum up the last `days` days; return how many hours were not what they should be.

    Days that are marked are rebuilt first: their hours still say what plans rest on.
    """
    with registry(settings) as records, store(settings) as points:
        keep_points(settings, points)
        zone = local_zone(records)
        rebuild_days(records, points, [], settings.planning.history_days, now_us)
        today = local_day(now_us, zone)
        count = 0
        for container in records.containers():
            for back in range(days, -1, -1):
                count += roll_day(points, container.id, today - timedelta(back), zone)
            roll_week(points, container.id, days, today, zone)
        return count
