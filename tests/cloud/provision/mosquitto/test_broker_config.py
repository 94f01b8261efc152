"""The settings of a broker say what was measured, in the order that counts."""

from pathlib import Path

import pytest

from cloud.errors import BadAuthority
from cloud.provision.mosquitto.config import HEAD_BYTES, LONGEST_KEEPALIVE_S, config
from cloud.provision.mosquitto.layout import Layout
from cloud.settings import Mosquitto
from contract import codec
from contract.broker import Broker
from contract.topics import Channel, topic

LAYOUT = Layout(Path("/srv/vallee broker"))


def lines(settings: Mosquitto | None = None) -> list[str]:
    text = config(settings or Mosquitto(), LAYOUT, "vallee")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_what_is_to_hold_for_all_listeners_stands_above_them_and_is_told_to() -> None:
    told = lines()

    assert told[0] == "per_listener_settings false"
    above = told[: told.index("listener 8883 127.0.0.1")]
    assert "allow_anonymous false" in above
    assert f"acl_file {LAYOUT.acl}" in above


def test_nodes_are_known_by_their_certificates_only() -> None:
    told = lines()

    nodes = told[told.index("listener 8883 127.0.0.1") : told.index("listener 1884 127.0.0.1")]

    assert nodes[1:] == [
        "cafile /srv/vallee broker/ca.pem",
        "certfile /srv/vallee broker/server.pem",
        "keyfile /srv/vallee broker/server.pem",
        "crlfile /srv/vallee broker/crl.pem",
        "tls_version tlsv1.2",
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
    ]


def test_the_clouds_programs_are_listened_for_on_this_machine_only_wherever_nodes_are() -> None:
    told = lines(Mosquitto(host="0.0.0.0", nodes_port=18883, cloud_port=11884))  # noqa: S104

    assert [line for line in told if line.startswith("listener")] == [
        "listener 18883 0.0.0.0",
        "listener 11884 127.0.0.1",
    ]
    assert told[-1] == "listener 11884 127.0.0.1"


def test_sizes_are_those_of_the_longest_message() -> None:
    told = lines()

    assert f"message_size_limit {codec.MAX_BYTES}" in told
    assert f"max_packet_size {codec.MAX_BYTES + HEAD_BYTES}" in told
    assert 16 + len(topic("n" * 63, Channel.ENVELOPE)) < HEAD_BYTES


def test_a_silence_may_be_as_long_as_the_settings_of_either_end_allow() -> None:
    Broker(keepalive_s=LONGEST_KEEPALIVE_S)

    assert f"max_keepalive {LONGEST_KEEPALIVE_S}" in lines()


@pytest.mark.parametrize(
    "line",
    [
        "persistence true",
        "persistence_location /srv/vallee broker/data/",
        "autosave_interval 1",
        "autosave_on_changes false",
        "max_inflight_messages 1000",
        "max_queued_messages 100000",
    ],
)
def test_what_is_kept_is_kept_as_measured(line: str) -> None:
    assert line in lines()


@pytest.mark.parametrize("host", ["", " ", "a\nallow_anonymous true", "a b"])
def test_an_address_that_would_be_another_line_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"mosquitto\.host"):
        config(Mosquitto(host=host), LAYOUT, "vallee")


@pytest.mark.parametrize("user", ["", "a\nlistener 1", " root"])
def test_a_user_that_would_be_another_line_is_refused(user: str) -> None:
    with pytest.raises(ValueError, match="nobody's name"):
        config(Mosquitto(), LAYOUT, user)


@pytest.mark.parametrize("folder", ["relative", "/a\nallow_anonymous true", "/a\rb"])
def test_a_folder_that_would_be_another_line_is_refused(folder: str) -> None:
    with pytest.raises(BadAuthority, match="name another one"):
        Layout(Path(folder))
