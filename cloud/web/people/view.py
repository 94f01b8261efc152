"""What the people's pages are given: the accounts, the clock, and where they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cloud.people.accounts import Accounts
from cloud.web.people.guard import Guard


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """The accounts, behind the pages.

    Attributes:
        site: where people reach these pages, for links; "" means as they were asked for.
    """

    accounts: Accounts
    now_us: Callable[[], int]
    zone: Callable[[], ZoneInfo]
    site: str = ""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What an app needs to let people in."""

    desk: PeopleDesk
    guard: Guard
