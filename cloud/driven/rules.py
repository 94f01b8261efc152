"""Every rule by which a crew's row is refused, and what it says when it refuses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TOPIC: Final = "tournee/envelopes"
"""Where dead letters of crews came from."""

OTHER_BODY: Final = "deed-other-body"

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "deed-malformed": "{why}",
        "deed-row": "{why}",
        "deed-not-yours": "{person} was not given the round of {truck} on {day}",
        "deed-unknown-stop": "no container, side or site of the registry is called {ref}",
        "deed-withdraws-anothers": (
            "number {of_seq} of epoch {of_epoch} was told by somebody else, "
            "who alone can take it back"
        ),
        "deed-withdraws-later": "number {seq} takes back number {of_seq}, which is no earlier one",
        "deed-future": "done {ahead_s:.0f} s after it came; allowed: {allowed_s:.0f} s",
        "deed-ancient": "done before 2020-01-01: the device had no clock",
        OTHER_BODY: (
            "number {seq} of epoch {epoch} came before and said something else; the first stays"
        ),
    }
)
