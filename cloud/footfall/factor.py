"""How many people pass for one device that arrives, and how well that is known.

Devices among n people who pass are Gamma-Poisson: the rate of devices a person has a Gamma
posterior, from a prior, from what was counted by hand at the zone's other gates, and from what
was counted at this one. Counts scatter more, or less, than Poisson's by the dispersion.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, TypeAlias

from cloud.footfall.counts import Counts, within
from cloud.registry.values import ManualCount

# Of people in Europe about every second one carries a telephone that advertises where it passes,
# every fourth a watch or something like it, and a radio misses some: 0.83 devices a person.
PEOPLE_PER_ARRIVAL: Final = 1.2

# Nobody has counted: one zone's public differs from another's by this much …
ZONE_SPREAD: Final = 0.29
# … and one gate's distance and walls from another's by this; together 35 %.
GATE_SPREAD: Final = 0.20

# Whether a person has a telephone that advertises is nearly a coin's toss, and whether a watch a
# loaded one's: their number scatters half as much as Poisson's would.
DISPERSION: Final = 0.5
# How many counts by hand that is worth. More scatter is believed; less is luck, which would make
# the factor look better known than it is.
DISPERSION_COUNTS: Final = 12

# Addresses change by the clock, not at random: their number scatters less than Poisson's.
EVENNESS: Final = 0.5

# A count by hand tells little if the radio was deaf for more of it than this leaves.
LEAST_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Session:
    """People whom somebody counted, and the devices that arrived meanwhile."""

    people: float
    arrivals: float
    turned: float


@dataclass(frozen=True, slots=True)
class Factor:
    """What an arrival at one radio stands for.

    Attributes:
        people_per_arrival: the factor.
        shared: relative standard error that all gates of the zone have in common.
        own: relative standard error of this gate alone.
        dispersion: variance of the devices among n people, in parts of their mean.
        people: how many people were counted by hand at this gate.
    """

    people_per_arrival: float
    shared: float
    own: float
    dispersion: float
    people: float

    @property
    def error(self) -> float:
        """Relative standard error of the factor."""
        return sqrt(self.shared**2 + self.own**2)


Key: TypeAlias = tuple[str, str]
"""A radio's node and sensor."""


def session(counts: Counts, manual: ManualCount) -> Session | None:
    """Return a count by hand beside the radio's; None if the radio heard too little of it.

    People are scaled to what the radio heard of the time.
    """
    heard = within(counts, [manual.from_us, manual.until_us])
    share = float(heard.share[0])
    if share < LEAST_SHARE:
        return None
    arrivals = max(float(heard.arrivals[0]), 0.0)
    return Session(manual.people * share, arrivals, float(heard.turned[0]))


def factors(zone: Mapping[Key, Sequence[Session]]) -> dict[Key, Factor]:
    """Return the factor of every radio of one zone from the counts by hand at each."""
    dispersion = _dispersion(zone.values())
    return {key: _factor(key, zone, dispersion) for key in zone}


def _factor(key: Key, zone: Mapping[Key, Sequence[Session]], dispersion: float) -> Factor:
    elsewhere = [one for other, counted in zone.items() if other != key for one in counted]
    zonal = _Gamma.prior(1 / PEOPLE_PER_ARRIVAL, ZONE_SPREAD).after(elsewhere, dispersion)
    prior = _Gamma.prior(zonal.mean, sqrt(zonal.error**2 + GATE_SPREAD**2))
    rate = prior.after(zone[key], dispersion)
    # What the prior still weighs is what this gate shares with the others.
    shared = zonal.error * prior.exposure / rate.exposure
    return Factor(
        people_per_arrival=1 / rate.mean,
        shared=shared,
        own=sqrt(max(rate.error**2 - shared**2, 0.0)),
        dispersion=dispersion,
        people=sum(one.people for one in zone[key]),
    )


def _dispersion(zone: Iterable[Sequence[Session]]) -> float:
    """Return how the counts scatter around each gate's own rate: as expected, or more."""
    squares, degrees = DISPERSION * DISPERSION_COUNTS, float(DISPERSION_COUNTS)
    for counted in zone:
        busy = [one for one in counted if one.people > 0]
        rate = sum(one.arrivals for one in busy) / max(sum(one.people for one in busy), 1.0)
        if len(busy) < 2 or rate == 0:  # noqa: PLR2004 - one count lies on its own mean
            continue
        squares += sum(
            ((one.arrivals - rate * one.people) ** 2 - EVENNESS * one.turned) / (rate * one.people)
            for one in busy
        )
        degrees += len(busy) - 1
    return max(squares / degrees, DISPERSION)


@dataclass(frozen=True, slots=True)
class _Gamma:
    """A Gamma distribution of a rate: as if `shape` devices had come among `exposure` people."""

    shape: float
    exposure: float

    @classmethod
    def prior(cls, mean: float, error: float) -> "_Gamma":
        return cls(error**-2, error**-2 / mean)

    @property
    def mean(self) -> float:
        return self.shape / self.exposure

    @property
    def error(self) -> float:
        """Relative standard error."""
        return 1 / sqrt(self.shape)

    def after(self, counted: Sequence[Session], dispersion: float) -> "_Gamma":
        """Return the posterior; what scatters more tells less."""
        devices = sum(one.arrivals for one in counted)
        scatter = dispersion + EVENNESS * sum(one.turned for one in counted) / max(devices, 1.0)
        people = sum(one.people for one in counted)
        return _Gamma(self.shape + devices / scatter, self.exposure + people / scatter)
