"""The crew's protocol on the wire."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.deeds import (
    Collected,
    Deed,
    DeedEnvelope,
    Position,
    Problem,
    ProblemKind,
    Skipped,
    SkipReason,
    Unloaded,
)

HEAD = {"v": 1, "device": "crew-1", "epoch": "0123456789ab", "truck": "t1", "day": "2026-01-05"}
BASE = {"seq": st.integers(1, 2**53 - 1), "at_us": st.integers(0, 2**53 - 1)}
TEXT = st.text(max_size=500).filter(lambda text: text.isprintable())
DEEDS = st.one_of(
    st.builds(Collected, stop=st.just("c1"), offset_us=st.none() | st.integers(-9, 9), **BASE),
    st.builds(Skipped, stop=st.just("r/1"), reason=st.sampled_from(SkipReason), note=TEXT, **BASE),
    st.builds(Problem, what=st.sampled_from(ProblemKind), note=TEXT, **BASE),
    st.builds(Unloaded, tip=st.just("tip"), weight_kg=st.none() | st.integers(0, 60_000), **BASE),
    st.builds(
        Position,
        lat=st.floats(-90, 90),
        lon=st.floats(-180, 180),
        accuracy_m=st.floats(0, 100),
        **BASE,
    ),
)


@given(st.lists(DEEDS, max_size=20))
def test_what_is_written_is_read_back(deeds: list[Deed]) -> None:
    envelope = msgspec.convert({**HEAD, "deeds": deeds}, DeedEnvelope)

    assert msgspec.json.decode(msgspec.json.encode(envelope), type=DeedEnvelope) == envelope


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "position", "lat": 91, "lon": 3, "accuracy_m": 5},
        {"kind": "position", "lat": None, "lon": 3, "accuracy_m": 5},
        {"kind": "collected", "stop": "../etc"},
        {"kind": "collected", "stop": "c1\n"},
        {"kind": "skipped", "stop": "c1", "reason": "lazy"},
        {"kind": "problem", "what": "works", "lat": 43.5},
        {"kind": "problem", "what": "works", "photo": "x" * 64},
        {"kind": "unloaded", "tip": "tip", "weight_kg": True},
        {"kind": "unloaded", "tip": "tip", "weight_kg": 60_001},
        {"kind": "started", "person": "camille"},
        {"kind": "teleported"},
    ],
)
def test_what_no_crew_can_mean_is_refused(bad: dict[str, object]) -> None:
    row = {**bad, "seq": 1, "at_us": 1}

    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(row), type=Deed)
