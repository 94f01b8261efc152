"""What a person writes for a renaming: `n-001/old=new` for a sensor, `n-001=n-101` for a node."""

from cloud.registry.values import Renamed, Renaming
from contract.errors import BadSettings
from contract.names import is_name


def sensor_renaming(text: str, since_us: int | None, until_us: int | None) -> Renaming:
    """Read `NODE/OLD=NEW`; raise BadSettings with one sentence."""
    old, _, new = text.partition("=")
    node, _, sensor = old.partition("/")
    if not (is_name(node) and is_name(sensor) and is_name(new)):
        raise BadSettings(f"{text!r} renames no sensor; write NODE/OLD=NEW, like n-001/fil=fill")
    return _checked(Renaming(Renamed.SENSOR, node, sensor, new, since_us, until_us))


def node_renaming(text: str, since_us: int | None, until_us: int | None) -> Renaming:
    """Read `OLD=NEW`; raise BadSettings with one sentence."""
    old, _, new = text.partition("=")
    if not (is_name(old) and is_name(new)):
        raise BadSettings(f"{text!r} renames no node; write OLD=NEW, like n-001=n-101")
    return _checked(Renaming(Renamed.NODE, old, None, new, since_us, until_us))


def _checked(renaming: Renaming) -> Renaming:
    since_us, until_us = renaming.since_us, renaming.until_us
    if renaming.new == (renaming.sensor or renaming.node):
        raise BadSettings(f"{renaming.new!r} is its name already")
    if since_us is not None and until_us is not None and until_us <= since_us:
        raise BadSettings("a renaming holds from --since until a later --until")
    return renaming
