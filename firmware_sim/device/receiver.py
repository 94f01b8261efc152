"""What a Bluetooth radio hears of the voices around it.

Of each advert it hears a share: it listens half of the time, some adverts collide, and the weak
ones drown. Its controller keeps a list of addresses that it has already reported, and forgets the
list every `repeat_s`: an address is reported once in each of these spans, when first heard in it.
So only first hearings need drawing, and those of a thinned Poisson process are exponential.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from firmware_sim.device.air import Voice
from firmware_sim.world.days import SECOND_US
from firmware_sim.world.types import Counts, Figures, Times

# The figures are those of the project's field notes; the last one is of the adverts of one device.
LISTENS: Final = 0.5
COLLIDES: Final = 0.15
DROWNS_BELOW_DBM: Final = -92.0
FADING_DB: Final = 4.0
# Heard less than once in a day.
SELDOM_PER_S: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Heard:
    """Reports in order of time: which of the voices, and how loud."""

    at_us: Times
    voice: Counts
    rssi_dbm: Counts


def listen(voices: Sequence[Voice], repeat_s: int, draw: np.random.Generator) -> Heard:
    """Return what the radio reports of these voices."""
    repeat_us = repeat_s * SECOND_US
    per_s = _heard_per_s(voices)
    from_us = np.array([voice.from_us for voice in voices], np.int64)
    until_us = np.array([voice.until_us for voice in voices], np.int64)
    until_us = np.where(per_s > SELDOM_PER_S, until_us, from_us)
    first = from_us // repeat_us
    spans = np.maximum(-(-until_us // repeat_us) - first, 0)
    voice = np.repeat(np.arange(len(voices)), spans)
    span = first[voice] + np.arange(len(voice)) - np.repeat(np.cumsum(spans) - spans, spans)
    waits_us = draw.exponential(SECOND_US / np.maximum(per_s, SELDOM_PER_S)[voice])
    at_us = np.maximum(from_us[voice], span * repeat_us) + waits_us.astype(np.int64)
    within = at_us < np.minimum(until_us[voice], (span + 1) * repeat_us)
    at_us, voice, span = at_us[within], voice[within], span[within]
    first_of_address = _first(at_us, _addresses(voices)[voice], span)
    at_us, voice = at_us[first_of_address], voice[first_of_address]
    return Heard(at_us, voice, _strengths(voices, voice, draw))


def _heard_per_s(voices: Sequence[Voice]) -> Figures:
    fading = NormalDist(0.0, FADING_DB)
    audible = [fading.cdf(voice.rssi_dbm - DROWNS_BELOW_DBM) for voice in voices]
    every_s = np.array([voice.every_s for voice in voices])
    return np.asarray(LISTENS * (1 - COLLIDES) * np.array(audible) / every_s)


def _addresses(voices: Sequence[Voice]) -> Counts:
    """Return one number for each voice, the same for those of one address."""
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(voice.address, len(numbers)) for voice in voices], np.int64)


def _first(at_us: Times, address: Counts, span: Counts) -> Counts:
    """Return, in order of time, where an address is heard for the first time in a span."""
    in_time = np.argsort(at_us, kind="stable")
    key = np.stack((address, span))[:, in_time]
    first = np.unique(key, axis=1, return_index=True)[1]
    return in_time[np.sort(first)]


def _strengths(voices: Sequence[Voice], voice: Counts, draw: np.random.Generator) -> Counts:
    mean = np.array([voice.rssi_dbm for voice in voices])[voice]
    faded = np.rint(mean + FADING_DB * draw.standard_normal(len(voice)))
    return np.clip(faded, DROWNS_BELOW_DBM + 1, -20).astype(np.int64)
