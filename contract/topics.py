"""Every MQTT topic of the system, built and parsed in this one place.

    vallee/v1/node/NODE/envelope         node → ingesters    rows to settle
    vallee/v1/node/NODE/receipt          ingester → node     ranges that are settled
    vallee/v1/node/NODE/status           retained, last will
    vallee/v1/ingester/NAME/presence     retained, last will
    vallee/v1/truck/TRUCK/plan           cloud → truck, retained: the day that it is to drive

A name fills a whole level, so that a broker's ACL can say `%u`.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from contract.errors import Malformed
from contract.names import is_name

ROOT: Final = ("vallee", "v1")

_REMEMBERED: Final = 16_384


class Channel(StrEnum):
    """Last level of a topic: what its messages are."""

    ENVELOPE = "envelope"
    RECEIPT = "receipt"
    STATUS = "status"
    PRESENCE = "presence"
    PLAN = "plan"


class Topic(NamedTuple):
    """A parsed topic: whose it is, and what travels on it."""

    name: str
    channel: Channel


_OWNER: Final = {
    Channel.ENVELOPE: "node",
    Channel.RECEIPT: "node",
    Channel.STATUS: "node",
    Channel.PRESENCE: "ingester",
    Channel.PLAN: "truck",
}


def topic(name: str, channel: Channel) -> str:
    """Build the topic of one node, ingester or truck; raise ValueError if `name` is no level."""
    if not is_name(name):
        raise ValueError(f"{name!r} cannot name a node, an ingester or a truck")
    return "/".join((*ROOT, _OWNER[channel], name, channel))


def everyone(channel: Channel) -> str:
    """Build the filter that matches `channel` of everyone who has one."""
    return "/".join((*ROOT, _OWNER[channel], "+", channel))


# Only what is a topic of ours is remembered, and that is short.
@lru_cache(_REMEMBERED)
def parse(text: str) -> Topic:
    """Read a topic back; raise Malformed if it is none of ours."""
    levels = text.split("/")
    match levels:
        case [root, version, owner, name, channel] if (root, version) == ROOT and is_name(name):
            if channel in _OWNER and _OWNER[Channel(channel)] == owner:
                return Topic(name, Channel(channel))
        case _:
            pass
    raise Malformed(f"{text[:120]!r} is no topic of this system")
