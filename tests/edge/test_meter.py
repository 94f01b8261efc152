"""The month's bytes, and what they leave to be sent."""

import socket
import ssl
from pathlib import Path

import pytest

from edge.clocks import EARLIEST_US
from edge.lanes import Lane
from edge.links.memo import Memo, MemoFile
from edge.links.tcp_info import HEADER_BYTES, carried_bytes
from edge.meter import Meter, Month
from edge.pace import Pace

NOVEMBER_US = 1_764_000_000_000_000
DECEMBER_US = NOVEMBER_US + 7 * 86_400_000_000


def test_bytes_of_a_month_are_added_up_and_a_new_month_begins_at_nothing() -> None:
    meter = Meter()

    meter.note(100, NOVEMBER_US)
    meter.note(250, NOVEMBER_US)
    assert meter.month == Month("2025-11", 250)
    meter.note(300, DECEMBER_US)

    assert meter.month == Month("2025-12", 50)


def test_a_start_goes_on_with_what_the_month_had() -> None:
    meter = Meter(Month("2025-11", 1000))

    meter.note(10, NOVEMBER_US)

    assert meter.month == Month("2025-11", 1010)


def test_without_a_trusted_clock_no_month_begins() -> None:
    meter = Meter()

    meter.note(70, None)
    meter.note(100, NOVEMBER_US)

    assert meter.month == Month("2025-11", 100)


def test_the_memo_survives_a_start_and_a_damaged_one_is_as_none(tmp_path: Path) -> None:
    memo = MemoFile(tmp_path / "n-001.memo")
    assert memo.read() == Memo("", 0, EARLIEST_US)

    memo.save(Month("2025-11", 12), NOVEMBER_US)
    assert memo.read() == Memo("2025-11", 12, NOVEMBER_US)

    memo.file.write_bytes(b"\xff{")
    assert memo.read() == Memo()


def test_a_disk_that_refuses_the_memo_stops_nothing(tmp_path: Path) -> None:
    MemoFile(tmp_path / "not" / "there").save(Month("2025-11", 12), NOVEMBER_US)

    assert MemoFile(tmp_path / "not" / "there").read() == Memo()


def test_the_kernel_counts_what_a_connection_carries() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as ours:
            theirs, _ = server.accept()
            with theirs:
                ours.sendall(b"x" * 1000)
                assert len(theirs.recv(1000, socket.MSG_WAITALL)) == 1000
                theirs.sendall(b"y" * 500)
                assert len(ours.recv(500, socket.MSG_WAITALL)) == 500

                carried = carried_bytes(ours)
        closed = carried_bytes(ours)

    if carried == 0:
        pytest.skip("this kernel does not count")
    # Handshake, two of data, and their acknowledgements: six segments or a few more.
    assert 1500 + 4 * HEADER_BYTES <= carried <= 1500 + 12 * HEADER_BYTES
    assert closed == 0


def test_a_tls_socket_is_asked_like_any_other() -> None:
    assert issubclass(ssl.SSLSocket, socket.socket)


def test_without_limits_everything_goes() -> None:
    pace = Pace()

    pace.spend(10**9)

    assert pace.allows(Lane.HEALTH, live=False)
    assert pace.lowest(10**12) is Lane.HEALTH


def test_a_rate_holds_backlog_back_first_and_alarms_never() -> None:
    pace = Pace(bytes_per_s=100)
    pace.fill(0.0)

    pace.spend(3500)
    assert pace.allows(Lane.LEVEL, live=True)
    assert not pace.allows(Lane.LEVEL, live=False)
    pace.spend(3500)
    assert not pace.allows(Lane.LEVEL, live=True)
    assert pace.allows(Lane.ALARM, live=False)

    pace.fill(10.1)
    assert pace.allows(Lane.LEVEL, live=True)


def test_over_a_long_time_no_more_than_the_rate_is_sent() -> None:
    pace = Pace(bytes_per_s=50)
    sent = 0

    for second in range(10_000):
        pace.fill(float(second))
        while pace.allows(Lane.LEVEL, live=True):
            pace.spend(900)
            sent += 900

    assert 50 * 10_000 <= sent <= 50 * 10_060 + 900


@pytest.mark.parametrize(
    ("used_mb", "lowest"),
    [(0, Lane.HEALTH), (79, Lane.HEALTH), (80, Lane.LEVEL), (99, Lane.LEVEL), (100, Lane.ALARM)],
)
def test_a_month_that_is_nearly_used_up_is_for_what_matters(used_mb: int, lowest: Lane) -> None:
    assert Pace(month_bytes=100e6).lowest(used_mb * 1_000_000) is lowest
