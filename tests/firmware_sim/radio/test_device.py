"""What of an advert bluetoothd signals, by its own rules."""

import pytest

from firmware_sim.radio.device import Device
from firmware_sim.radio.discovery import Discovery, Filter, RssiRule
from firmware_sim.radio.structures import Said

APPLE, CAR = Said(manufacturer={0x4C: b"a"}), Said(manufacturer={0x06: b"c"})


def signalled(device: Device, said: Said, *, repeats: bool, rssi_dbm: int = -60) -> dict[str, str]:
    changed = device.hear(said, rssi_dbm, delta_db=8, repeats=repeats)
    return {name: str(value.value) for name, value in changed.items()}


def device() -> Device:
    made = Device(bytes(6), kind=2)
    made.hear(Said(), -60, 8, repeats=False)
    return made


def test_without_duplicate_data_only_what_is_new_is_signalled_and_the_old_stays() -> None:
    heard = device()

    first = signalled(heard, APPLE, repeats=False)
    second = signalled(heard, CAR, repeats=False)
    third = signalled(heard, APPLE, repeats=False)

    assert list(first) == list(second) == ["ManufacturerData"]
    assert third == {}
    assert heard.manufacturer == {0x4C: b"a", 0x06: b"c"}


def test_with_duplicate_data_every_advert_is_signalled_with_its_own_data_alone() -> None:
    heard = device()

    first = signalled(heard, APPLE, repeats=True)
    second = signalled(heard, APPLE, repeats=True)
    signalled(heard, CAR, repeats=True)

    assert list(first) == list(second) == ["ManufacturerData"]
    assert heard.manufacturer == {0x06: b"c"}


def test_an_advert_without_data_leaves_the_data_of_the_last_one() -> None:
    heard = device()
    signalled(heard, APPLE, repeats=True)

    assert signalled(heard, Said(), repeats=True) == {}
    assert heard.manufacturer == {0x4C: b"a"}


def test_service_data_makes_its_uuid_known() -> None:
    heard = device()

    changed = signalled(heard, Said(service_data={"fcd2": b"x"}), repeats=True)

    assert sorted(changed) == ["ServiceData", "UUIDs"]


@pytest.mark.parametrize(
    ("rule", "wish", "delta_db"),
    [
        (RssiRule.ANY_FILTER, {}, 8),
        (RssiRule.ANY_FILTER, {"Transport": "le"}, 0),
        (RssiRule.PROXIMITY, {"Transport": "le"}, 8),
        (RssiRule.PROXIMITY, {"Transport": "le", "RSSI": -127}, 0),
        (RssiRule.PROXIMITY, {"Pathloss": 100}, 0),
    ],
)
def test_how_far_an_rssi_must_move_depends_on_who_listens(
    rule: RssiRule, wish: Filter, delta_db: int
) -> None:
    discovery = Discovery(rule, filters={":1.1": wish})

    discovery.begin(":1.1")

    assert discovery.delta_db == delta_db


def test_a_move_of_less_than_the_delta_is_not_signalled() -> None:
    heard = device()

    assert signalled(heard, Said(), repeats=False, rssi_dbm=-67) == {}
    assert signalled(heard, Said(), repeats=False, rssi_dbm=-68) == {"RSSI": "-68"}


def test_a_client_scans_once_at_a_time_and_keeps_its_filter() -> None:
    discovery = Discovery(RssiRule.ANY_FILTER, filters={":1.1": {"DuplicateData": True}})

    assert discovery.begin(":1.1")
    assert not discovery.begin(":1.1")
    assert discovery.end(":1.1")
    assert not discovery.end(":1.1")
    assert discovery.begin(":1.1")
    assert discovery.repeats


def test_an_advert_is_for_somebody_whose_filter_it_passes() -> None:
    discovery = Discovery(RssiRule.ANY_FILTER, {":1.1": {"RSSI": -70}, ":1.2": {"UUIDs": ["feaa"]}})

    assert discovery.wants(-70, [])
    assert not discovery.wants(-71, [])
    assert discovery.wants(-71, ["feaa"])
