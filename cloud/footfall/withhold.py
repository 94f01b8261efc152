"""Which figures are not shown, because so few people could be somebody.

A figure of fewer than k people is withheld; nobody at all is nobody, and is shown as 0. But where
a total is shown with all of its parts but one, that one is known by subtraction. So there is one
rule for the parts of any total, quarters of an hour, hours of a day, gates of a zone's day:

    either none is withheld, or at least two are, which together are k people or more.

Where that is not so, the smallest of those that are shown is withheld too, and so on. Under a
total that is withheld nothing is shown. Hours and gates are parts of a day in two ways, but no
figure tells how the two cross, so nothing more can be solved for.

Whatever is made of figures later, profiles and comparisons, is made of what is shown only. What
somebody noted of an earlier publication, before a factor or a late hour changed it, is beyond this.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.footfall.counts import Figures

Mask: TypeAlias = NDArray[np.bool_]


def small(people: Figures, least: float) -> Mask:
    """Tell which figures are of somebody, but of fewer than `least`; NaN is no figure."""
    return (people > 0) & (people < least)


def withheld(people: Figures, into: NDArray[np.intp], totals: Mask, least: float) -> Mask:
    """Tell which parts are withheld.

    Args:
        people: the parts; NaN where there is no figure.
        into: number of the total that each is part of.
        totals: which of the totals are withheld.
        least: k.
    """
    hidden: Mask = small(people, least) | (totals[into] & ~np.isnan(people))
    for group in np.unique(into[hidden]):
        if not totals[group]:
            _cover(people, hidden, np.flatnonzero(into == group), least)
    return hidden


def _cover(people: Figures, hidden: Mask, members: NDArray[np.intp], least: float) -> None:
    """Withhold more of one total's parts until those withheld hide one another."""
    rising = members[np.argsort(people[members], kind="stable")]
    for candidate in rising:
        among = members[hidden[members]]
        if among.size > 1 and people[among].sum() >= least:
            return
        if people[candidate] > 0:
            hidden[candidate] = True
