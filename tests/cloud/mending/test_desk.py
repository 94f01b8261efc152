"""What was refused goes the ingester's own way again, and the journal says who did it."""

import json

import pytest

from cloud.errors import StoreDown
from cloud.registry.values import DeskAction, LetterState, Renamed, Renaming
from contract import codec
from contract.envelope import Envelope
from tests.cloud.mending.conftest import EPOCH, NOW_US, Office, reading


def test_letters_of_a_node_that_was_registered_later_are_stored(office: Office) -> None:
    office.receive("n-404", reading(1), reading(2))
    office.known.add("n-404", "fill", "gignac-02")

    done = office.desk.replay("anne")

    assert (done.letters, done.refused, done.stored) == (1, 0, 2)
    assert [point.fields["seq"] for point in office.points("n-404")] == [1, 2]
    derived = office.store.read("container_level", (("container", "gignac-02"),), 0, 2**63 - 1)
    assert len(derived) == 2
    assert office.states() == [("unknown-node", "replayed")]


def test_letters_of_a_sensor_that_was_renamed_are_stored_under_its_new_name(
    office: Office,
) -> None:
    office.receive("n-001", reading(1, "old"), reading(2))

    office.desk.rename("anne", Renaming(Renamed.SENSOR, "n-001", "old", "fill"))
    done = office.desk.replay("anne", rule="unknown-sensor")

    assert done.stored == 1
    assert [point.fields["seq"] for point in office.points()] == [1, 2]
    assert office.states() == [("unknown-sensor", "replayed")]


def test_letters_of_a_node_that_was_renamed_are_stored_as_its(office: Office) -> None:
    office.receive("n-old", reading(1))

    office.desk.rename("anne", Renaming(Renamed.NODE, "n-old", None, "n-001"))
    office.desk.replay("anne")

    (point,) = office.points("n-001")
    assert (point.fields["epoch"], point.fields["seq"]) == (EPOCH, 1)


def test_a_renaming_holds_for_its_time_only(office: Office) -> None:
    office.receive("n-001", reading(1, "old", NOW_US - 2), reading(2, "old", NOW_US))

    office.desk.rename("anne", Renaming(Renamed.SENSOR, "n-001", "old", "fill", NOW_US - 1))
    done = office.desk.replay("anne")

    assert (done.stored, done.refused) == (1, 1)
    assert [point.fields["seq"] for point in office.points()] == [2]


def test_what_is_still_wrong_stays_a_letter_with_its_new_reason(office: Office) -> None:
    office.receive("n-404", reading(1, "other"))
    office.known.add("n-404", "fill", "gignac-02")

    done = office.desk.replay("anne")

    assert (done.refused, done.stored) == (1, 0)
    assert office.states() == [("unknown-sensor", "new")]
    (letter,) = office.registry.dead_letters()
    assert "other" in letter.reason


def test_what_is_still_wrong_of_a_letter_becomes_a_letter_of_its_own(office: Office) -> None:
    office.receive("n-404", reading(1), reading(2, "other"))
    office.known.add("n-404", "fill", "gignac-02")

    office.desk.replay("anne")

    assert office.states() == [("unknown-node", "replayed"), ("unknown-sensor", "new")]
    newest = office.registry.dead_letters()[0]
    assert (newest.seq, json.loads(newest.payload)[1]) == (2, "other")


def test_nothing_is_stored_twice_however_often_it_is_replayed(office: Office) -> None:
    # The node repeats, since the receipt was lost: two letters of the same rows.
    office.receive("n-404", reading(1), reading(2))
    office.receive("n-404", reading(1), reading(2))
    office.known.add("n-404", "fill", "gignac-02")

    for _ in range(3):
        office.desk.replay("anne")

    assert [point.fields["seq"] for point in office.points("n-404")] == [1, 2]
    assert [state for _, state in office.states()] == ["replayed", "replayed"]


def test_a_letter_whose_number_is_stored_with_another_body_stays(office: Office) -> None:
    office.receive("n-001", reading(1))
    good = office.points()[0].fields
    other = json.loads(codec.encode(Envelope("n-001", EPOCH, (reading(1),))))
    other["readings"][0][4] = {"fill_ratio": 0.9}
    office.receive_bytes("n-001", json.dumps(other).encode())

    done = office.desk.replay("anne")

    assert (done.refused, done.stored) == (1, 0)
    assert office.points()[0].fields == good
    assert office.states() == [("other-body", "new")]


def test_a_reading_from_the_future_does_not_ripen(office: Office) -> None:
    office.receive("n-001", reading(1, at_us=NOW_US + 10**9))
    office.desk = type(office.desk)(
        office.registry, office.store, office.desk.directory, lambda: NOW_US + 10**10
    )

    done = office.desk.replay("anne")

    assert (done.refused, done.stored) == (1, 0)
    assert office.states() == [("future", "new")]


@pytest.mark.parametrize("payload", [b"", b"\xff\xfe\x00", b"[" * 1000, b'{"v":1}', b"[]", b"7"])
def test_nonsense_is_refused_again_and_stays(office: Office, payload: bytes) -> None:
    office.receive_bytes("n-001", payload)

    office.desk.replay("anne")

    assert office.states() == [("malformed", "new")]
    assert office.registry.dead_letters()[0].payload == payload


def test_a_store_that_is_down_leaves_the_letters_as_they_were(office: Office) -> None:
    office.receive("n-404", reading(1))
    office.known.add("n-404", "fill", "gignac-02")
    office.store.down = True

    with pytest.raises(StoreDown):
        office.desk.replay("anne")

    assert office.states() == [("unknown-node", "new")]
    assert office.registry.desk_journal() == []


def test_what_is_discarded_stays_readable_and_is_not_replayed(office: Office) -> None:
    office.receive("n-404", reading(1))
    office.receive("n-001", reading(1, "other"))

    assert office.desk.discard("anne", rule="unknown-node") == 1
    office.known.add("n-404", "fill", "gignac-02")
    done = office.desk.replay("anne")

    assert done.stored == 0
    assert office.states() == [("unknown-node", "discarded"), ("unknown-sensor", "new")]


def test_single_letters_are_replayed_by_number(office: Office) -> None:
    office.receive("n-404", reading(1))
    office.receive("n-404", reading(2))
    office.known.add("n-404", "fill", "gignac-02")
    first, second = (letter.id for letter in reversed(office.registry.dead_letters()))

    office.desk.replay("anne", numbers=[second, 999])

    left = office.registry.dead_letter(first)
    assert left is not None
    assert left.state is LetterState.NEW
    assert [point.fields["seq"] for point in office.points("n-404")] == [2]


def test_the_journal_says_who_did_what_to_which(office: Office) -> None:
    office.receive("n-404", reading(1))
    number = office.registry.dead_letters()[0].id

    office.desk.rename("anne", Renaming(Renamed.NODE, "n-404", None, "n-001"))
    office.desk.replay("bruno")

    replay, rename = office.registry.desk_journal()
    assert (rename.who, rename.action, rename.detail) == (
        "anne",
        DeskAction.RENAME,
        "node_renamed: n-404 is now n-001",
    )
    assert (replay.who, replay.action, replay.letters) == ("bruno", DeskAction.REPLAY, (number,))
    assert "1 rows stored" in replay.detail


def test_many_letters_are_replayed_page_by_page(office: Office) -> None:
    for seq in range(1, 451):
        office.receive("n-404", reading(seq, at_us=NOW_US - seq))
    office.known.add("n-404", "fill", "gignac-02")

    done = office.desk.replay("anne")

    assert (done.letters, done.stored) == (450, 450)
    assert len(office.registry.desk_journal()) == 3
