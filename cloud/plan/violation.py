"""What the judge of plans says of one that must not be driven."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a plan.

    Attributes:
        rule: machine word of the rule that is broken.
        where: id of the truck, container or site.
        detail: one sentence with the figures.
    """

    rule: str
    where: str
    detail: str
