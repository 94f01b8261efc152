"""Topics: built and parsed in one place, and nothing foreign passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.errors import Malformed
from contract.topics import Channel, Topic, everyone, parse, topic

names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)


@given(names, st.sampled_from(Channel))
def test_parsing_gives_back_what_was_built(name: str, channel: Channel) -> None:
    assert parse(topic(name, channel)) == Topic(name, channel)


@pytest.mark.parametrize(
    "name", ["", "#", "+", "a/b", "../x", "N-1", "n-1\n", "é", "-a", "a" * 64, "n 1", "n\x00"]
)
def test_a_name_that_is_not_one_plain_level_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        topic(name, Channel.ENVELOPE)
    with pytest.raises(Malformed):
        parse(f"vallee/v1/node/{name}/envelope")


@pytest.mark.parametrize(
    "text",
    [
        "vallee/v1/node/n-1/presence",
        "vallee/v1/ingester/n-1/envelope",
        "vallee/v2/node/n-1/envelope",
        "vallee/v1/node/n-1/envelope/x",
        "$SYS/broker/version",
    ],
)
def test_a_foreign_topic_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="no topic of this system"):
        parse(text)


def test_the_filter_of_everyone_differs_from_a_topic_only_in_the_name() -> None:
    assert everyone(Channel.STATUS) == topic("x", Channel.STATUS).replace("/x/", "/+/")
