"""Everything around one radio."""

from firmware_sim.device.air import voices
from firmware_sim.world import World


def test_each_radio_hears_its_own_beacons_and_sensors(gates: World) -> None:
    day = gates.days()[1]
    north, south = (
        {voice.data for voice in voices(gates, gates.territory.radio(node), day, 900)}
        for node in ("z-001", "z-002")
    )

    def any_with(said: set[bytes], part: bytes) -> bool:
        return any(part in data for data in said)

    # A distance is the sensor's; the tag of the other gate speaks BTHome, too.
    sensor = next(data for data in north if b"\x16\xd2\xfc\x40\x00" in data)
    for part in (b"\x4c\x00\x02\x15", b"\xaa\xfe\x00", sensor):
        assert any_with(north, part)
        assert not any_with(south, part)
    assert any_with(south, b"Balise")
    assert not any_with(north, b"Balise")


def test_a_day_is_the_same_each_time_it_is_asked_for(gates: World) -> None:
    radio = gates.territory.radio("z-001")
    one, two = gates.days()[1:3]

    assert list(voices(gates, radio, one, 900)) == list(voices(gates, radio, one, 900))
    assert list(voices(gates, radio, one, 900)) != list(voices(gates, radio, two, 900))


def test_voices_begin_on_their_day(gates: World) -> None:
    day = gates.days()[1]
    found = list(voices(gates, gates.territory.radio("z-001"), day, 900))

    begins = [voice for voice in found if day.from_us <= voice.from_us < day.until_us]
    # A person who is still there after midnight may take a new address then.
    assert len(begins) > 0.98 * len(found)
    assert min(voice.from_us for voice in found) >= day.from_us
    assert all(voice.from_us < voice.until_us for voice in found)
