"""The truth about every container of a territory, at any time from a start on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from firmware_sim.errors import BadRequest
from firmware_sim.territory import Container, Territory
from firmware_sim.world.crew import lifts
from firmware_sim.world.days import DAY_US, Day, Days, days_around
from firmware_sim.world.deposits import deposits
from firmware_sim.world.fire import rise_k
from firmware_sim.world.geometry import shape
from firmware_sim.world.history import History
from firmware_sim.world.scene import Scene, air_c
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Figures, Times

# Further than anyone looks ahead, and seconds of work for thirty containers.
MOST_DAYS: Final = 3660
EARLIEST_US: Final = 365 * DAY_US
LATEST_US: Final = 130 * 365 * DAY_US
NOTHING_BURNS: Final[Mapping[str, int]] = MappingProxyType({})


class World:
    """A territory from `start_us` on, for `days` days of 24 h.

    The same (territory, seed, start) is the same world; more days continue it and change nothing
    of the days before. Times are microseconds since 1970 UTC, at or after `start_us` and before
    `end_us`; arrays of any shape give arrays of that shape. A container is named by its id, and
    one that the territory does not have is a BadRequest. `fires` says which container begins to
    burn when; its sensor meets that, the crew and the waste do not.
    """

    def __init__(
        self,
        territory: Territory,
        seed: int,
        start_us: int,
        days: int,
        fires: Mapping[str, int] = NOTHING_BURNS,
    ) -> None:
        if seed < 0:
            raise BadRequest(f"seed {seed} is not 0 or more")
        if not 1 <= days <= MOST_DAYS:
            raise BadRequest(f"{days} days are not 1 … {MOST_DAYS}")
        if not EARLIEST_US <= start_us < LATEST_US:
            raise BadRequest("a world starts between 1971 and 2100")
        self.territory = territory
        self.seed = seed
        self.start_us = start_us
        self.end_us = start_us + days * DAY_US
        self._days = days_around(territory.zone, start_us, days)
        self._containers = {container.id: container for container in territory.containers}
        self._histories: dict[str, History] = {}
        for container in fires:
            self._known(container)
        self._fires = dict(fires)

    def burns_since_us(self, container: str) -> int | None:
        """Return when a container begins to burn; None if it does not."""
        return self._fires.get(container)

    def days(self) -> tuple[Day, ...]:
        """Return the local days that the world touches, and the one before its start."""
        midnights_us = self._days.midnights_us
        first = int(np.searchsorted(midnights_us, self.start_us, side="right")) - 1
        last = int(np.searchsorted(midnights_us, self.end_us))
        return self._days.each()[first - 1 : last]

    def fill_ratio(self, container: str, times_us: Times) -> Figures:
        """Return the true share of the volume that is taken; 1.0 is the full line."""
        history = self._history(container)
        return history.litres(times_us) / history.shape.full_l

    def emptied_at_us(self, container: str) -> Times:
        """Return when each emptying began; five minutes later the container is at 0 to 8 %."""
        begun = [lift.begun_at_us for lift in self._history(container).lifts[1:]]
        return self._seen(np.array(begun, np.int64))

    def overflowed_at_us(self, container: str) -> Times:
        """Return when the fill reached 1.0, at most once between two emptyings."""
        return self._seen(self._history(container).overflows_us())

    def scene(self, container: str, times_us: Times) -> Scene:
        """Return what the container's sensor meets.

        The distance is to the loose surface just below it, which lies 20 to 60 mm over or under the
        mean height that `fill_ratio` speaks of, and otherwise again after each deposit.
        """
        surface = self._history(container).surface_mm(times_us)
        model = self._containers[container].model
        warm_c = air_c(times_us)
        if container in self._fires:
            warm_c = warm_c + rise_k(container, self._fires[container], times_us, self.seed)
        return Scene(model.sensor_above_full_mm + model.depth_mm - surface, warm_c)

    def _history(self, container: str) -> History:
        if container not in self._histories:
            found = _history(self._known(container), self.seed, self._days)
            self._histories[container] = found
        return self._histories[container]

    def _known(self, container: str) -> Container:
        if container not in self._containers:
            raise BadRequest(f"{self.territory.name} has no container {container!r}")
        return self._containers[container]

    def _seen(self, times_us: Times) -> Times:
        return times_us[(times_us >= self.start_us) & (times_us < self.end_us)]


def _history(container: Container, seed: int, days: Days) -> History:
    form = shape(container.model)
    thrown = deposits(container.litres_per_day, days, generator(seed, "deposits", container.id))
    return History(form, thrown, lifts(form, thrown, days, generator(seed, "crew", container.id)))
