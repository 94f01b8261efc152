"""Adverts from a radio's bytes to what they say, beside TheengsDecoder on the same adverts.

The peer is given its question ready as JSON. It knows the phones of one maker, the tag, the iBeacon
and the laptop; what it does not know it looks for in all of its models.
"""

import json
from itertools import count
from typing import Final

from TheengsDecoder import decodeBLE

from edge.beacons.advert import read_advert
from edge.beacons.decode import decode
from edge.counting import Counter
from edge.inventory import Inventory
from edge.radio import Radio
from edge.reports import PUBLIC, RANDOM, Report, read_reports, write_report
from tests.bench.rate import Rate, measure

# What a radio at a gate hears: half of it phones, some beacons and sensors, some of no use.
HEARD: Final = [
    (PUBLIC, "020106 1aff4c000215 7e3f2c105d4a4b8e9a612f0c8b1d4e01 8542 0001 c5"),  # iBeacon
    (RANDOM, "020106 0303aafe 1716aafe00ee 5a1e0c7b2d9f4e6a8b3c 000000000002 0000"),  # UID
    (RANDOM, "020106 0303aafe 1116aafe2000 0b18 1780 00001467 00002ac4"),  # TLM
    (PUBLIC, "020106 0e16d2fc40 0009 0161 0c2a0b 406a04"),  # BTHome
    (RANDOM, "02011a 020a0c 0aff4c001005031c8e2f3a"),  # phones
    (RANDOM, "02011a 020a08 0aff4c00100533189a1b4d"),
    (RANDOM, "02011a 1aff4c000c0e00a1b2c3d4e5f60718293a4b5c5d1005011c2d3e4f"),
    (RANDOM, "1516f3fe4a1723 000102030405060708090a0b0c0d0e"),
    (RANDOM, "020102 03039ffe 09169ffe010203040506"),
    (RANDOM, "07ff4c0012020001"),  # a tag near its owner
    (RANDOM, "1eff0600 0109200212345678 00112233445566778899aabbccddeeff0011 22"),  # a laptop
    (PUBLIC, "020106 0cff570102030405060708090a"),  # a wristband
]
TIMES: Final = 2000
COUNT: Final = TIMES * len(HEARD)
# The peer takes some hundred times as long.
PEER_TIMES: Final = TIMES // 50


def rates() -> list[Rate]:
    """Give our rates, with and without what becomes of it, and the peer's."""
    number = count()
    reports = [
        Report(bytes((0x40,)) + next(number).to_bytes(5, "big"), kind, -70, bytes.fromhex(data))
        for _ in range(TIMES)
        for kind, data in HEARD
    ]
    stream = b"".join(map(write_report, reports))
    asked = [_as_theengs_wants(report) for report in reports[: len(HEARD)]]

    def ours(_: int) -> None:
        for report in read_reports(stream):
            decode(read_advert(report.data))

    def counted(_: int) -> None:
        radio = Radio("radio", 780, Counter(3 * 10**8, bytes), Inventory(10**9, {}, {}), {})
        for begin in range(0, len(stream), len(stream) // TIMES):
            radio.feed(stream[begin : begin + len(stream) // TIMES], begin)

    def theirs(_: int) -> None:
        for _ in range(PEER_TIMES):
            for question in asked:
                decodeBLE(question)

    return [
        measure("from report bytes to what is said", COUNT, ours),
        measure("likewise, and people counted, each of them new", COUNT, counted),
        measure("peer: TheengsDecoder, from JSON to JSON", PEER_TIMES * len(HEARD), theirs),
    ]


def _as_theengs_wants(report: Report) -> str:
    """Return the question that its gateway would ask of this advert."""
    advert = read_advert(report.data)
    question: dict[str, str | int] = {"id": report.address.hex(":"), "rssi": report.rssi_dbm}
    for company, data in advert.manufacturer.items():
        question["manufacturerdata"] = company.to_bytes(2, "little").hex() + data.hex()
    for service, data in advert.service.items():
        question["servicedatauuid"] = f"{service:04x}"
        question["servicedata"] = data.hex()
    return json.dumps(question)
