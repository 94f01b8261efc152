"""What passed in one zone and at each of its gates, before anything is withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cloud.footfall.calendar import Calendar
from cloud.footfall.counts import read_counts
from cloud.footfall.factor import Factor, Key, Session, factors, session
from cloud.footfall.figures import Step
from cloud.footfall.passages import Passages, of_radio, together
from cloud.registry.values import ManualCount, Radio
from cloud.store.port import Store


@dataclass(frozen=True, slots=True)
class Estimates:
    """The passages of one zone.

    Attributes:
        zone: its id.
        whole: of all its gates, by step.
        gates: of each gate by its name, in days.
        factors: what an arrival stands for, by the radio's node and sensor.
    """

    zone: str
    whole: Mapping[Step, Passages]
    gates: Mapping[str, Passages]
    factors: Mapping[Key, Factor]


def estimate(
    store: Store, radios: Sequence[Radio], manual_counts: Sequence[ManualCount], when: Calendar
) -> Estimates:
    """Return the passages of the zone that all `radios` stand in; raise StoreDown.

    All manual counts calibrate, whenever they were.
    """
    known = factors({_key(radio): _sessions(store, radio, manual_counts) for radio in radios})
    begin_us, end_us = int(when.edges_us["day"][0]), int(when.edges_us["day"][-1])
    each = [
        of_radio(read_counts(store, radio, begin_us, end_us), known[_key(radio)], when)
        for radio in radios
    ]
    weights = [radio.people_per_day for radio in radios]
    gates = {
        gate: [at for at, radio in enumerate(radios) if radio.gate == gate]
        for gate in dict.fromkeys(radio.gate for radio in radios)
    }
    return Estimates(
        zone=radios[0].zone,
        whole={step: together([one[step] for one in each], weights) for step in when.edges_us},
        gates={
            gate: together([each[at]["day"] for at in its], [weights[at] for at in its])
            for gate, its in gates.items()
        },
        factors=known,
    )


def _key(radio: Radio) -> Key:
    return radio.node, radio.sensor


def _sessions(store: Store, radio: Radio, manual_counts: Sequence[ManualCount]) -> list[Session]:
    found = [
        session(read_counts(store, radio, one.from_us, one.until_us), one)
        for one in manual_counts
        if (one.node, one.sensor) == _key(radio)
    ]
    return [one for one in found if one is not None]
