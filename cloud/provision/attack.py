"""Everything that is tried on a running broker; the answer is go or no-go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cloud.errors import BrokerDown
from cloud.provision.attacks import deeds, entries
from cloud.provision.attacks.field import Field, Verdict

ATTACKS: Final[Mapping[str, Callable[[Field], Verdict]]] = {
    "own-topic": deeds.own_topic,
    "spoofed-topic": deeds.spoofed_topic,
    "anonymous": entries.anonymous,
    "revoked": entries.revoked,
    "foreign-authority": entries.foreign_authority,
    "expired": entries.expired,
    "not-yet-valid": entries.not_yet_valid,
    "server-certificate": entries.server_certificate,
    "everything-subscribed": deeds.everything_subscribed,
    "client-id-theft": deeds.client_id_theft,
    "will-on-anothers-topic": deeds.will_on_anothers_topic,
    "oversized-message": deeds.oversized_message,
    "username-in-connect": deeds.username_in_connect,
}


def attack(field: Field) -> list[Verdict]:
    """Try everything; what cannot be tried did not hold."""
    return [_tried(name, one, field) for name, one in ATTACKS.items()]


def go(verdicts: Sequence[Verdict]) -> bool:
    """Tell whether nodes may be let onto this broker."""
    return bool(verdicts) and all(one.held for one in verdicts)


def _tried(name: str, one: Callable[[Field], Verdict], field: Field) -> Verdict:
    try:
        return one(field)
    except BrokerDown as error:
        return Verdict(name, held=False, seen=f"it cannot be tried: {error}")
