import json

import pytest

from cloud.mending.parse import node_renaming, sensor_renaming
from cloud.mending.rename import message_of
from cloud.registry.values import DeadLetter, Renamed, Renaming
from contract.errors import BadSettings

TOPIC = "vallee/v1/node/n-001/envelope"
EPOCH = "0123456789ab"


def letter(payload: bytes, seq: int | None = None, topic: str = TOPIC) -> DeadLetter:
    return DeadLetter(100, topic, "n-001", EPOCH, seq, "malformed", "", payload)


@pytest.mark.parametrize(
    "payload", [b"", b"\xff", b'{ "v" :1, "v": 1}', b"[1,2]", b'"text"', b"[" * 9999]
)
def test_a_message_that_no_renaming_touches_is_handed_in_byte_by_byte(payload: bytes) -> None:
    assert message_of(letter(payload)).payload == payload


def test_a_row_becomes_an_envelope_of_its_node_and_epoch() -> None:
    message = message_of(letter(b'[7,"fill","level",5,{"fill_ratio":0.5}]', seq=7))

    assert message.topic == TOPIC
    assert json.loads(message.payload) == {
        "v": 1,
        "node": "n-001",
        "epoch": EPOCH,
        "readings": [[7, "fill", "level", 5, {"fill_ratio": 0.5}]],
    }


def test_a_row_of_a_loss_becomes_a_loss() -> None:
    message = message_of(letter(b'[7,"ba9876543210",1,6,"eaten",5]', seq=7))

    assert "losses" in json.loads(message.payload)


def test_renamings_are_applied_one_after_the_other() -> None:
    renamings = [
        Renaming(Renamed.SENSOR, "n-001", "a", "b"),
        Renaming(Renamed.NODE, "n-001", None, "n-002"),
        Renaming(Renamed.SENSOR, "n-002", "b", "c"),
        Renaming(Renamed.SENSOR, "n-001", "c", "d"),
    ]

    message = message_of(letter(b'[7,"a","level",5,{"fill_ratio":0.5}]', seq=7), renamings)

    body = json.loads(message.payload)
    assert message.topic == TOPIC.replace("n-001", "n-002")
    assert (body["node"], body["readings"][0][1]) == ("n-002", "c")


def test_a_topic_that_is_none_of_ours_is_left_alone() -> None:
    message = message_of(letter(b"{}", topic="a/b"), [Renaming(Renamed.NODE, "a", None, "b")])

    assert message.topic == "a/b"


@pytest.mark.parametrize("text", ["", "a=b", "n-001/=b", "n-001/a", "n-001/a=B", "n/a=b\n"])
def test_what_renames_no_sensor_is_one_sentence(text: str) -> None:
    with pytest.raises(BadSettings, match="NODE/OLD=NEW"):
        sensor_renaming(text, None, None)


@pytest.mark.parametrize("text", ["", "a", "a=", "a/b=c"])
def test_what_renames_no_node_is_one_sentence(text: str) -> None:
    with pytest.raises(BadSettings, match="OLD=NEW"):
        node_renaming(text, None, None)


def test_a_renaming_is_read() -> None:
    assert sensor_renaming("n-001/a=b", 1, 2) == Renaming(Renamed.SENSOR, "n-001", "a", "b", 1, 2)
    assert node_renaming("n-001=n-002", None, None) == Renaming(
        Renamed.NODE, "n-001", None, "n-002"
    )


def test_a_renaming_runs_forwards_and_changes_something() -> None:
    with pytest.raises(BadSettings, match="later"):
        sensor_renaming("n-001/a=b", 2, 2)
    with pytest.raises(BadSettings, match="already"):
        node_renaming("n-001=n-001", None, None)
