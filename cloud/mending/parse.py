"""What a person writes for a renaming: `n-001/old=new` for a sensor, `n-001=n-101` for a node."""

from enum import StrEnum
from typing import Final

from cloud.registry.values import Renamed, Renaming
from contract.errors import BadSettings
from contract.names import is_name

# A reading's time is below this (contract.reading.TimeUs): in the year 2255.
_LATEST_US: Final = 2**53


class Fault(StrEnum):
    """What can be wrong with a renaming: a page says it in its reader's language."""

    SENSOR = "sensor"
    NODE = "node"
    SAME = "same"
    MOMENT = "moment"
    SPAN = "span"


class BadRenaming(BadSettings):
    """A renaming renames nothing; the sentence is for the command line."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


def sensor_renaming(text: str, since_us: int | None, until_us: int | None) -> Renaming:
    """Read `NODE/OLD=NEW`; raise BadRenaming with one sentence."""
    old, _, new = text.partition("=")
    node, _, sensor = old.partition("/")
    if not (is_name(node) and is_name(sensor) and is_name(new)):
        raise BadRenaming(
            Fault.SENSOR, f"{text!r} renames no sensor; write NODE/OLD=NEW, like n-001/fil=fill"
        )
    return _checked(Renaming(Renamed.SENSOR, node, sensor, new, since_us, until_us))


def node_renaming(text: str, since_us: int | None, until_us: int | None) -> Renaming:
    """Read `OLD=NEW`; raise BadRenaming with one sentence."""
    old, _, new = text.partition("=")
    if not (is_name(old) and is_name(new)):
        raise BadRenaming(Fault.NODE, f"{text!r} renames no node; write OLD=NEW, like n-001=n-101")
    return _checked(Renaming(Renamed.NODE, old, None, new, since_us, until_us))


def is_moment(at_us: int) -> bool:
    """Tell whether a reading may be of this time."""
    return 0 <= at_us < _LATEST_US


def _checked(renaming: Renaming) -> Renaming:
    since_us, until_us = renaming.since_us, renaming.until_us
    if renaming.new == (renaming.sensor or renaming.node):
        raise BadRenaming(Fault.SAME, f"{renaming.new!r} is its name already")
    if not all(at_us is None or is_moment(at_us) for at_us in (since_us, until_us)):
        raise BadRenaming(Fault.MOMENT, "--since and --until lie between 1970 and 2255")
    if since_us is not None and until_us is not None and until_us <= since_us:
        raise BadRenaming(Fault.SPAN, "a renaming holds from --since until a later --until")
    return renaming
