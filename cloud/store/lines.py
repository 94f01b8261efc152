"""Points as InfluxDB line protocol."""

from functools import lru_cache
from typing import Final

from cloud.store.point import Point, Tags, Value

_TAG_ESCAPES: Final = str.maketrans({",": r"\,", "=": r"\=", " ": r"\ "})

# Escaping a series' name at each point costs as much as all the rest of the line.
_SERIES_REMEMBERED: Final = 65_536


def line(point: Point) -> bytes:
    """Return `point` as one line without its line feed; it must fit (see `fit.misfit`)."""
    fields = ",".join([f"{name}={_value(value)}" for name, value in point.fields.items()])
    return f"{head(point.measurement, point.tags)} {fields} {point.time_ns}".encode()


@lru_cache(_SERIES_REMEMBERED)
def head(measurement: str, tags: Tags) -> str:
    """Return what names a series at the begin of each of its lines."""
    return ",".join(
        [measurement, *(f"{name}={value.translate(_TAG_ESCAPES)}" for name, value in tags)]
    )


def _value(value: Value) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    # An int would be a float to InfluxDB too, but True would be a boolean.
    return repr(float(value))
