"""Whether a sensor on a port answers, and sees into its container."""

import statistics
from dataclasses import dataclass
from typing import Final

from edge.doctor.finding import Figures, Finding, Verdict
from edge.links.host import PortSeen
from edge.settings import SensorOptions

# What stands nearer than this share of the way to the full line is no waste: the cone is blocked.
BLOCKED: Final = 0.5
# Farther than the floor by more than this share, it looks past the container.
BEYOND: Final = 1.1
# The middles of three stretches of what came back: three that differ see something that moves.
CONE: Final = ("cone_1_mm", "cone_2_mm", "cone_3_mm")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sensor's port gave in `seconds`; an echo is mm, or None if nothing came back."""

    seconds: float
    bytes: int = 0
    echoes: tuple[int | None, ...] = ()


def judge_port(options: SensorOptions, port: PortSeen) -> Finding | None:
    """Judge a port that cannot be listened to; None: it can."""
    figures: Figures = {"port": options.port}
    if not port.there:
        return _finding(options, Verdict.NO_GO, "missing", figures)
    if not port.allowed:
        return _finding(options, Verdict.NO_GO, "denied", figures)
    if port.holders:
        # Two who read one port each get half of the bytes: the agent's reading would suffer.
        figures["holders"] = ", ".join(port.holders)
        return _finding(options, Verdict.UNKNOWN, "held", figures)
    return None


def judge_sensor(options: SensorOptions, heard: Heard) -> Finding:
    """Judge what was heard by the geometry of the container below."""
    echoes = [one for one in heard.echoes if one is not None]
    figures: Figures = {
        "port": options.port,
        "model": options.model,
        "seconds": heard.seconds,
        "bytes": heard.bytes,
        "pings": len(heard.echoes),
        "echoes": len(echoes),
    }
    if not heard.bytes:
        return _finding(options, Verdict.NO_GO, "silent", figures)
    if not heard.echoes:
        return _finding(options, Verdict.NO_GO, "gibberish", figures)
    if 2 * len(echoes) <= len(heard.echoes):
        return _finding(options, Verdict.NO_GO, "no_echo", figures)
    box = options.container
    floor_mm = box.depth_mm + box.sensor_above_full_mm
    figures |= {"distance_mm": round(statistics.median(echoes)), "floor_mm": round(floor_mm)}
    figures |= _cone(echoes)
    distance_mm = statistics.median(echoes)
    if distance_mm < BLOCKED * box.sensor_above_full_mm:
        return _finding(options, Verdict.NO_GO, "blocked", figures)
    if distance_mm > BEYOND * floor_mm:
        return _finding(options, Verdict.NO_GO, "beyond", figures)
    return _finding(options, Verdict.GO, "good", figures)


def _cone(echoes: list[int]) -> Figures:
    """Return the middle of each third; fewer than three echoes have no thirds."""
    each = len(echoes) // len(CONE)
    if not each:
        return {}
    # What is left over belongs to the last.
    cuts = [*range(0, each * len(CONE), each), len(echoes)]
    return {
        name: round(statistics.median(echoes[begin:end]))
        for name, begin, end in zip(CONE, cuts[:-1], cuts[1:], strict=True)
    }


def _finding(options: SensorOptions, verdict: Verdict, what: str, figures: Figures) -> Finding:
    mend = None if verdict is Verdict.GO else f"sensor.{what}_mend"
    return Finding("sensor", verdict, f"sensor.{what}", figures, mend, options.name)
