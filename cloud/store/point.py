"""One line of a time series: what every store keeps."""

from collections.abc import Mapping

import msgspec

Tags = tuple[tuple[str, str], ...]
"""Sorted (name, value) pairs; with the measurement they name the series."""

Value = float | str
"""Numbers are always floats: InfluxDB fixes a field's type at its first write."""


class Point(msgspec.Struct, frozen=True, gc=False):
    """The fields of one series at one instant; writing it again overwrites it.

    Attributes:
        measurement: the table-like name, from our own code, never from outside.
        tags: sorted pairs that name the series.
        time_ns: nanoseconds since 1970-01-01 UTC.
        fields: finite floats or strings by name; never empty.
    """

    measurement: str
    tags: Tags
    time_ns: int
    fields: Mapping[str, Value]

    def values(self) -> dict[str, Value]:
        """Return the fields with every number a float, as they are stored."""
        return {
            name: value if isinstance(value, str) else float(value)
            for name, value in self.fields.items()
        }
