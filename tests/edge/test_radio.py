"""A radio: report bytes in, counts, beacons and levels out, and not one address."""

import logging
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract import codec
from contract.reading import Kind, Measurement
from edge.agent import Agent, Rules
from edge.counting import Counter
from edge.gauge import Gauge
from edge.geometry import Frustum
from edge.inventory import Inventory
from edge.links.clock import ManualClock
from edge.links.fake import FakeUplink
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import LinkUp
from edge.radio import Radio
from edge.reports import PUBLIC, RANDOM, Report, write_report
from edge.sampling import Sampler
from edge.sensors.bthome import Bthome
from edge.window import Window

SECOND = 1_000_000
MINUTE = 60 * SECOND
START = 1_764_000_000 * SECOND

ZONE = bytes.fromhex("7e3f2c105d4a4b8e9a612f0c8b1d4e0185420001")
FILL = bytes.fromhex("a4c138341104")
AT_ENTRY = bytes.fromhex("c011223344aa")
ENTRY = write_report(
    Report(AT_ENTRY, RANDOM, -64, bytes.fromhex("020106 1aff4c000215") + ZONE + b"\xc5")
)
PHONES = [bytes.fromhex(f"4{n:x}5e{n:x}17a{n:x}93c") for n in range(16)]
LAPTOP = bytes.fromhex("3c5ab4d1e2f3")
SAYS_PHONE = bytes.fromhex("02011a 020a0c 0aff4c001005031c8e2f3a")
SAYS_TAG = bytes.fromhex("07ff4c0012020001")


def phone(address: bytes, kind: int = RANDOM, data: bytes = SAYS_PHONE) -> bytes:
    return write_report(Report(address, kind, -71, data))


def fill(packet: int, distance_mm: int) -> bytes:
    objects = bytes((0x40, 0x00, packet, 0x01, 97, 0x40)) + distance_mm.to_bytes(2, "little")
    data = b"\x02\x01\x06" + bytes((len(objects) + 3,)) + b"\x16\xd2\xfc" + objects
    return write_report(Report(FILL, PUBLIC, -80, data))


def radio() -> Radio:
    drawn = iter(range(256))
    gauge = Gauge(
        "fill",
        Bthome(),
        Sampler(900 * SECOND, pings=1, patience_us=10 * SECOND),
        Frustum(1000, (1000, 1000), (1000, 1000), 300),
        least_echoes=1,
    )
    return Radio(
        "radio",
        780.0,
        Counter(300 * SECOND, lambda length: bytes((next(drawn),)) * length, ceiling=500),
        Inventory(900 * SECOND, {ZONE: "cosmo-b1"}, {FILL: "fill"}),
        {FILL: gauge},
    )


def play(heard: Radio, minutes: int, *reports: bytes, begin: int = 0) -> list[Measurement]:
    """Let these be heard, beside the entry's beacon, every ten seconds of so many minutes."""
    chunk = ENTRY + b"".join(reports)
    return [
        one
        for tick in range(begin * 6, (begin + minutes) * 6)
        for one in heard.feed(chunk, START + tick * 10 * SECOND)
    ]


def counts(told: list[Measurement]) -> list[dict[str, float]]:
    return [one.values for one in told if one.kind is Kind.COUNT]


def test_a_window_is_told_with_its_arrivals_under_the_radios_name() -> None:
    heard = radio()
    play(heard, 10, *map(phone, PHONES[:4]))

    told = play(heard, 6, *map(phone, PHONES[:6]), begin=10)

    (count,) = (one for one in told if one.taken_at_us == START + 10 * MINUTE)
    values = count.values
    assert (count.sensor, count.kind) == ("radio", Kind.COUNT)
    assert (values["window_s"], values["heard_s"], values["adverts"]) == (300, 300, 30 * 7)
    assert (values["seen"], values["births"]) == (6, 2)
    assert values["arrivals"] == pytest.approx(2 - 4 * 300 / 780, abs=1e-3)
    assert 0 <= values["arrivals_low"] <= values["arrivals"] <= values["arrivals_high"]


def test_births_that_are_not_known_are_not_told() -> None:
    (values,) = counts(play(radio(), 6, phone(PHONES[0])))

    assert values == {"window_s": 300, "heard_s": 300, "adverts": 60, "malformed": 0, "seen": 1}


@pytest.mark.parametrize(
    "report",
    [
        phone(PHONES[0], PUBLIC),  # an address for life
        phone(b"\xc4" + PHONES[0][1:]),  # static
        phone(PHONES[0], data=SAYS_TAG),
        phone(PHONES[0], data=b""),
        phone(AT_ENTRY),  # one of the zone's own
        phone(PHONES[0], data=bytes.fromhex("020106 1aff4c000215") + bytes(21)),
    ],
)
def test_only_people_count(report: bytes) -> None:
    (values,) = counts(play(radio(), 6, report))

    assert values["seen"] == 0


def test_a_fill_sensor_by_radio_is_a_level_and_seldom_health() -> None:
    heard = radio()

    told = play(heard, 16, fill(7, 800), fill(7, 800))

    levels = [one for one in told if one.kind is Kind.LEVEL]
    health = [one for one in told if one.kind is Kind.HEALTH]
    assert [(one.sensor, one.values["fill_ratio"]) for one in levels] == [("fill", 0.5)]
    assert [one.values for one in health] == [{"battery_ratio": 0.97, "rssi_dbm": -80.0}]


