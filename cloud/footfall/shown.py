"""What may be shown of a zone's passages: the small figures are withheld.

The day that still runs is shown as far as it has come, and so that it tells no more from hour to
hour than those hours do: hours that are withheld are left out of it, and gates have to wait.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from cloud.footfall.calendar import Calendar
from cloud.footfall.compare import with_week_before
from cloud.footfall.estimate import Estimates
from cloud.footfall.factor import Factor, Key
from cloud.footfall.figures import Period, ProfileCell, Step
from cloud.footfall.passages import Passages
from cloud.footfall.profile import profile
from cloud.footfall.withhold import Mask, small, withheld


@dataclass(frozen=True, slots=True)
class Footfall:
    """What may be shown of one zone.

    Attributes:
        zone: its id.
        periods: by step, oldest first; the last day may still run, hours and quarters are over.
        gates: the days of each gate that are over, by its name.
        profile: the usual week.
        factors: what an arrival stands for, by the radio's node and sensor.
    """

    zone: str
    periods: Mapping[Step, Sequence[Period]]
    gates: Mapping[str, Sequence[Period]]
    profile: Sequence[ProfileCell]
    factors: Mapping[Key, Factor]


def shown(made: Estimates, when: Calendar, least: float) -> Footfall:
    """Return what may be shown, figures of fewer than `least` people withheld."""
    hidden = _hidden(made.whole, when, least)
    periods = {step: _periods(made.whole[step], hidden[step], step, when) for step in hidden}
    gates = _gates(made.gates, hidden["day"], when, least)
    if when.gone < 1.0:
        left_out = _left_out(made.whole["hour"], hidden["hour"], when)
        periods["day"][-1] = _so_far(periods["day"][-1], left_out, when.gone, least)
        gates = {name: days[:-1] for name, days in gates.items()}
    return Footfall(
        zone=made.zone,
        periods=periods,
        gates=gates,
        profile=profile(periods["hour"], when.local("hour"), least),
        factors=made.factors,
    )


def _hidden(whole: Mapping[Step, Passages], when: Calendar, least: float) -> dict[Step, Mask]:
    days = small(whole["day"].people, least)
    hours = withheld(whole["hour"].people, when.inside("hour", "day"), days, least)
    into = when.inside("quarter", "hour")
    quarters = withheld(whole["quarter"].people, into, hours, least)
    return {"day": days, "hour": hours, "quarter": quarters}


def _gates(
    gates: Mapping[str, Passages], days: Mask, when: Calendar, least: float
) -> dict[str, list[Period]]:
    people = np.concatenate([gate.people for gate in gates.values()])
    into = np.tile(np.arange(days.size), len(gates))
    hidden = withheld(people, into, days, least).reshape(len(gates), days.size)
    return {
        name: _periods(gate, mask, "day", when)
        for (name, gate), mask in zip(gates.items(), hidden, strict=True)
    }


def _periods(passages: Passages, hidden: Mask, step: Step, when: Calendar) -> list[Period]:
    low, high = passages.interval()
    told = [
        Period(begin_us, None, None, None, coverage, withheld=hides)
        if hides or isnan(people)
        else Period(begin_us, people, least, most, coverage)
        for begin_us, coverage, hides, people, least, most in zip(
            when.edges_us[step][:-1].tolist(),
            passages.coverage.tolist(),
            hidden.tolist(),
            passages.people.tolist(),
            low.tolist(),
            high.tolist(),
            strict=True,
        )
    ]
    return with_week_before(told, when.zone)


def _left_out(hours: Passages, hidden: Mask, when: Calendar) -> float:
    """Return how many passed in the hours of the last day that are withheld."""
    of_last = when.inside("hour", "day") == when.edges_us["day"].size - 2
    return float(hours.people[hidden & of_last].sum())


def _so_far(day: Period, left_out: float, gone: float, least: float) -> Period:
    """Return the day that still runs, as far as it has come and may be shown."""
    day = replace(day, coverage=day.coverage * gone, week_before=None)
    if day.passages is None or day.low is None or day.high is None:
        return day
    people = day.passages - left_out
    if left_out and people < least:
        return replace(day, passages=None, low=None, high=None, withheld=True)
    low = max(day.low - left_out, 0.0)
    return replace(day, passages=people, low=low, high=day.high - left_out)
