"""A broker is told to read its files anew, and is not believed before it was tried.

It is reloaded and tried; if that does not turn out well it is restarted and tried again. Then it is
*closed* if nobody gets in, or no canary: nodes keep what they measure until it is mended. Or it is
*open*, if the revoked canary gets in or the other may do what nobody may: the worst of all, and
somebody must stop it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.canary import Look


class Outcome(StrEnum):
    """What the broker does now."""

    RELOADED = "reloaded"
    RESTARTED = "restarted"
    CLOSED = "closed"
    OPEN = "open"

    @property
    def good(self) -> bool:
        """Whether the revoked are out, and the others in, and no further."""
        return self in {Outcome.RELOADED, Outcome.RESTARTED}


class Control(Protocol):
    """How a broker's process is told; both raise BrokerDown if there is none, or it cannot be."""

    def reload(self) -> None:
        """Have it read its files anew."""

    def restart(self) -> None:
        """End it, and have it started again."""


def guard(
    control: Control, look: Callable[[], Look], tries: Callable[[], Iterable[object]]
) -> Outcome:
    """Reload, look as often as `tries` yields, and restart if it does not turn out well."""
    for tell, outcome in (
        (control.reload, Outcome.RELOADED),
        (control.restart, Outcome.RESTARTED),
    ):
        with suppress(BrokerDown):
            tell()
            if _turns_good(look, tries()):
                return outcome
    try:
        return Outcome.CLOSED if look().is_closed else Outcome.OPEN
    except BrokerDown:
        return Outcome.CLOSED


def _turns_good(look: Callable[[], Look], tries: Iterable[object]) -> bool:
    for _ in tries:
        # A broker that is just starting does not listen yet.
        with suppress(BrokerDown):
            if look().good:
                return True
    return False
