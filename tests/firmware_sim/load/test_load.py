"""A load's parts: packets as MQTT has them, keys that are nobody else's, a book that adds up."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from contract import codec
from contract.envelope import Envelope
from contract.receipt import Receipt
from firmware_sim.load import packets
from firmware_sim.load.book import Book
from firmware_sim.load.fleet import Fleet

EPOCH = "0123456789ab"
NOW_US = 1_764_000_000_000_000


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.data())
def test_what_is_published_is_split_again_wherever_the_stream_breaks(
    payloads: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(packets.publish("a/b", one, at + 1) for at, one in enumerate(payloads))
    cut = data.draw(st.integers(0, len(stream)))
    splitter = packets.Splitter()

    found = [*splitter.feed(stream[:cut]), *splitter.feed(stream[cut:])]

    assert [packets.delivery(one) for one in found] == [
        ("a/b", one, at + 1) for at, one in enumerate(payloads)
    ]


def test_no_two_readings_of_a_fleet_have_one_key() -> None:
    fleet = Fleet(3, 10, EPOCH, NOW_US)

    sent = [codec.decode(one.payload, Envelope) for one in islice(fleet.envelopes(), 30)]
    keys = [(one.node, one.epoch, seq) for one in sent for seq in one.seqs]

    assert len(keys) == len(set(keys)) == 300
    assert all(reading.taken_at_us < NOW_US for one in sent for reading in one.readings)


def test_a_book_counts_each_receipt_once_and_repeats_what_is_late() -> None:
    book = Book(EPOCH)
    one, other = islice(Fleet(2, 10, EPOCH, NOW_US).envelopes(), 2)
    book.note(one, 0.0)
    book.note(other, 0.0)

    for _ in range(2):
        book.hear(Receipt(one.node, EPOCH, ((1, 10),)), 0.5)
    late = book.overdue(20.0, 10.0)

    assert (book.sent, book.settled, book.pending) == (20, 10, 10)
    assert book.percentile_ms(0.5) == 500
    assert late == [other]
    assert book.overdue(20.0, 10.0) == []


def test_a_receipt_of_another_start_settles_nothing() -> None:
    book = Book(EPOCH)
    one = next(Fleet(1, 10, EPOCH, NOW_US).envelopes())
    book.note(one, 0.0)

    book.hear(Receipt(one.node, "ba9876543210", ((1, 10),)), 0.5)

    assert book.pending == 10
