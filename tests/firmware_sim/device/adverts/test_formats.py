"""Every format, byte by byte."""

import pytest

from firmware_sim.device.adverts.apple import nearby_info, tag_near_owner, tag_separated
from firmware_sim.device.adverts.bthome import bthome, tag
from firmware_sim.device.adverts.eddystone import tlm, uid
from firmware_sim.device.adverts.google import fast_share, nearby
from firmware_sim.device.adverts.ibeacon import ibeacon
from firmware_sim.device.adverts.others import laptop, named
from firmware_sim.territory import Eddystone, IBeacon


def test_an_ibeacon_says_who_it_is_in_thirty_bytes() -> None:
    data = ibeacon(IBeacon(bytes(range(16)), 34114, 1))

    assert data.hex() == ("0201061aff4c000215" + "000102030405060708090a0b0c0d0e0f" + "85420001c5")


def test_an_eddystone_uid_fills_the_advert() -> None:
    data = uid(Eddystone(bytes(range(10)), bytes(range(6))))

    assert data.hex() == "0201060303aafe1716aafe00ee" + "00010203040506070809" + "0001020304050000"


def test_eddystone_tlm_is_big_endian_with_temperature_in_256ths() -> None:
    data = tlm(battery_mv=2950, temperature_c=-4.5, adverts=1000, up_s=1000.0)

    # 2950 = 0b86, -4.5 · 256 = fb80, 1000 = 03e8, 1000 s in tenths = 2710.
    assert data.hex() == "0201060303aafe1116aafe20000b86fb80000003e800002710"


def test_bthome_objects_ascend_and_are_little_endian() -> None:
    assert bthome(7, 88, 21.5, 1234).hex() == (
        "0201060e16d2fc40" + "0007" + "0158" + "026608" + "40d204"
    )
    assert tag("B", 88, -1.5).hex() == "0201060916d2fc40" + "0158" + "026aff" + "020942"


@pytest.mark.parametrize(
    ("data", "start", "length"),
    [
        (nearby_info(bytes(5)), "02011a0aff4c001005", 14),
        (tag_near_owner(3), "07ff4c0012020003", 8),
        (tag_separated(bytes(24)), "1eff4c00121910", 31),
        (nearby(bytes(15)), "1516f3fe4a1723", 22),
        (fast_share(bytes(20)), "02010203039ffe17169ffe", 31),
        (laptop(bytes(23)), "1eff060001092002", 31),
        (named("Caisse 1"), "0201060909436169737365", 13),
    ],
)
def test_others_begin_as_they_do_on_the_air(data: bytes, start: str, length: int) -> None:
    assert data.hex().startswith(start)
    assert len(data) == length
