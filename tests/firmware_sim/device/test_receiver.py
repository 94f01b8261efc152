"""What a radio hears."""

import numpy as np
import pytest

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air import Voice
from firmware_sim.device.receiver import Heard, listen
from firmware_sim.world.seeds import generator

HOUR_US = 3_600_000_000


def voice(
    address: int = 1, every_s: float = 1.0, rssi_dbm: float = -60.0, lasts_us: int = 1000 * HOUR_US
) -> Voice:
    return Voice(
        address.to_bytes(6), Kind.RANDOM, b"", every_s, rssi_dbm, 30_000_000, 30_000_000 + lasts_us
    )


def heard(*voices: Voice, repeat_s: int = 60) -> Heard:
    return listen(voices, repeat_s, generator(1, "listen"))


def test_an_address_is_reported_once_a_minute() -> None:
    found = heard(voice(1), voice(2, every_s=5))

    for each in (0, 1):
        minutes = found.at_us[found.voice == each] // 60_000_000
        assert (np.diff(minutes) >= 1).all()
        assert len(minutes) == pytest.approx(60_000, rel=0.01)
    assert (np.diff(found.at_us) >= 0).all()


@pytest.mark.parametrize(("every_s", "share"), [(1.0, 0.425), (4.0, 0.10625)])
def test_of_the_adverts_it_hears_those_that_neither_collide_nor_fall_into_a_pause(
    every_s: float, share: float
) -> None:
    found = heard(voice(every_s=every_s), repeat_s=300)

    waits_s = (found.at_us[1:] % 300_000_000) / 1e6
    assert waits_s.mean() == pytest.approx(1 / share, rel=0.03)


@pytest.mark.parametrize(("rssi_dbm", "share"), [(-92.0, 0.5), (-96.0, 0.159), (-88.0, 0.841)])
def test_the_weak_ones_drown(rssi_dbm: float, share: float) -> None:
    found = heard(voice(every_s=100.0, rssi_dbm=rssi_dbm), repeat_s=1)

    adverts = 1000 * 3600 / 100
    assert len(found.at_us) / adverts == pytest.approx(0.425 * share, rel=0.05)
    assert found.rssi_dbm.min() >= -91


def test_a_voice_out_of_reach_is_never_heard() -> None:
    assert heard(voice(rssi_dbm=-150.0)).at_us.size == 0


def test_nothing_is_heard_before_or_after_a_voice() -> None:
    found = heard(*(voice(each, lasts_us=45_000_000) for each in range(500)))

    assert found.at_us.min() >= 30_000_000
    assert found.at_us.max() < 75_000_000


def test_two_voices_of_one_address_share_its_report() -> None:
    found = heard(voice(1), voice(1, every_s=10.0))

    assert (np.diff(found.at_us // 60_000_000) >= 1).all()
    # Who speaks ten times as often is nearly always first.
    assert (found.voice == 1).mean() == pytest.approx(1 / 11, rel=0.1)


def test_reports_are_as_loud_as_their_voice() -> None:
    found = heard(voice(1, rssi_dbm=-60), voice(2, rssi_dbm=-75))

    for each, mean in ((0, -60), (1, -75)):
        rssi = found.rssi_dbm[found.voice == each]
        assert rssi.mean() == pytest.approx(mean, abs=0.1)
        assert rssi.std() == pytest.approx(4, rel=0.05)


def test_silence_is_heard_as_silence() -> None:
    assert heard().at_us.size == 0