def test_beacons_are_told_of_by_name() -> None:
    told = play(radio(), 16)

    beacons = [one for one in told if one.kind is Kind.BEACON]
    assert [(one.sensor, one.values) for one in beacons] == [
        ("cosmo-b1", {"adverts": 90.0, "rssi_dbm": -64.0})
    ]


@pytest.mark.parametrize("length", range(32))
@settings(max_examples=25)
@given(data=st.data())
def test_a_malformed_advert_stops_nothing(length: int, data: st.DataObject) -> None:
    heard = radio()
    noise = data.draw(st.lists(st.binary(min_size=length, max_size=length), max_size=20))

    for address in (FILL, AT_ENTRY, PHONES[3]):
        heard.feed(b"".join(phone(address, data=one) for one in noise), START)
    told = heard.feed(fill(7, 800), START + SECOND)

    assert heard.adverts.heard == 3 * len(noise) + 1
    assert [one.kind for one in told] == [Kind.LEVEL]


def test_a_name_of_255_bytes_stops_nothing_and_is_nowhere_kept() -> None:
    heard = radio()
    name = b"N" * 254
    # Of a length that no advert holds, one that only an extended one holds, and one cut short.
    names = [b"\xff\x09" + name, b"\x1e\x09" + name[:29], b"\xff\x09" + name[:20], b"\x01\x09"]

    told = play(heard, 6, *(phone(PHONES[1], data=one) for one in names), fill(7, 800))

    assert Kind.LEVEL in {one.kind for one in told}
    assert counts(told)[0]["adverts"] == 30 * 6
    assert "NNN" not in f"{told} {heard}"


def test_what_is_malformed_or_unknown_is_counted() -> None:
    heard = radio()
    lies = [bytes.fromhex(data) for data in ("1fff4c00", "05ff4c000215", "0416d2fc4040")]

    heard.feed(b"".join(phone(PHONES[0], data=data) for data in [*lies, b"\x02\x01\x06"]), START)

    assert (heard.adverts.heard, heard.adverts.malformed, heard.adverts.unknown) == (4, 3, 1)


def test_each_window_tells_how_much_of_it_was_malformed() -> None:
    heard = radio()
    lie = phone(PHONES[0], data=bytes.fromhex("1fff4c00"))
    told = play(heard, 5, lie, lie)
    told += play(heard, 6, phone(PHONES[0]), begin=5)

    assert [values["malformed"] for values in counts(told)] == [60, 0]


@given(st.binary(max_size=300))
def test_any_bytes_may_come_from_a_radio(stream: bytes) -> None:
    radio().feed(stream, START)


def test_a_flood_is_told_of_now_and_then_and_gives_no_arrivals(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard = radio()
    play(heard, 5)

    flood = [number.to_bytes(6, "big") for number in range(4000)]
    for tick in range(100):
        heard.feed(b"".join(map(phone, flood[tick * 40 :][:40])), START + (301 + tick) * SECOND)
    (values,) = counts(play(heard, 6, begin=7))

    assert (values["seen"], "arrivals" in values) == (500, False)
    assert 1 <= len(caplog.records) <= 13
    assert "a flood of addresses" in caplog.text


def test_a_quiet_radio_says_nothing() -> None:
    heard = radio()

    assert [heard.tick(START + minute * MINUTE) for minute in range(60)] == [[]] * 60
    assert heard.end() == []


def spellings(address: bytes) -> set[bytes]:
    """Return all that an address could be written as."""
    found = set()
    for order in (address, address[::-1]):
        for text in (order.hex(), order.hex(":"), order.hex("-")):
            found |= {text.encode(), text.upper().encode()}
        found.add(order)
    return found


def hashes(address: bytes) -> set[bytes]:
    """Return what the radio of these tests made of an address, whatever key it drew."""
    digests = [
        blake2b(address, key=bytes((number,)) * 32, digest_size=8).digest() for number in range(256)
    ]
    return {text for digest in digests for text in (digest, digest.hex().encode())}


def test_no_address_and_no_hash_of_one_leaves_the_radio(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clock, uplink = ManualClock(at_us=START), FakeUplink()
    outbox = SqliteOutbox(tmp_path / "z-001.outbox", clock)
    agent = Agent(
        "z-001", {"radio": radio()}, outbox, uplink, clock, Window(9999, 10, 40, float), Rules()
    )
    agent.hear(LinkUp())
    chunk = b"".join(
        [
            ENTRY,
            fill(7, 800),
            *map(phone, PHONES),
            *(phone(address, data=b"\x1f\xff\x4c") for address in PHONES),
            *(phone(number.to_bytes(6, "big")) for number in range(600)),
            phone(LAPTOP, PUBLIC, bytes.fromhex("05ff060001 02")),
        ]
    )

    for tick in range(31 * 6):
        agent.feed("radio", chunk, START + tick * 10 * SECOND)
    agent.end()

    sent = b"".join(codec.encode(envelope) for envelope in uplink.sent)
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    outbox.close()
    assert b'"cosmo-b1"' in sent
    assert len(files["z-001.outbox-wal"]) > 1000
    assert "flood" in caplog.text
    written = b"\0".join([sent, caplog.text.encode(), *files.values()])
    for address in (*PHONES, LAPTOP, FILL, AT_ENTRY):
        assert not [one for one in spellings(address) | hashes(address) if one in written]
