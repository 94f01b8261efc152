"""R9: one message in a hundred is poison: each is a dead letter with its reason, nothing stalls."""

import random
import threading
from pathlib import Path
from typing import Final

from paho.mqtt import publish

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from firmware_sim.load.fleet import node_name
from tests.chaos.outcome import Outcome
from tests.chaos.stack import stack, wait_until

NODES: Final = 20
TAKEN_US: Final = 1_700_000_000_000_000
FAR_US: Final = 7_258_118_400_000_000


def doses(seed: int, count: int) -> list[tuple[str, bytes]]:
    """Return topics and payloads, each of which is refused whole or in its one row."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    ways = (_noise, _cut, _not_a_number, _future, _stranger, _impostor, _deep, _nothing)
    return [draw.choice(ways)(number, draw) for number in range(count)]


def run(folder: Path, seed: int, count: int) -> Outcome:
    """Send `count` poisons among a hundred times as many good envelopes."""
    poisons = doses(seed, count)
    with stack(folder, NODES) as made:
        load = made.load("--rate", "2000", "--seconds", "100000", "--each", "10")
        wait_until("readings flow", lambda: made.newest_ns() > 0)
        # A load of 2000 readings a second is 200 envelopes: two poisons are one in a hundred.
        pause = threading.Event()
        for at in range(0, count, 10):
            publish.multiple(
                [(where, payload, 1, False) for where, payload in poisons[at : at + 10]],
                hostname="127.0.0.1",
                port=made.broker.port,
                client_id="poisoner",
            )
            pause.wait(5.0)
        wait_until("all poisons are buried", lambda: len(made.dead_letters(count)) >= count)
        sent = load.end()
        ended = made.ingester.end()
        points, keys = made.stored()
        letters = made.dead_letters(count + 1)
    reasons = all(letter.rule and letter.reason for letter in letters)
    lost = sent.sent - keys
    return Outcome(
        "R9",
        "poison among the messages",
        f"{count} poisons in {count + sent.sent // 10:,} messages",
        sent.sent,
        lost,
        points - keys,
        (),
        passed=ended == 0
        and reasons
        and (lost, points - keys, sent.pending, len(letters)) == (0, 0, 0, count),
        note=f"{len(letters)} dead letters, each with a reason; slowest receipt in a hundred "
        f"{sent.p99_ms} ms",
    )


def _at(node: str) -> str:
    return topic(node, Channel.ENVELOPE)


def _row(node: str, number: int, taken_at_us: int = TAKEN_US) -> bytes:
    row = Reading(number + 1, "fill", Kind.LEVEL, taken_at_us, {"fill_ratio": 0.5})
    return codec.encode(Envelope(node, "badbadbadbad", (row,)))


def _noise(number: int, draw: random.Random) -> tuple[str, bytes]:
    return _at(node_name(1)), b"\xff" + draw.randbytes(40 + number % 7)


def _cut(number: int, draw: random.Random) -> tuple[str, bytes]:
    whole = _row(node_name(2), number)
    return _at(node_name(2)), whole[: draw.randrange(1, len(whole) - 1)]


def _not_a_number(number: int, draw: random.Random) -> tuple[str, bytes]:
    scrap = draw.choice([b"NaN", b"1e400", b"true", b'"x"'])
    return _at(node_name(3)), _row(node_name(3), number).replace(b"0.5", scrap)


def _future(number: int, _: random.Random) -> tuple[str, bytes]:
    return _at(node_name(4)), _row(node_name(4), number, FAR_US)


def _stranger(number: int, _: random.Random) -> tuple[str, bytes]:
    return _at("n-404"), _row("n-404", number)


def _impostor(number: int, _: random.Random) -> tuple[str, bytes]:
    return _at(node_name(5)), _row(node_name(6), number)


def _deep(number: int, _: random.Random) -> tuple[str, bytes]:
    return _at(node_name(7)), b"[" * (100_000 + number)


def _nothing(_: int, __: random.Random) -> tuple[str, bytes]:
    return _at(node_name(8)), b""
