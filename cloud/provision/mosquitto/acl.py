"""The text of the broker's access list: who may read and write which topics.

`%u` is the name in a client's certificate, and fills a whole level: `n-%u` would match nobody.
What is allowed to nodes stands in patterns, even where no `%u` is in it: a `topic` line without a
user is for anonymous clients only, whom there are none of.
"""

from collections.abc import Iterable
from typing import Final

from cloud.provision.mosquitto.layout import DESK, INGESTER, WARDEN
from contract.names import is_name
from contract.topics import Channel, everyone, topic

_ANY: Final = "any"

_NODES: Final = (
    ("write", Channel.ENVELOPE),
    ("write", Channel.STATUS),
    ("read", Channel.RECEIPT),
    # A device in a cab is enrolled under its truck's name.
    ("read", Channel.PLAN),
)

# By program: what `cloud.ingest.mqtt` and `cloud.plan.despatch` do, and the warden's looking on.
_PROGRAMS: Final = {
    INGESTER: (
        ("read", Channel.ENVELOPE),
        ("read", Channel.STATUS),
        ("write", Channel.RECEIPT),
        ("write", Channel.PRESENCE),
    ),
    DESK: (("write", Channel.PLAN),),
    WARDEN: (
        ("read", Channel.ENVELOPE),
        ("read", Channel.STATUS),
        ("readwrite", Channel.RECEIPT),
        ("read", Channel.PRESENCE),
        ("read", Channel.PLAN),
    ),
}


def acl(denied: Iterable[str]) -> str:
    """Return the list, in which nodes called `denied` may do nothing; raise ValueError on a name.

    A denial holds for a live session too, as soon as the broker has read it.
    """
    blocks = [
        ["# Written by `vallee-cloud broker write` and `apply`, which write it anew."],
        [
            *(f"pattern {right} {_own(channel)}" for right, channel in _NODES),
            f"pattern read {everyone(Channel.PRESENCE)}",
        ],
        *(
            [f"user {account}", *(f"topic {right} {everyone(channel)}" for right, channel in may)]
            for account, may in _PROGRAMS.items()
        ),
        *([f"user {_name(node)}", "topic deny #"] for node in sorted(set(denied))),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _own(channel: Channel) -> str:
    return topic(_ANY, channel).replace(f"/{_ANY}/", "/%u/")


def _name(node: str) -> str:
    if not is_name(node):
        raise ValueError(f"{node!r} cannot name a node")
    return node
