"""A level sensor in its container: bytes in, measurements out."""

from dataclasses import dataclass

from contract.reading import FIELDS, Kind, Measurement
from edge.filtering import agree
from edge.geometry import Frustum
from edge.ports import Sensor
from edge.sampling import Burst, Sampler

# With fewer echoes than this a median can be any one liar's word.
LEAST_ECHOES = 3


@dataclass(slots=True)
class Gauge:
    """What one sensor of a node goes through: decode, gather, filter, convert.

    A part that has filtered its pings itself needs no more than one: `least_echoes`.
    """

    name: str
    sensor: Sensor
    sampler: Sampler
    container: Frustum
    least_echoes: int = LEAST_ECHOES

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        """Take bytes that ended at `at_us`; return what became known by them."""
        return [
            self._measure(burst)
            for echo_mm in self.sensor.feed(data)
            for burst in self.sampler.add(at_us, echo_mm)
        ]

    def tick(self, now_us: int) -> list[Measurement]:
        """Return what is known once no more pings are to be waited for."""
        return [self._measure(burst) for burst in self.sampler.tick(now_us)]

    def end(self) -> list[Measurement]:
        """Return what is known if nothing more comes."""
        return [self._measure(burst) for burst in self.sampler.end()]

    def _measure(self, burst: Burst) -> Measurement:
        level = agree(burst.echoes_mm, self.least_echoes)
        if level is None:
            # The part speaks but sees nothing: worth knowing, and no level.
            echoes = {"pings": float(burst.pings), "echoes": float(len(burst.echoes_mm))}
            return Measurement(self.name, Kind.HEALTH, burst.at_us, echoes)
        ratio = self.container.fill_ratio(level.distance_mm)
        values = {
            "distance_mm": level.distance_mm,
            "spread_mm": round(level.spread_mm, 1),
            "fill_ratio": round(min(ratio, FIELDS[Kind.LEVEL]["fill_ratio"][1]), 4),
        }
        return Measurement(self.name, Kind.LEVEL, burst.at_us, values)
