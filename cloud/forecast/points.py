"""A forecast as points of the store, one a container."""

from collections.abc import Iterator
from typing import Final

from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.store.point import Point, Value

NEED: Final = "need"
HOUR_US: Final = 3_600_000_000


def need_points(made: Forecast) -> Iterator[Point]:
    """Yield what each container needs, at the instant of issue."""
    for need in made.needs:
        tags = (("container", need.container),)
        yield Point(NEED, tags, made.issued_at_us * 1000, _fields(need, made.issued_at_us))


def _fields(need: Need, issued_at_us: int) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "p_overflow": need.p_overflow_if_left,
        "load_kg": float(need.load_kg),
    }
    if need.fill_ratio is not None:
        fields["fill_ratio"] = need.fill_ratio
    if need.overflows_at_us is not None:
        fields["hours_to_full"] = max(0.0, (need.overflows_at_us - issued_at_us) / HOUR_US)
    return fields
