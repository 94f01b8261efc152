"""Rule sets as data: what a crew may do at a stretch, and which breaks it is owed.

A truck names its sets; `chosen` joins them. Every break counts for every rule, a lunch for the
driving too. Breaks that touch are one break; waiting is work, since the crew must stay at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from cloud.errors import RegistryFault
from cloud.plan.law.timetable import Shift

MINUTE: Final = 60
HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Driving:
    """At most `limit_s` of driving before a break, whole or in two parts, first the short one.

    As soon as either is complete the reckoning starts afresh, and neither the driving nor the
    breaks before count any more. Without parts, both are as long as the whole. The parts together
    are no shorter than the whole, so that it is never needed to take them close to one another.
    """

    limit_s: int
    whole_s: int
    first_s: int
    second_s: int

    def __post_init__(self) -> None:
        if not 0 < self.first_s <= self.second_s <= self.whole_s or self.limit_s <= 0:
            raise ValueError("a driving rule needs 0 < first <= second <= whole, and a limit")
        if self.first_s + self.second_s < self.whole_s:
            raise ValueError("the parts of a driving break must make up the whole")


@dataclass(frozen=True, slots=True)
class Work:
    """At most `limit_s` of work, which is all but breaks, before a break of `break_s`."""

    limit_s: int
    break_s: int

    def __post_init__(self) -> None:
        if min(self.limit_s, self.break_s) <= 0:
            raise ValueError("a work rule needs a limit and a break, both longer than nothing")


@dataclass(frozen=True, slots=True)
class Lunch:
    """`lasts_s` of break that begin between two instants of the day.

    A longer break holds a lunch if some stretch of it is one. Owed by a shift that starts before
    `until_s` and ends after it.
    """

    from_s: int
    until_s: int
    lasts_s: int

    def __post_init__(self) -> None:
        if self.from_s > self.until_s or self.lasts_s <= 0:
            raise ValueError("a lunch needs a window that ends after it begins, and some length")


_Rule = TypeVar("_Rule", Driving, Lunch)


@dataclass(frozen=True, slots=True)
class Rules:
    """All the rules that hold for a truck's crew on a day.

    Attributes:
        name: what people choose it by.
        earlier_s: how much earlier the whole shift, start and end, lies than it is ordered.
    """

    name: str
    driving: Driving | None = None
    work: tuple[Work, ...] = ()
    lunch: Lunch | None = None
    earlier_s: int = 0

    @property
    def lengths(self) -> tuple[int, ...]:
        """The lengths of break that a rule names, the shortest first; less than all is no break."""
        lengths = {rule.break_s for rule in self.work}
        if self.driving:
            lengths |= {self.driving.first_s, self.driving.second_s, self.driving.whole_s}
        if self.lunch:
            lengths.add(self.lunch.lasts_s)
        return tuple(sorted(lengths))

    def hours(self, shift: Shift) -> tuple[int, int]:
        """Return when the shift begins, or goes on, and must have ended under these rules."""
        begins_s = shift.past[-1].end_s if shift.past else shift.starts_s - self.earlier_s
        return begins_s, shift.ends_s - self.earlier_s


EU_561: Final = Rules(
    "eu-561", driving=Driving(9 * HOUR // 2, 45 * MINUTE, 15 * MINUTE, 30 * MINUTE)
)
"""Regulation (EC) No 561/2006, article 7; that the reckoning starts afresh: Court of Justice,
C-116/92 (Charlton), on the like article of 3820/85. Vehicles for door-to-door collection may be
exempt by national law (article 13): then a truck does not choose this set. None of these texts was
read in the original for this code."""

LABOUR_CODE: Final = Rules("labour-code", work=(Work(6 * HOUR, 20 * MINUTE),))
"""Code du travail, article L3121-16: twenty minutes in one piece once work reaches six hours;
L3121-1: at the employer's disposal, so while waiting too, one works. As commonly cited; not read in
the original."""

LUNCH: Final = Rules("lunch", lunch=Lunch(11 * HOUR, 12 * HOUR, HOUR))
"""The lunch of the Kim, Kim and Sahoo (2006) waste set: an hour, begun between 11 and 12. No law
but an operator's custom: others make a set of their own."""

HEAT: Final = Rules("heat", work=(Work(2 * HOUR, 10 * MINUTE),), earlier_s=2 * HOUR)
"""A day of heat alert. Code du travail, article R4463-3, by décret 2025-482, asks for other hours
and for periods of rest and is said to name no figures: these are ours, for each operator to set."""

RULE_SETS: Final = {rules.name: rules for rules in (EU_561, LABOUR_CODE, LUNCH, HEAT)}
"""What a truck can choose from."""


def chosen(*names: str, heat_alert: bool = False) -> Rules:
    """Return the rule sets of these names as one, with those of a heat alert if there is one.

    Raises:
        RegistryFault: a name is unknown.
    """
    for name in names:
        if name not in RULE_SETS:
            known = ", ".join(RULE_SETS)
            raise RegistryFault(f"There is no rule set {name!r}: choose from {known}.")
    sets = [RULE_SETS[name] for name in dict.fromkeys((*names, *(("heat",) * heat_alert)))]
    return together(*sets)


def together(*sets: Rules) -> Rules:
    """Return one rule set that asks for all that these ask for.

    Raises:
        RegistryFault: two of them have a driving rule, or a lunch, and not the same.
    """
    return Rules(
        name=" + ".join(one.name for one in sets),
        driving=_only(one.driving for one in sets),
        work=tuple(dict.fromkeys(rule for one in sets for rule in one.work)),
        lunch=_only(one.lunch for one in sets),
        earlier_s=max((one.earlier_s for one in sets), default=0),
    )


def _only(rules: Iterable[_Rule | None]) -> _Rule | None:
    asked = {rule for rule in rules if rule is not None}
    if len(asked) > 1:
        named = " and ".join(sorted(str(rule) for rule in asked))
        raise RegistryFault(f"A truck can have one such rule, not both {named}.")
    return asked.pop() if asked else None
