"""Reports, as the edge reads them."""

from hypothesis import given
from hypothesis import strategies as st

from edge.reports import Report, read_reports
from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air import Voice
from firmware_sim.device.report import report_hex, rssi_hex


@given(
    st.binary(min_size=6, max_size=6),
    st.sampled_from(Kind),
    st.binary(max_size=31),
    st.integers(-127, 20),
)
def test_the_edge_reads_what_the_simulator_writes(
    address: bytes, kind: Kind, data: bytes, rssi_dbm: int
) -> None:
    before, behind = report_hex(Voice(address, kind, data, 1.0, -60.0, 0, 1))

    wire = bytes.fromhex(before + rssi_hex(rssi_dbm) + behind)

    assert list(read_reports(wire * 2)) == [Report(address, kind, rssi_dbm, data)] * 2
