"""Every rule of the ingester by its name: what it looks at, and what it says when it refuses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class Rule(NamedTuple):
    """What a rule refuses, what it looks at, its sentence with blanks for what it found there."""

    refuses: Literal["message", "row"]
    looks_at: str
    sentence: str


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "malformed": Rule("message", "topic and bytes of a message", "{why}"),
        "wrong-node": Rule(
            "message",
            "whose topic it is, and who it says it is from",
            "says it is from {claimed}, but came on {node}'s topic",
        ),
        "unknown-node": Rule("message", "the registry's nodes", "{node} is not registered"),
        "malformed-row": Rule("row", "one row of an envelope", "{why}"),
        "unknown-sensor": Rule(
            "row",
            "the registry's sensors of the node",
            "{node} is not registered with a sensor {sensor}",
        ),
        "future": Rule(
            "row",
            "the row's time beside that at which it came",
            "taken {ahead_s:.0f} s after it came; allowed: {allowed_s:.0f} s",
        ),
        "ancient": Rule(
            "row",
            "the row's time; an alarm may have none",
            "taken before 2020-01-01: the node had no clock",
        ),
        "other-body": Rule(
            "row",
            "what is stored under the number of a row that comes again",
            "number {seq} of epoch {epoch} came before and said something else; the first stays",
        ),
        "store": Rule("row", "what the store answers", "{why}"),
    }
)
