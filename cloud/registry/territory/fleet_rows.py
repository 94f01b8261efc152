"""Sites and trucks as `territory.toml` says them."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cloud.registry.territory.cells import (
    Clock,
    Daily,
    Euros,
    Lat,
    Load,
    Lon,
    OpenHours,
    Seconds,
    Stream,
    Title,
    hours,
    seconds,
)
from cloud.registry.territory.rows import Row
from contract.names import Name


class SiteRow(Row, frozen=True):
    """`[[sites]]`: see `values.Site`."""

    id: Name
    name: Title
    kind: Literal["depot", "tip", "outlet"]
    operator: Name
    streams: tuple[Stream, ...]
    lat: Lat
    lon: Lon
    opens: Clock
    closes: Clock
    unload_s: Seconds
    invented: bool
    note: str = ""
    windows: OpenHours | None = None

    def __post_init__(self) -> None:
        """Refuse a site that closes before it opens, and windows while it is shut."""
        if self.closes <= self.opens:
            raise ValueError(f"closes at {self.closes}, which is not after {self.opens}")
        windows = hours(self.windows)
        if windows and not (
            seconds(self.opens) <= windows[0].opens_s
            and windows[-1].closes_s <= seconds(self.closes)
        ):
            raise ValueError(f"windows: they lie between {self.opens} and {self.closes}")

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table, times of day as seconds after midnight."""
        return _clocked(super().record(), "opens", "closes") | {"windows": hours(self.windows)}


class CompartmentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of a truck's `compartments`: see `values.Compartment`."""

    streams: Annotated[tuple[Stream, ...], Meta(min_length=1)]
    capacity_kg: Load
    capacity_l: Load


class TruckRow(Row, frozen=True):
    """`[[trucks]]`: see `values.Truck`."""

    id: Name
    name: Title
    operator: Name
    depot: Name
    gear: tuple[Name, ...]
    streams: tuple[Stream, ...]
    capacity_kg: Load
    capacity_l: Load
    compaction: Annotated[float, Meta(ge=1, le=20)]
    starts: Clock
    ends: Clock
    invented: bool
    compartments: tuple[CompartmentRow, ...] = ()
    end_depot: Name | None = None
    eur_per_km: Euros | None = None
    eur_per_hour: Euros = 0.0
    eur_per_use: Euros = 0.0
    rules: tuple[Name, ...] = ("labour-code",)
    gross_kg: Load = 19_000
    height_cm: Annotated[int, Meta(ge=1, le=1000)] = 380
    daily_kg: Daily | None = None
    daily_l: Daily | None = None
    daily_stops: Daily | None = None

    def __post_init__(self) -> None:
        """Refuse a shift that ends before it starts, and compartments that are not the truck's."""
        if self.ends <= self.starts:
            raise ValueError(f"the shift ends at {self.ends}, which is not after {self.starts}")
        if not self.compartments:
            return
        held = {stream for one in self.compartments for stream in one.streams}
        if held != set(self.streams):
            raise ValueError("compartments: together they hold the truck's streams, no others")
        for unit in ("kg", "l"):
            together = sum(getattr(one, f"capacity_{unit}") for one in self.compartments)
            whole = getattr(self, f"capacity_{unit}")
            if together > whole:
                raise ValueError(
                    f"compartments: together they hold {together} {unit}, the truck {whole}"
                )

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table, times of day as seconds after midnight."""
        return _clocked(super().record(), "starts", "ends")


def _clocked(record: dict[str, Any], *clocks: str) -> dict[str, Any]:
    return {
        f"{key}_s" if key in clocks else key: seconds(value) if key in clocks else value
        for key, value in record.items()
    }
