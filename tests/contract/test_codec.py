"""The wire: what is encoded comes back, and any bytes give a message or Malformed."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import codec
from contract.envelope import Envelope
from contract.errors import Malformed
from contract.loss import LossReason, LossReceipt
from contract.presence import IngesterPresence, Link, NodeStatus
from contract.reading import Kind, Reading
from contract.receipt import Receipt, ranges

GOLDEN = Path(__file__).parent / "golden" / "v1"
EPOCH = "0123456789ab"
TAKEN_US = 1_764_000_000_000_000

levels = st.builds(
    Reading,
    seq=st.integers(1, 2**53 - 1),
    sensor=st.just("fill"),
    kind=st.just(Kind.LEVEL),
    taken_at_us=st.integers(0, 2**53 - 1),
    values=st.fixed_dictionaries(
        {"distance_mm": st.floats(0, 20_000)}, optional={"fill_ratio": st.floats(0, 2)}
    ),
)
envelopes = st.builds(
    Envelope,
    node=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True),
    epoch=st.just(EPOCH),
    readings=st.lists(levels, max_size=5).map(tuple),
)

GOLDEN_MESSAGES: dict[str, codec.Message] = {
    "envelope.json": Envelope(
        "n-001",
        EPOCH,
        (
            Reading(7, "fill", Kind.LEVEL, TAKEN_US, {"distance_mm": 812.0, "fill_ratio": 0.4312}),
            Reading(8, "fill", Kind.HEALTH, TAKEN_US + 1, {"pings": 7.0, "echoes": 1.0}),
        ),
        (LossReceipt(9, "ba9876543210", 1, 6, LossReason.FULL, TAKEN_US + 2),),
    ),
    "envelope-zone.json": Envelope(
        "z-001",
        EPOCH,
        (
            Reading(
                1,
                "radio",
                Kind.COUNT,
                TAKEN_US,
                {
                    "window_s": 300.0,
                    "heard_s": 298.5,
                    "adverts": 4211.0,
                    "seen": 37.0,
                    "births": 12.0,
                    "arrivals": 2.4,
                    "arrivals_low": 0.0,
                    "arrivals_high": 9.1,
                },
            ),
            Reading(
                2,
                "cosmo-b1",
                Kind.BEACON,
                TAKEN_US + 1,
                {
                    "adverts": 88.0,
                    "rssi_dbm": -71.0,
                    "battery_mv": 2950.0,
                    "battery_ratio": 0.79,
                    "temperature_c": -3.5,
                },
            ),
            Reading(3, "cosmo-b2", Kind.BEACON, TAKEN_US + 1, {"adverts": 0.0}),
            Reading(
                4, "fill", Kind.HEALTH, TAKEN_US + 2, {"battery_ratio": 0.98, "rssi_dbm": -80.0}
            ),
        ),
    ),
    "receipt.json": Receipt("n-001", EPOCH, ((1, 6), (8, 8))),
    "node-status.json": NodeStatus("n-001", EPOCH, Link.UP, TAKEN_US, 120, 3, 1),
    "ingester-presence.json": IngesterPresence("ingester-1", Link.DOWN, TAKEN_US),
}


@pytest.mark.parametrize("name", sorted(GOLDEN_MESSAGES))
def test_a_message_of_version_1_is_read_for_ever(name: str) -> None:
    message = GOLDEN_MESSAGES[name]

    payload = (GOLDEN / name).read_bytes().strip()

    assert codec.decode(payload, type(message)) == message
    assert codec.encode(message) == payload


@given(envelopes)
def test_decoding_gives_back_what_was_encoded(envelope: Envelope) -> None:
    assert codec.decode(codec.encode(envelope), Envelope) == envelope


@given(envelopes)
def test_salvaging_a_sound_envelope_gives_all_of_it(envelope: Envelope) -> None:
    assert codec.salvage(codec.encode(envelope)) == (envelope, ())


def decoded(payload: bytes) -> Envelope:
    return codec.decode(payload, Envelope)


def salvaged(payload: bytes) -> Envelope:
    return codec.salvage(payload).envelope


def outcome(read: Callable[[bytes], Envelope], payload: bytes) -> Envelope | Malformed:
    """Return what reading `payload` comes to; only Malformed is caught."""
    try:
        return read(payload)
    except Malformed as error:
        return error


@pytest.mark.parametrize("read", [decoded, salvaged])
@given(st.binary(max_size=300))
def test_any_bytes_give_an_envelope_or_malformed(
    read: Callable[[bytes], Envelope], payload: bytes
) -> None:
    assert isinstance(outcome(read, payload), Envelope | Malformed)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.dictionaries(
        st.sampled_from(["v", "node", "epoch", "readings", "losses", "x"]),
        st.just(1) | st.just("n-001") | st.just(EPOCH) | json_values,
    )
)
def test_any_json_gives_an_envelope_or_malformed(tree: object) -> None:
    payload = msgspec.json.encode(tree)

    whole, rows = outcome(decoded, payload), outcome(salvaged, payload)

    # Salvaging never takes less than decoding, and never something else.
    assert rows == whole or isinstance(whole, Malformed)


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "truncated"),
        (b"[" * 100_000, "object"),
        (b'{"v":1,"node":' + b"[" * 100_000, "expected `str`"),
        (b'{"v":1,"who":' + b"[" * 100_000, "recursion"),
        (b"\xef\xbb\xbf{}", "malformed"),
        ('{"v":1}'.encode("utf-16"), "malformed"),
        (b'{"v":2,"node":"n-001"}', "version 2 is not known"),
        (b'{"v":true}', "bool"),
        (b'{"v":1,"node":"n/1","epoch":"0123456789ab"}', "node"),
        (b'{"v":1,"node":"n-1\\n","epoch":"0123456789ab"}', "node"),
        (b'{"v":1,"node":"n-1","epoch":"\\ud800"}', ""),
        (b" " * (codec.MAX_BYTES + 1), "bytes are more"),
    ],
)
def test_what_cannot_be_an_envelope_says_why(payload: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=f"(?i){says}"):
        codec.decode(payload, Envelope)
    with pytest.raises(Malformed):
        codec.salvage(payload)


@pytest.mark.parametrize(
    "row",
    [
        '[2,"fill","level",1764000000000000,{"fill_ratio":NaN}]',
        '[2,"fill","level",1764000000000000,{"fill_ratio":1e400}]',
        '[2,"fill","level",1764000000000000,{"fill_ratio":true}]',
        '[2,"fill","level",1764000000000000,{"fill_ratio":"0.4"}]',
        '[2,"fill","level",1764000000000000,{"fill ratio":0.4}]',
        '[2,"fill","level",1764000000000000,{}]',
        '[2,"fill","level",-1,{"fill_ratio":0.4}]',
        '[2,"fi ll","level",1764000000000000,{"fill_ratio":0.4}]',
        '[2,"fill","weight",1764000000000000,{"fill_ratio":0.4}]',
        '[2,"fill","level"]',
    ],
)
def test_a_bad_row_costs_no_good_one_and_keeps_its_number(row: str) -> None:
    good = '[1,"fill","level",1764000000000000,{"fill_ratio":0.4}]'
    payload = f'{{"v":1,"node":"n-001","epoch":"{EPOCH}","readings":[{good},{row}]}}'.encode()

    with pytest.raises(Malformed):
        codec.decode(payload, Envelope)
    salvaged = codec.salvage(payload)

    assert [reading.seq for reading in salvaged.envelope.readings] == [1]
    assert [refused.seq for refused in salvaged.refused] == [2]
    assert salvaged.refused[0].reason


@given(st.lists(st.integers(1, 60)))
def test_ranges_hold_exactly_the_numbers_they_were_made_of(seqs: list[int]) -> None:
    found = ranges(seqs)

    assert sorted(set(seqs)) == [seq for first, last in found for seq in range(first, last + 1)]
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))


@given(st.integers(1, 2**53 - 1), st.integers(0, 2**50))
def test_a_reading_is_stored_within_its_own_microsecond(seq: int, taken_at_us: int) -> None:
    reading = Reading(seq, "fill", Kind.LEVEL, taken_at_us, {"fill_ratio": 0.5})

    assert reading.stored_at_ns // 1000 == taken_at_us
