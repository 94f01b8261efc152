"""What a reading of each kind may carry: every field within its bounds, and nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.reading import FIELDS, Kind, Measurement, Reading

TAKEN_US = 1_764_000_000_000_000
BOUNDS = [
    (kind, name, low, high)
    for kind, fields in FIELDS.items()
    for name, (low, high) in fields.items()
]


def reading(kind: Kind, values: dict[str, float]) -> Reading:
    return Reading(1, "fill", kind, TAKEN_US, values)


@pytest.mark.parametrize(("kind", "name", "low", "high"), BOUNDS)
@given(st.data())
def test_a_figure_within_its_bounds_is_taken(
    kind: Kind, name: str, low: float, high: float, data: st.DataObject
) -> None:
    value = data.draw(st.floats(low, high))

    assert reading(kind, {name: value}).values == {name: value}


@pytest.mark.parametrize(("kind", "name", "low", "high"), BOUNDS)
def test_the_bounds_themselves_are_taken_and_what_is_just_beyond_is_not(
    kind: Kind, name: str, low: float, high: float
) -> None:
    assert reading(kind, {name: low}) != reading(kind, {name: high})

    for beyond in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf)):
        with pytest.raises(ValueError, match=f"{name} = .* is outside"):
            reading(kind, {name: beyond})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name, _, _ in BOUNDS])
def test_what_is_no_number_is_refused_in_every_field(kind: Kind, name: str, value: float) -> None:
    with pytest.raises(ValueError, match="is outside"):
        Measurement("fill", kind, TAKEN_US, {name: value})


@pytest.mark.parametrize("kind", list(Kind))
def test_a_field_of_no_kind_is_refused_and_so_is_none_at_all(kind: Kind) -> None:
    with pytest.raises(ValueError, match="has no field 'address'"):
        reading(kind, {"address": 1.0})
    with pytest.raises(ValueError, match="carries at least one of"):
        reading(kind, {})


def test_a_count_never_says_who_was_counted() -> None:
    counted = set(FIELDS[Kind.COUNT])

    assert counted == {
        "window_s",
        "heard_s",
        "adverts",
        "malformed",
        "seen",
        "births",
        "arrivals",
        "arrivals_low",
        "arrivals_high",
    }
