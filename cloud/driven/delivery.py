"""How far a truck's round has come: issued, sent, received, accepted or refused.

The rule: a round is *received* if any device says so; *accepted* or *refused* by the last word of
each device, and where devices do not agree it is *refused*, in conflict: a crew that says no is to
be called. An answer without "received" before it counts as received too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cloud.driven.told import Told
from cloud.registry.values import Sending
from contract.deeds import Accepted, Received, Refused
from contract.truck_plan import TruckPlan

Reached: TypeAlias = Literal["issued", "sent", "received", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A round of a truck on its way to its crew; a time is None if that is not known.

    Attributes:
        plan_us: when its plan was issued, which names it.
        newest: whether it is what the truck should drive now.
        stops: how many it has.
        why: what the crew says to its refusal.
        conflict: whether two devices gave two answers.
    """

    truck: str
    plan_us: int
    newest: bool
    stops: int
    state: Reached
    sent_us: int | None = None
    received_us: int | None = None
    answered_us: int | None = None
    why: str = ""
    conflict: bool = False


def deliveries(
    plans: Mapping[str, list[TruckPlan]], sendings: Iterable[Sending], deeds: Iterable[Told]
) -> list[Delivery]:
    """Return how far every round of a day has come, by truck and time of issue."""
    sent = {(one.truck, one.plan_us): one.sent_us for one in sendings}
    deeds = tuple(deeds)
    found = []
    for truck in sorted(plans):
        for plan in plans[truck]:
            mine = [one for one in deeds if one.truck == truck]
            newest = plan is plans[truck][-1]
            sent_us = sent.get((truck, plan.issued_at_us))
            found.append(_delivery(plan, mine, sent_us, newest=newest))
    return found


def _delivery(
    plan: TruckPlan, deeds: Iterable[Told], sent_us: int | None, *, newest: bool
) -> Delivery:
    said = [
        one
        for one in deeds
        if isinstance(one.deed, Received | Accepted | Refused)
        and one.deed.plan == plan.issued_at_us
    ]
    answers: dict[str, Told] = {}
    for one in said:
        if isinstance(one.deed, Received):
            continue
        if one.device not in answers or answers[one.device].order < one.order:
            answers[one.device] = one
    no = [one for one in answers.values() if isinstance(one.deed, Refused)]
    counts = max(no or answers.values(), key=lambda one: (*one.order, one.device), default=None)
    state: Reached = "issued" if sent_us is None else "sent"
    if said:
        state = "received"
    if counts is not None:
        state = "refused" if no else "accepted"
    return Delivery(
        truck=plan.truck,
        plan_us=plan.issued_at_us,
        newest=newest,
        stops=len(plan.stops),
        state=state,
        sent_us=sent_us,
        received_us=min((one.at_us for one in said), default=None),
        answered_us=None if counts is None else counts.at_us,
        why=counts.deed.why if counts and isinstance(counts.deed, Refused) else "",
        conflict=0 < len(no) < len(answers),
    )
