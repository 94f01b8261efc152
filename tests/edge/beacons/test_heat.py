"""What of a sensor's temperatures is told at once: heat, once a minute, and that it is over."""

from contract.reading import Kind, Measurement
from edge.beacons.heat import COOL_C, WARM_C, Heat

START_US = 1_764_000_000_000_000
SECOND_US = 1_000_000


def told(*celsius: float, every_s: float = 60) -> list[float]:
    """Return what of these temperatures, one after the other, is told."""
    heat = Heat("fill")
    found: list[Measurement] = []
    for number, one in enumerate(celsius):
        found += heat.feel(one, START_US + round(number * every_s * SECOND_US))
    assert all((one.sensor, one.kind) == ("fill", Kind.ALARM) for one in found)
    return [one.values["temperature_c"] for one in found]


def test_a_summer_s_day_is_no_word_and_heat_is_one() -> None:
    assert told(-20, 15, 45, WARM_C - 0.01) == []
    assert told(20, WARM_C, 130) == [WARM_C, 130]


def test_heat_is_told_once_a_minute_however_often_it_is_said() -> None:
    assert told(*range(60, 72), every_s=10) == [60, 66]


def test_that_it_has_cooled_is_told_once() -> None:
    assert told(90, 45, COOL_C - 1, 20, 15) == [90, COOL_C - 1]
    assert told(90, 20, 90) == [90, 20, 90]


def test_a_clock_that_is_set_back_keeps_no_heat_back() -> None:
    heat = Heat("fill")

    assert heat.feel(80, START_US)
    assert heat.feel(80, START_US - 3600 * SECOND_US)


def test_what_no_sensor_can_mean_is_nothing() -> None:
    assert told(3276.7, -100, float("nan")) == []
