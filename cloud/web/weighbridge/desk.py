"""The weighings of a month, matched and summed up when they are asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.web.weighbridge.view import WeighingsView
from cloud.weighbridge.weighings import Weighings

_LONGER_THAN_A_MONTH = timedelta(32)


@dataclass(frozen=True, slots=True)
class RegistryWeighingsDesk:
    """Answers from the registry; `weighed` matches and sums up some days, both ends included."""

    registry: Registry
    weighed: Callable[[date, date], Weighings]
    now_us: Callable[[], int]

    def today(self) -> date:
        """Return the day by the territory's clocks."""
        territories = self.registry.territories()
        zone = ZoneInfo(territories[0].timezone if territories else "UTC")
        return local_day(self.now_us(), zone)

    def view(self, month: date) -> WeighingsView:
        """Return the weighings of the month that begins on `month`."""
        last = following(month) - timedelta(1)
        sites = {one.id: one.name for one in self.registry.sites()}
        return WeighingsView(month, self.weighed(month, last), sites)


def following(month: date) -> date:
    """Return the first day of the next month."""
    return (month + _LONGER_THAN_A_MONTH).replace(day=1)


def preceding(month: date) -> date:
    """Return the first day of the month before."""
    return (month - timedelta(1)).replace(day=1)
