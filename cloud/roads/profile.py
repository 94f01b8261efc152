"""What of a vehicle decides which roads it may use."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["hgv", "car"]
"""A goods vehicle of more than 3.5 t by its papers, or anything smaller."""


@dataclass(frozen=True, slots=True)
class RoadProfile:
    """The size of a vehicle; those of one profile share a graph and a travel matrix.

    Attributes:
        gross_kg: the weight that it is permitted to have, its load included.
    """

    gross_kg: int
    height_cm: int
    kind: Kind = "hgv"

    def __post_init__(self) -> None:
        """Refuse what no vehicle is: with no weight it would pass every sign."""
        if self.gross_kg <= 0 or self.height_cm <= 0:
            raise ValueError(f"no vehicle is {self.gross_kg} kg heavy and {self.height_cm} cm high")

    @property
    def name(self) -> str:
        """The size in words that a file's name may hold, such as `hgv-19000kg-360cm`."""
        return f"{self.kind}-{self.gross_kg}kg-{self.height_cm}cm"


# An ordinary two-axled refuse lorry.
TRUCK: Final = RoadProfile(19_000, 360)
