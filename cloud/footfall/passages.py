"""Passages of gates and zones in quarter-hours, hours and days, with what they are off by.

    people = factor · arrivals / (share that was heard of who usually pass)

What was heard is only ever added up, so quarters add to hours and hours to days wherever all of
them were heard. Four errors go along: which people carry devices, how many devices changed their
address, what passed unheard, and the factor's own, which no adding up makes smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.footfall.calendar import Calendar
from cloud.footfall.counts import Counts, Figures, within
from cloud.footfall.factor import EVENNESS, Factor
from cloud.footfall.figures import Step

# There is a figure if at least this share was heard: two windows of a quarter's three, three
# quarters of an hour's four, and of a day, or of a zone's gates, four fifths of who usually pass.
LEAST_SHARE: Final[dict[Step, float]] = {"quarter": 0.6, "hour": 0.7, "day": 0.8}
LEAST_GATES: Final = 0.8

# What passed unheard differs from what usually passes by this much, one sigma.
UNHEARD_SPREAD: Final = 0.5

# Less than anybody, so that hours in which nobody usually passes weigh something among themselves.
NOBODY: Final = 1e-9
# Decimals of an arrival that mean anything.
CRUMBS: Final = 6

# A normal distribution's 95 %.
Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Passages:
    """Estimates for n periods of one kind, of one gate or of a zone; arrays of n.

    Attributes:
        people: best estimates; NaN where too little was heard.
        noise: variance of what periods do not share, beyond that of who carries devices.
        shared: standard error that periods and gates share: both add up as they are.
        own: standard error that periods share and gates do not.
        coverage: share of the period in which the radios listened, 0 … 1.
        grain: variance of who carries devices, in parts of the estimate.
    """

    people: Figures
    noise: Figures
    shared: Figures
    own: Figures
    coverage: Figures
    grain: float

    def interval(self) -> tuple[Figures, Figures]:
        """Return the ends of the 95 % intervals.

        As Wilson's for a share: the true figures p from which the estimate is no further off than
        Z standard errors, the one of who carries devices being that of p and not of the estimate.
        """
        half = Z**2 * self.grain / 2
        rest = Z**2 * (self.noise + self.shared**2 + self.own**2)
        reach = np.sqrt(half**2 + 2 * half * self.people + rest)
        return np.maximum(self.people + half - reach, 0.0), self.people + half + reach


def of_radio(counts: Counts, factor: Factor, when: Calendar) -> dict[Step, Passages]:
    """Return the passages at one radio's gate by step."""
    quarters = _quarters(counts, factor, when)
    even = np.ones(quarters.people.size)
    hours = _gather(quarters, when.inside("quarter", "hour"), even, LEAST_SHARE["hour"])
    usual = _usual(hours.people, when)
    days = _gather(hours, when.inside("hour", "day"), usual, LEAST_SHARE["day"])
    return {"quarter": quarters, "hour": hours, "day": days}


def together(gates: Sequence[Passages], weights: Sequence[float]) -> Passages:
    """Return the passages of gates that belong together; `weights` is their usual share."""
    size = gates[0].people.size
    shares = np.maximum(weights, NOBODY)
    stacked = Passages(
        people=np.concatenate([gate.people for gate in gates]),
        noise=np.concatenate([gate.noise for gate in gates]),
        shared=np.concatenate([gate.shared for gate in gates]),
        own=np.concatenate([gate.own for gate in gates]),
        coverage=np.concatenate([gate.coverage for gate in gates]),
        grain=float(np.average([gate.grain for gate in gates], weights=shares)),
    )
    into = np.tile(np.arange(size), len(gates))
    return _gather(stacked, into, np.repeat(shares, size), LEAST_GATES, apart=True)


def _quarters(counts: Counts, factor: Factor, when: Calendar) -> Passages:
    heard = within(counts, when.edges_us["quarter"])
    known = heard.share >= LEAST_SHARE["quarter"]
    scale = np.divide(1.0, heard.share, out=np.full(heard.share.shape, np.nan), where=known)
    # A quarter is the least that is shown, so only here may nothing not be less than nothing. What
    # adding up leaves behind the comma is nobody, not somebody to be withheld.
    arrivals = np.maximum(np.round(heard.arrivals, CRUMBS), 0.0)
    people = factor.people_per_arrival * arrivals * scale
    turned = EVENNESS * np.maximum(heard.turned, 0.0) * (factor.people_per_arrival * scale) ** 2
    return Passages(
        people=people,
        noise=turned + _unheard(people * (1 - heard.share)),
        shared=factor.shared * people,
        own=factor.own * people,
        coverage=heard.share,
        grain=factor.people_per_arrival * factor.dispersion,
    )


def _gather(
    parts: Passages, into: NDArray[np.intp], usual: Figures, least: float, *, apart: bool = False
) -> Passages:
    """Return parts added up into what they are `into`, what is missing taken as `usual`.

    `apart` parts have own factors: their errors are added by their squares.
    """
    known = ~np.isnan(parts.people)
    # Where nobody ever passes, as at night, one part is as good as another.
    usual = np.maximum(usual, NOBODY)
    expected, heard = np.bincount(into, usual), np.bincount(into, usual * known)

    def total(figures: Figures) -> Figures:
        return np.bincount(into, np.where(known, figures, 0.0)).astype(np.float64)

    enough = heard >= least * expected
    scale = np.divide(expected, heard, out=np.full(heard.shape, np.nan), where=enough)
    people = total(parts.people) * scale
    return Passages(
        people=people,
        noise=total(parts.noise) * scale**2 + _unheard(people * (1 - 1 / scale)),
        shared=total(parts.shared) * scale,
        own=(np.sqrt(total(parts.own**2)) if apart else total(parts.own)) * scale,
        coverage=np.bincount(into, parts.coverage) / np.bincount(into),
        grain=parts.grain,
    )


def _unheard(people: Figures) -> Figures:
    """Return the variance of people who passed unheard, as many as usual, give or take."""
    return people + (UNHEARD_SPREAD * people) ** 2


def _usual(people: Figures, when: Calendar) -> Figures:
    """Return for each hour what passes in this hour of this weekday, as far as it is known.

    Else what passes in this hour of any day, else in any hour.
    """
    known = ~np.isnan(people)
    if not known.any():
        return np.ones(people.size)
    local = when.local("hour")
    hour = np.array([at.hour for at in local])
    cell = np.array([at.weekday() for at in local]) * 24 + hour
    found = np.full(people.size, float(people[known].mean()))
    for number in (hour, cell):
        count = np.bincount(number[known], minlength=168)
        total = np.bincount(number[known], people[known], minlength=168)
        found = np.where(count[number] > 0, total[number] / np.maximum(count[number], 1), found)
    return found
