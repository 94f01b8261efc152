"""A forecast out of the registry and the store, issued into the registry."""

from datetime import date

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.forecast.eve import chances, next_day, today
from cloud.forecast.points import need_points
from cloud.forecast.survey import Forecast, survey
from cloud.settings import Settings


def forecast(settings: Settings, day: date | None, now_us: int) -> Forecast:
    """Make the forecast for `day`, or for the next day on which trucks go out, and issue it."""
    with registry(settings) as records, store(settings) as points:
        zone = local_zone(records)
        weekdays = settings.planning.weekdays
        chosen = day or next_day(today(now_us, zone), weekdays)
        starts_s = min((truck.starts_s for truck in records.trucks()), default=0)
        when = chances(chosen, now_us, zone, starts_s, weekdays)
        needs = survey(records.containers(), points, when, settings.planning.history_days)
        made = Forecast(chosen, now_us, needs)
        records.issue_forecast(made.issued())
        points.write(list(need_points(made)))
        return made
