"""The zone's own beacons: there, missing, or nobody can tell."""

from collections.abc import Iterable

import pytest

from contract.reading import Kind, Measurement
from edge.beacons.bthome import BtHome
from edge.beacons.decode import Said
from edge.beacons.eddystone import Tlm, Uid
from edge.beacons.ibeacon import IBeacon
from edge.inventory import Inventory

SECOND = 1_000_000
WHILE = 900 * SECOND
START = 1_764_000_000 * SECOND
ENTRY, SHED, POST, FILL = bytes(20), bytes(16), bytes(6), b"\xa4\xc1\x38\x34\x11\x04"
AT_ENTRY, AT_SHED = b"\xc0entry", b"\xc0shed."


def inventory() -> Inventory:
    beacons = {ENTRY: "entry", SHED: "shed", POST: "post"}
    return Inventory(WHILE, beacons, {FILL: "fill"})


def listen(listed: Inventory, number: int = 0, *, until_s: int = 890) -> None:
    """Let the radio hear something from early in this while on."""
    for second in (10, until_s):
        listed.tick(START + number * WHILE + second * SECOND)
        listed.listen(START + number * WHILE + second * SECOND)


def told(listed: Inventory, number: int = 0) -> dict[str, Measurement]:
    return {one.sensor: one for one in listed.tick(START + (number + 1) * WHILE)}


def hear(
    listed: Inventory, address: bytes, says: Iterable[Said | None], rssi_dbm: int = -60
) -> None:
    for said in says:
        listed.hear(address, rssi_dbm, said)


def test_each_listed_beacon_is_told_of_once_a_while_heard_or_not() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, AT_ENTRY, [IBeacon(ENTRY, -59)], rssi_dbm=-70)
    hear(listed, AT_ENTRY, [IBeacon(ENTRY, -59)] * 2, rssi_dbm=-64)

    found = told(listed)

    assert found["entry"].values == {"adverts": 3.0, "rssi_dbm": -66.0}
    assert found["shed"].values == found["post"].values == {"adverts": 0.0}
    assert {(one.kind, one.taken_at_us) for one in found.values()} == {(Kind.BEACON, START + WHILE)}
    assert listed.tick(START + WHILE + SECOND) == []


def test_how_a_beacon_is_belongs_to_who_it_said_that_it_is() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, AT_SHED, [Tlm(2900, 20.0, 1, 1.0)])  # nobody knows yet whose address this is
    hear(listed, AT_SHED, [Uid(SHED, -20), Tlm(2840, 23.5, 1, 1.0)])
    hear(listed, b"\xc0other", [Tlm(1, 1.0, 1, 1.0)])

    values = told(listed)["shed"].values

    assert values == {
        "adverts": 2.0, "rssi_dbm": -60.0, "battery_mv": 2840.0, "temperature_c": 23.5,
    }  # fmt: skip


def test_a_beacon_that_moves_to_another_address_is_followed() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, b"\xc0first", [Uid(SHED, -20)])
    hear(listed, b"\xc0secnd", [Uid(SHED, -20), Tlm(2840, None, 1, 1.0)])
    hear(listed, b"\xc0first", [Tlm(1, None, 1, 1.0)])

    assert told(listed)["shed"].values == {"adverts": 3.0, "rssi_dbm": -60.0, "battery_mv": 2840.0}


def test_a_beacon_that_is_listed_by_its_address_may_say_what_it_likes() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, POST, [None, BtHome({"battery_ratio": 0.5, "voltage_v": 2.9}, cut=False)])

    assert told(listed)["post"].values == {
        "adverts": 2.0, "rssi_dbm": -60.0, "battery_ratio": 0.5, "battery_mv": 2900.0,
    }  # fmt: skip


def test_a_sensor_by_radio_is_told_of_as_health_and_only_when_it_is_heard() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, FILL, [BtHome({"battery_ratio": 0.97, "distance_mm": 900.0}, cut=False)])
    first = told(listed)
    listen(listed, 1)

    assert first["fill"].kind is Kind.HEALTH
    assert first["fill"].values == {"battery_ratio": 0.97, "rssi_dbm": -60.0}
    assert "fill" not in told(listed, 1)


def test_nobody_takes_a_sensors_address_by_a_beacons_name() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, FILL, [Uid(SHED, -20), BtHome({"battery_ratio": 0.97}, cut=False)])

    assert told(listed)["fill"].values == {"battery_ratio": 0.97, "rssi_dbm": -60.0}


def test_only_listed_senders_are_known() -> None:
    listed = inventory()

    known = [
        listed.hear(address, -60, said)
        for address, said in [
            (AT_ENTRY, IBeacon(ENTRY, -59)),
            (AT_ENTRY, None),
            (AT_SHED, IBeacon(b"\x01" * 20, -59)),
            (AT_SHED, None),
            (FILL, None),
        ]
    ]

    assert known == [True, True, False, False, True]


def test_a_deaf_radio_misses_no_beacon() -> None:
    listed = inventory()
    listen(listed)
    told(listed)

    assert told(listed, 1) == {}
    listen(listed, 2, until_s=300)
    assert told(listed, 2) == {}


def test_each_while_begins_anew() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, AT_SHED, [Uid(SHED, -20), Tlm(2840, 23.5, 1, 1.0)])
    told(listed)
    listen(listed, 1)

    assert told(listed, 1)["shed"].values == {"adverts": 0.0}


@pytest.mark.parametrize(
    "said",
    [
        Tlm(65_535, -128.0, 1, 1.0),
        BtHome({"battery_ratio": 2.55, "voltage_v": 6553.5, "temperature_c": 327.67}, cut=False),
    ],
)
def test_a_figure_that_no_battery_has_is_left_out(said: Said) -> None:
    listed = inventory()
    listen(listed)
    hear(listed, POST, [said], rssi_dbm=127)

    assert told(listed)["post"].values == {"adverts": 1.0}


def test_a_strength_that_the_radio_did_not_tell_is_no_strength() -> None:
    listed = inventory()
    listen(listed)
    hear(listed, POST, [None], rssi_dbm=-127)
    hear(listed, POST, [None], rssi_dbm=-60)

    assert told(listed)["post"].values == {"adverts": 2.0, "rssi_dbm": -60.0}


@pytest.mark.parametrize("years", [-40, -1, 1, 40])
def test_a_clock_that_jumps_by_years_is_told_of_once_at_most(years: int) -> None:
    listed = inventory()
    listen(listed)
    jump = years * 365 * 96

    told_at_jump = listed.tick(START + jump * WHILE)
    listen(listed, jump)

    assert len(told_at_jump) == (3 if years > 0 else 0)
    assert len(told(listed, jump)) == 3
