"""How warm a sensor says it is: told as an alarm while that may be a fire, judged in the cloud."""

from dataclasses import dataclass
from typing import Final

from contract.reading import FIELDS, Kind, Measurement

# A steel column in August's sun reaches this and hardly more. Whether it is a fire the cloud says.
WARM_C: Final = 50.0
# From here on it has cooled down, and one last word says so.
COOL_C: Final = 40.0
# Once a minute is soon enough for a fire, and few enough rows for a lane that nothing holds back.
AGAIN_US: Final = 60_000_000

_COLDEST_C, _HOTTEST_C = FIELDS[Kind.ALARM]["temperature_c"]


@dataclass(slots=True)
class Heat:
    """The temperatures of one sensor, of which few are worth a word."""

    sensor: str
    _told_us: int | None = None

    def feel(self, celsius: float, at_us: int) -> list[Measurement]:
        """Take what the sensor says; return what of that cannot wait."""
        if not _COLDEST_C <= celsius <= _HOTTEST_C:
            return []
        if celsius >= WARM_C:
            if self._told_us is not None and abs(at_us - self._told_us) < AGAIN_US:
                return []
            self._told_us = at_us
        elif self._told_us is None or celsius >= COOL_C:
            return []
        else:
            self._told_us = None
        said = {"temperature_c": round(celsius, 2)}
        return [Measurement(self.sensor, Kind.ALARM, at_us, said)]
