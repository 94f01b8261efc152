"""What a TCP connection has carried, as Linux counts it: payload, TLS, keep-alives, all."""

import socket
import struct
import sys
from typing import Final

# linux/tcp.h, struct tcp_info: u64 bytes_acked, bytes_received; u32 segs_out, segs_in at 120;
# u64 bytes_sent, which counts repeats too, at 200 since Linux 4.19.
_TOTALS: Final = struct.Struct("=QQII")
_TOTALS_AT: Final = 120
_SENT: Final = struct.Struct("=Q")
_SENT_AT: Final = 200
# IPv4 and TCP without options; an estimate: TCP's timestamps take 12 more, IPv6 takes 20 more.
HEADER_BYTES: Final = 40


def carried_bytes(connection: object) -> int:
    """Return the bytes both ways since it was opened, headers estimated; 0 where not counted."""
    if sys.platform != "linux" or not isinstance(connection, socket.socket):
        return 0
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    except OSError:
        return 0
    if len(info) < _TOTALS_AT + _TOTALS.size:
        return 0
    acked, received, segs_out, segs_in = _TOTALS.unpack_from(info, _TOTALS_AT)
    sent = acked
    if len(info) >= _SENT_AT + _SENT.size:
        (sent,) = _SENT.unpack_from(info, _SENT_AT)
    return int(max(sent, acked) + received + HEADER_BYTES * (segs_out + segs_in))
