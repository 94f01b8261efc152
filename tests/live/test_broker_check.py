"""`broker check` attacks a real mosquitto: go on one as it is written, no-go by name on others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cloud.provision.attack import ATTACKS, attack, go
from tests.live.broker_world import Spoil, World, without, world

pytestmark = pytest.mark.live


def test_a_broker_as_it_is_written_withstands_everything(tmp_path: Path) -> None:
    with world(tmp_path) as broker:
        verdicts = attack(broker.field())

    assert [one.name for one in verdicts] == list(ATTACKS)
    assert [one for one in verdicts if not one.held] == []
    assert go(verdicts)
    seen = {one.name: one.seen for one in verdicts}
    assert seen["revoked"] == "certificate revoked"
    assert seen["foreign-authority"] == "unknown ca"
    assert seen["expired"] == "certificate expired"
    assert seen["not-yet-valid"] == "bad certificate"
    assert seen["server-certificate"] == "unsupported certificate"


def test_a_check_leaves_nothing_on_the_broker(tmp_path: Path) -> None:
    with world(tmp_path) as broker:
        attack(broker.field())

        with broker.ingester("#") as ingester:
            assert ingester.settle() is None
            assert ingester.came == []


def replaced(old: str, new: str) -> Spoil:
    return lambda text: text.replace(old, new)


def both(*spoils: Spoil) -> Spoil:
    def spoil(text: str) -> str:
        for one in spoils:
            text = one(text)
        return text

    return spoil


def per_listener(text: str) -> str:
    """Return settings per listener, right for all but the access list, which stands above them."""
    (passwords,) = [line for line in text.splitlines() if line.startswith("password_file")]
    below = f"allow_anonymous false\n{passwords}\n"
    head, nodes, cloud = without("password_file")(text).split("\nlistener ")
    head = head.replace("per_listener_settings false", "per_listener_settings true")
    return f"{head}\nlistener {nodes}\nallow_anonymous false\nlistener {cloud}{below}"


WEAK: dict[str, tuple[Spoil, set[str]]] = {
    "anonymous is allowed": (
        replaced("allow_anonymous false", "allow_anonymous true"),
        {"anonymous"},
    ),
    "no access list": (
        without("acl_file"),
        {
            "spoofed-topic",
            "everything-subscribed",
            "will-on-anothers-topic",
            "username-in-connect",
        },
    ),
    "an access list above settings per listener": (
        per_listener,
        {
            "spoofed-topic",
            "everything-subscribed",
            "will-on-anothers-topic",
            "username-in-connect",
        },
    ),
    "a certificate is no name": (without("use_identity_as_username"), {"own-topic"}),
    "a certificate is no name, and need not be shown": (
        both(
            without("use_identity_as_username"),
            without("use_username_as_clientid"),
            without("require_certificate"),
        ),
        {"own-topic", "anonymous", "username-in-connect", "spoofed-topic"},
    ),
    "a client id is anybody's": (without("use_username_as_clientid"), {"client-id-theft"}),
    "no list of the revoked": (without("crlfile"), {"revoked"}),
    "no limit of size": (
        both(without("message_size_limit"), without("max_packet_size")),
        {"oversized-message"},
    ),
}


@pytest.mark.parametrize("weakness", WEAK)
def test_a_weakness_is_no_go_and_named(tmp_path: Path, weakness: str) -> None:
    spoil, expected = WEAK[weakness]

    with world(tmp_path, spoil) as broker:
        verdicts = attack(broker.field())

    assert not go(verdicts)
    assert {one.name for one in verdicts if not one.held} >= expected


def _expired(broker: World) -> None:
    broker.layout.crl.write_bytes(broker.expired_list())


def _missing(broker: World) -> None:
    broker.layout.crl.unlink()


@pytest.mark.parametrize(("befalls", "expected"), [(_missing, "revoked"), (_expired, "own-topic")])
def test_a_list_of_the_revoked_that_was_not_read_is_named(
    tmp_path: Path, befalls: Callable[[World], None], expected: str
) -> None:
    with world(tmp_path) as broker:
        befalls(broker)
        reloaded(broker)
        verdicts = attack(broker.field())

    assert not go(verdicts)
    assert expected in {one.name for one in verdicts if not one.held}


def reloaded(broker: World) -> None:
    broker.broker.hup()
    # The broker turns to its signal before it turns to a client that came later.
    for _ in range(3):
        broker.refusal(broker.node("n-001"))


def test_a_broker_that_does_not_run_is_no_go(tmp_path: Path) -> None:
    with world(tmp_path) as broker:
        field = broker.field()
        broker.broker.stop()

        verdicts = attack(field)

    assert not go(verdicts)
    assert all("nobody listens" in one.seen for one in verdicts)


def test_a_broker_with_anothers_certificate_is_no_go(tmp_path: Path) -> None:
    with world(tmp_path / "a") as broker, world(tmp_path / "b") as other:
        field = broker.field()
        broker.layout.certificate.write_bytes(other.layout.certificate.read_bytes())
        broker.restart()

        verdicts = attack(field)

    assert not go(verdicts)
