"""How hard to search, and who is told how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cloud.plan.districts import LARGE, SIZE
from cloud.plan.improve import Step

Tell: TypeAlias = Callable[[Step], None]
"""Is told of each step of each search, in the order in which they come in."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: `seconds` is a backstop, the others decide what comes out.

    `walks`: 2 where a processor would be idle, 1 where their time is scarce. With more containers
    than `large` a problem is searched in districts of at most about `district`.
    """

    seed: int
    rounds: int
    seconds: float
    walks: int = 2
    large: int = LARGE
    district: int = SIZE
