"""What each check says of what was seen: go, no-go and unknown."""

import pytest

from contract.broker import Broker
from edge.doctor.air import Signal
from edge.doctor.bluetooth import judge_adapter, judge_privacy
from edge.doctor.broker import judge_broker
from edge.doctor.disk import judge_latency, judge_space
from edge.doctor.distance import judge_distance
from edge.doctor.finding import Finding, Verdict, overall
from edge.doctor.identity import DAY_US, judge_identity, no_identity
from edge.doctor.outbox import judge_outbox
from edge.doctor.reception import judge_signal, no_signal
from edge.doctor.sensors import Heard, judge_port, judge_sensor
from edge.doctor.supply import judge_supply
from edge.doctor.temperature import judge_temperature
from edge.doctor.time_sync import judge_time
from edge.links.certificate import Certificate
from edge.links.host import Adapter, Latency, PortSeen, Space
from edge.links.knock import Knock, Met
from edge.links.outbox_look import OutboxSeen
from edge.settings import Container, SensorOptions

NOW_US = 1_764_000_000_000_000
GB = 10**9
TLS = Broker("b", 8883, ca_file=None)
FILL = SensorOptions("fill", "a02yyuw", Container(1500, (900, 900), (900, 900), 300))
OURS = Certificate("n-001", NOW_US - DAY_US, NOW_US + 60 * DAY_US)


def heard(*echoes: int | None, size: int = 40) -> Finding:
    return judge_sensor(FILL, Heard(5.0, size, echoes))


def wifi(dbm: float) -> Finding:
    return judge_signal(Signal("wlan0", "wifi", dbm))


def cell(dbm: float) -> Finding:
    return judge_signal(Signal("modem 0", "cell", dbm, "rsrp"))


def port(seen: PortSeen) -> Finding:
    finding = judge_port(FILL, seen)
    assert finding is not None
    return finding


def identity(
    name: str = "n-001", begins: int = -1, ends: int = 60, mode: int | None = 0o600
) -> Finding:
    made = Certificate(name, NOW_US + begins * DAY_US, NOW_US + ends * DAY_US)
    return judge_identity("n-001", made, mode, NOW_US)


