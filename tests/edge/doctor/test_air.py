"""What real kernels, `iw` and ModemManager print of a signal, and how far a real listener is."""

import socket
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from edge.doctor import reception
from edge.doctor.air import Signal
from edge.doctor.linux_air import TIMES, LinuxAir, ask
from tests.services.daemon import free_port

WIRELESS = """\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   58.  -52.  -256        0      0      0      3     46        0
  wlx1: 0000    0.    0.     0        0      0      0      0      0        0
"""
IW_DEV = """\
phy#0
\tUnnamed/non-netdev interface
\t\twdev 0x2
\t\taddr b8:27:eb:00:00:01
\t\ttype P2P-device
\tInterface wlan0
\t\tifindex 3
\t\twdev 0x1
\t\taddr b8:27:eb:00:00:01
\t\tssid Mairie
\t\ttype managed
\t\tchannel 6 (2437 MHz), width: 20 MHz, center1: 2437 MHz
\t\ttxpower 31.00 dBm
"""
IW_LINK = """\
Connected to 00:11:22:33:44:55 (on wlan0)
\tSSID: Mairie
\tfreq: 2437
\tRX: 1234567 bytes (2345 packets)
\tTX: 123456 bytes (234 packets)
\tsignal: -71 dBm
\trx bitrate: 65.0 MBit/s MCS 7
\ttx bitrate: 58.5 MBit/s MCS 6
"""
MODEMS = """\
modem-list.length   : 1
modem-list.value[1] : /org/freedesktop/ModemManager1/Modem/3
"""
SIGNAL = """\
modem.signal.refresh.rate         : 10
modem.signal.threshold.rssi       : 0
modem.signal.threshold.error-rate : no
modem.signal.gsm.rssi             : --
modem.signal.umts.rssi            : --
modem.signal.umts.rscp            : --
modem.signal.lte.rssi             : -71.00
modem.signal.lte.rsrq             : -9.00
modem.signal.lte.rsrp             : -100.00
modem.signal.lte.snr              : 19.00
modem.signal.5g.rssi              : --
modem.signal.5g.rsrp              : --
"""
IW_SAYS = {("iw", "dev"): IW_DEV, ("iw", "dev", "wlan0", "link"): IW_LINK}
MMCLI_SAYS = {
    ("mmcli", "--list-modems", "-K"): MODEMS,
    ("mmcli", "--modem", "3", "--signal-get", "-K"): SIGNAL,
}


def air(root: Path, said: Mapping[tuple[str, ...], str], wireless: str | None = None) -> LinuxAir:
    if wireless is not None:
        (root / "proc/net").mkdir(parents=True)
        (root / "proc/net/wireless").write_text(wireless)
    return LinuxAir(root, lambda argv: said.get(argv, ""))


def test_the_kernels_file_is_read_and_a_radio_without_a_level_left_out(tmp_path: Path) -> None:
    assert air(tmp_path, IW_SAYS, WIRELESS).signals() == [Signal("wlan0", "wifi", -52.0)]


@pytest.mark.parametrize("wireless", [None, WIRELESS[: WIRELESS.index(" wlan0")]])
def test_without_it_iw_is_asked(tmp_path: Path, wireless: str | None) -> None:
    assert air(tmp_path, IW_SAYS, wireless).signals() == [Signal("wlan0", "wifi", -71.0)]


def test_a_radio_that_is_not_connected_says_nothing(tmp_path: Path) -> None:
    said = IW_SAYS | {("iw", "dev", "wlan0", "link"): "Not connected.\n"}

    assert air(tmp_path, said).signals() == []


def test_a_modem_says_what_its_cell_gives_not_all_that_it_receives(tmp_path: Path) -> None:
    assert air(tmp_path, MMCLI_SAYS).signals() == [Signal("modem 3", "cell", -100.0, "rsrp")]


def test_radio_and_modem_are_both_told(tmp_path: Path) -> None:
    found = air(tmp_path, MMCLI_SAYS, WIRELESS).signals()

    assert [one.network for one in found] == ["wifi", "cell"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SIGNAL.replace("-100.00", "--"), None),
        (
            SIGNAL.replace("-100.00", "--").replace("umts.rscp            : --", "umts.rscp: -95"),
            ("rscp", -95.0),
        ),
        (SIGNAL.replace("5g.rsrp              : --", "5g.rsrp: -88.00"), ("rsrp", -88.0)),
        (SIGNAL.replace("-100.00", "nan"), None),
        (SIGNAL.replace("-100.00", "-32768.00"), None),
        ("error: couldn't find modem\n", None),
        ("", None),
    ],
)
def test_what_a_modem_does_not_know_is_not_known(
    text: str, expected: tuple[str, float] | None
) -> None:
    signal = reception.of_modem("0", text)

    assert (None if signal is None else (signal.measure, signal.dbm)) == expected


def test_without_any_program_nothing_is_known(tmp_path: Path) -> None:
    assert ask(("vallee-no-such-program",)) == ""
    assert ask(("false",)) == ""
    assert air(tmp_path, {}).signals() == []


def test_how_far_a_listener_is_is_measured_some_times_and_nobody_is_no_distance() -> None:
    with closing(socket.create_server(("127.0.0.1", 0), backlog=TIMES)) as place:
        took_ms = LinuxAir().round_trips_ms("127.0.0.1", place.getsockname()[1])

    assert len(took_ms) == TIMES
    assert all(0 < one < 1000 for one in took_ms)
    assert LinuxAir().round_trips_ms("127.0.0.1", free_port()) == []
