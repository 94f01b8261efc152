"""How the node of a bin is called."""

from typing import Final

SENSOR: Final = "fill"
SENSOR_MODEL: Final = "a02yyuw"


def node_of(bin_id: str) -> str:
    """Return the name of the node whose sensor looks into a bin."""
    return f"w-{bin_id}"
