"""What trucks unload: as a weighbridge wrote it down, and as the truck said it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ticket:
    """A weighing; the weighbridge of a site gives each number once.

    Attributes:
        number: as it is printed.
        site: id of the site that weighed.
        plate: of the truck, in capitals and digits only.
        gross_kg: full.
        tare_kg: empty; below `gross_kg`.
        stream: what was weighed.
        at_us: when, µs since 1970 UTC.
    """

    number: str
    site: str
    plate: str
    gross_kg: int
    tare_kg: int
    stream: str
    at_us: int

    @property
    def net_kg(self) -> int:
        """What was unloaded."""
        return self.gross_kg - self.tare_kg

    @property
    def key(self) -> tuple[str, str]:
        """What names it: its site and its number there."""
        return self.site, self.number


@dataclass(frozen=True, slots=True)
class Unloading:
    """A truck that emptied itself at a tip.

    Attributes:
        id: names it for ever, so that what is told twice is there once.
        weight_kg: what the crew read from the scale; None if it said nothing.
        source: who says so, such as "crew".
    """

    id: str
    truck: str
    tip: str
    stream: str
    at_us: int
    weight_kg: int | None = None
    source: str = "crew"
