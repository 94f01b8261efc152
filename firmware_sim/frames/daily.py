"""What the sensors of a daily fill series say: one burst a bin and day, in order of time."""

from collections.abc import Iterable, Iterator

import numpy as np

from firmware_sim.csv_series.looks import Looks
from firmware_sim.csv_series.span import Span
from firmware_sim.device import Quirks, encode, hear, spoil
from firmware_sim.device.echo import PINGS, RECKONS_WITH_C
from firmware_sim.frames.burst import Burst
from firmware_sim.world import Scene
from firmware_sim.world.seeds import generator


def daily(each: Iterable[Looks], span: Span, seed: int) -> list[Burst]:
    """Return the bursts within `span`; another span changes none of those in both."""
    found = [burst for looks in each for burst in _bursts(looks, span, seed)]
    return sorted(found, key=lambda burst: (burst.at_us, burst.node))


def _bursts(looks: Looks, span: Span, seed: int) -> Iterator[Burst]:
    draw = generator(seed, "series", looks.container)
    # All pings of a burst meet the same surface.
    distance_mm = np.repeat(looks.distance_mm[:, np.newaxis], PINGS, axis=1)
    scene = Scene(distance_mm, np.full_like(distance_mm, RECKONS_WITH_C))
    wire = spoil(encode(hear(scene, Quirks.drawn(draw), draw)), draw)
    inside = span.holds(looks.at_us)
    for at_us, frames in zip(looks.at_us[inside].tolist(), wire[inside], strict=True):
        yield Burst(at_us, looks.mount.node, looks.mount.sensor, frames.tobytes().hex())
