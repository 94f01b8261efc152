"""The contract's codec beside the standard library's json, which checks nothing."""

import json

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from tests.bench.rate import Rate, measure

ENVELOPES, EACH = 400, 50
COUNT = ENVELOPES * EACH


def envelopes() -> list[Envelope]:
    """Give envelopes of fifty readings, as an edge's outbox makes them."""
    return [
        Envelope(
            "n-001",
            "00ff00ff00ff",
            tuple(
                Reading(
                    start + seq,
                    "fill",
                    Kind.LEVEL,
                    1_764_000_000_000_000 + (start + seq) * 600_000_000,
                    {"distance_mm": 1234.5 + seq, "spread_mm": 3.25, "fill_ratio": 0.4375},
                )
                for seq in range(1, EACH + 1)
            ),
        )
        for start in range(0, COUNT, EACH)
    ]


def rates() -> list[Rate]:
    sent = envelopes()
    wire = [codec.encode(envelope) for envelope in sent]
    loose = [json.loads(payload) for payload in wire]

    def encode(_: int) -> None:
        for envelope in sent:
            codec.encode(envelope)

    def decode(_: int) -> None:
        for payload in wire:
            codec.decode(payload, Envelope)

    def dumps(_: int) -> None:
        for value in loose:
            json.dumps(value).encode()

    def loads(_: int) -> None:
        for payload in wire:
            json.loads(payload)

    return [
        measure("encode", COUNT, encode),
        measure("peer: json.dumps", COUNT, dumps),
        measure("decode, typed and checked", COUNT, decode),
        measure("peer: json.loads, nothing checked", COUNT, loads),
    ]