@pytest.mark.parametrize(
    ("finding", "verdict", "code"),
    [
        (judge_supply(0), Verdict.GO, "supply.good"),
        (judge_supply(0x50005), Verdict.NO_GO, "supply.low"),
        (judge_supply(0x50000), Verdict.NO_GO, "supply.was_low"),
        # Too hot for a while, and fed well.
        (judge_supply(0x80008), Verdict.GO, "supply.good"),
        (judge_supply(None), Verdict.UNKNOWN, "supply.unknown"),
        (judge_temperature(-12.5), Verdict.GO, "temperature.good"),
        (judge_temperature(80.0), Verdict.NO_GO, "temperature.hot"),
        (judge_temperature(None), Verdict.UNKNOWN, "temperature.unknown"),
        (judge_space(Space(GB, 8 * GB, read_only=False), 64 << 20), Verdict.GO, "disk.good"),
        (judge_space(Space(GB // 10, GB, read_only=False), 64 << 20), Verdict.NO_GO, "disk.full"),
        (judge_space(Space(GB, GB, read_only=True), 0), Verdict.NO_GO, "disk.read_only"),
        (judge_space(None, 0), Verdict.UNKNOWN, "disk.unknown"),
        (judge_latency(Latency(8, 40), writable=True), Verdict.GO, "writing.good"),
        (judge_latency(Latency(300, 400), writable=True), Verdict.NO_GO, "writing.slow"),
        (judge_latency(Latency(8, 2500), writable=True), Verdict.NO_GO, "writing.slow"),
        (judge_latency(None, writable=True), Verdict.NO_GO, "writing.refused"),
        (judge_latency(None, writable=False), Verdict.UNKNOWN, "writing.unknown"),
        (judge_time(NOW_US, True), Verdict.GO, "time.good"),
        (judge_time(NOW_US, False), Verdict.NO_GO, "time.unset"),
        (judge_time(0, True), Verdict.NO_GO, "time.absurd"),
        (judge_time(NOW_US, None), Verdict.UNKNOWN, "time.unkept"),
        (judge_adapter("hci0", Adapter(there=True)), Verdict.GO, "bluetooth.good"),
        (judge_adapter("hci0", Adapter(there=False)), Verdict.NO_GO, "bluetooth.missing"),
        (judge_adapter("hci0", Adapter(True, True)), Verdict.NO_GO, "bluetooth.blocked"),
        (judge_adapter("hci0", None), Verdict.UNKNOWN, "bluetooth.unknown"),
        (judge_privacy("tmpfs"), Verdict.GO, "privacy.good"),
        (judge_privacy("ext4"), Verdict.NO_GO, "privacy.on_disk"),
        (judge_privacy(None), Verdict.UNKNOWN, "privacy.unknown"),
        (judge_broker(TLS, Knock(Met.LET_IN)), Verdict.GO, "broker.good"),
        (judge_broker(TLS, Knock(Met.NOBODY, "x")), Verdict.NO_GO, "broker.nobody"),
        (judge_broker(TLS, None), Verdict.UNKNOWN, "broker.unknown"),
        (wifi(-70), Verdict.GO, "signal.wifi_good"),
        (wifi(-71), Verdict.NO_GO, "signal.wifi_weak"),
        (cell(-100), Verdict.GO, "signal.cell_good"),
        (cell(-101), Verdict.NO_GO, "signal.cell_weak"),
        (no_signal(), Verdict.UNKNOWN, "signal.none"),
        (judge_distance(TLS, (30, 900, 31)), Verdict.GO, "distance.good"),
        (judge_distance(TLS, (1200, 30, 1000)), Verdict.NO_GO, "distance.far"),
        (judge_distance(TLS, ()), Verdict.UNKNOWN, "distance.unknown"),
        (identity(), Verdict.GO, "identity.good"),
        (identity("n-002"), Verdict.NO_GO, "identity.another"),
        (identity(mode=0o644), Verdict.NO_GO, "identity.open_key"),
        (identity(mode=None), Verdict.NO_GO, "identity.missing"),
        (identity(begins=1), Verdict.NO_GO, "identity.not_yet"),
        (identity(ends=0), Verdict.NO_GO, "identity.expired"),
        (identity(ends=9), Verdict.NO_GO, "identity.ending"),
        (judge_identity("n-001", None, 0o600, NOW_US), Verdict.NO_GO, "identity.missing"),
        (no_identity(), Verdict.UNKNOWN, "identity.none"),
        (judge_outbox(OutboxSeen(rows=3, size_bytes=400), 1000), Verdict.GO, "outbox.good"),
        (judge_outbox(OutboxSeen(rows=9, size_bytes=800), 1000), Verdict.NO_GO, "outbox.full"),
        (judge_outbox(OutboxSeen(damaged=1), 1000), Verdict.NO_GO, "outbox.damaged"),
        (judge_outbox(OutboxSeen(fault="locked"), 1000), Verdict.NO_GO, "outbox.fault"),
        (judge_outbox(OutboxSeen(there=False), 1000), Verdict.UNKNOWN, "outbox.none"),
        (heard(1000, 1010, None), Verdict.GO, "sensor.good"),
        (heard(size=0), Verdict.NO_GO, "sensor.silent"),
        (heard(size=400), Verdict.NO_GO, "sensor.gibberish"),
        (heard(1000, None, None), Verdict.NO_GO, "sensor.no_echo"),
        (heard(140, 141, 139), Verdict.NO_GO, "sensor.blocked"),
        (heard(2200, 2200), Verdict.NO_GO, "sensor.beyond"),
        (port(PortSeen(there=False)), Verdict.NO_GO, "sensor.missing"),
        (port(PortSeen(True, allowed=False)), Verdict.NO_GO, "sensor.denied"),
        (port(PortSeen(True, holders=("vallee-edge",))), Verdict.UNKNOWN, "sensor.held"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_check_judges_what_was_seen(finding: Finding, verdict: Verdict, code: str) -> None:
    assert (finding.verdict, finding.code) == (verdict, code)
    if finding.verdict is Verdict.NO_GO:
        assert finding.mend is not None


def test_a_port_that_is_free_is_listened_to() -> None:
    assert judge_port(FILL, PortSeen(there=True)) is None


def test_what_is_not_known_stops_nobody() -> None:
    assert overall([judge_supply(None), judge_temperature(20)]) is Verdict.GO
    assert overall([judge_supply(None), judge_temperature(90)]) is Verdict.NO_GO


def test_a_cone_is_three_middles_one_after_the_other() -> None:
    figures = heard(1000, 1002, 1001, 700, None, 701, 702, 1000, 1000, 1003, 990).figures

    assert [figures[f"cone_{third}_mm"] for third in (1, 2, 3)] == [1001, 701, 1000]


def test_two_echoes_are_no_cone() -> None:
    assert "cone_1_mm" not in heard(1000, 1000).figures
