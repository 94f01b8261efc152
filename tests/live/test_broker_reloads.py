"""What mosquitto 2.0.11 does when it reads its files anew, and what `apply` does about it.

Of the list of the revoked, test_broker_identity.py speaks.
"""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.provision.mosquitto import wire
from cloud.provision.mosquitto.guard import Outcome
from cloud.provision.mosquitto.layout import INGESTER, WARDEN
from cloud.provision.mosquitto.session import identity
from cloud.provision.mosquitto.takeover import take_over
from cloud.provision.mosquitto.wire import Hello
from tests.live.broker_world import World, bodies, said, spoofed, world

pytestmark = pytest.mark.live


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def test_a_reload_leaves_a_revoked_nodes_live_session_until_it_is_denied_and_taken_over(
    broker: World,
) -> None:
    person = broker.node("n-001")

    with broker.ingester() as ingester, broker.inside(person) as live:
        broker.serials.append(person.serial)
        reload_and_wait(broker)
        live.publish(said(person, b"after its revocation"))
        heard_revoked = bodies(ingester)

        broker.denied.append(person.name)
        reload_and_wait(broker)
        live.publish(said(person, b"after its denial"))
        heard_denied = bodies(ingester)
        stays = live.settle() is None

        take_over(broker.where.cloud, broker.password(WARDEN), [person.name])
        gone = live.settle() is not None

    assert heard_revoked == [b"after its revocation"]
    assert heard_denied == heard_revoked
    assert stays
    assert gone


def reload_and_wait(broker: World) -> None:
    """Have the broker read its files; return when somebody who was just revoked is refused."""
    beside = broker.node("beside")
    broker.serials.append(beside.serial)
    broker.write()
    broker.broker.hup()
    broker.settled(beside, refused=True)


def test_a_list_that_is_only_written_is_not_read(broker: World) -> None:
    person = broker.node("n-001")

    broker.revoke(person)
    broker.write()

    assert broker.refusal(person) is None


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_who_was_in_before_his_revocation_cannot_resume_his_tls_session_after_it(
    broker: World, version: ssl.TLSVersion
) -> None:
    """Who resumes shows no certificate, and no list is looked into; a reload forgets him."""
    person = broker.node("n-001")
    who = identity(broker.authority.root_pem, person.own_pem)
    who.minimum_version = who.maximum_version = version

    _, kept = greet(broker, who)
    resumed, kept = greet(broker, who, kept)
    broker.revoke(person)
    applied = broker.apply()

    assert resumed
    assert applied.outcome is Outcome.RELOADED
    with pytest.raises(OSError, match=r"REVOKED|EOF|reset|pipe"):
        greet(broker, who, kept)
    with pytest.raises(OSError, match=r"REVOKED|EOF|reset|pipe"):
        greet(broker, who)


def greet(
    broker: World, who: ssl.SSLContext, kept: ssl.SSLSession | None = None
) -> tuple[bool | None, ssl.SSLSession | None]:
    """Connect as a node; return whether the TLS session was resumed, and the one to resume."""
    link = socket.create_connection(("127.0.0.1", broker.settings.nodes_port), 10)
    with who.wrap_socket(link, server_hostname="localhost", session=kept) as tls:
        tls.sendall(wire.connect(Hello("n-001")))
        if not tls.recv(100):
            raise OSError("EOF: the broker hung up")
        return tls.session_reused, tls.session


@pytest.mark.parametrize("how", ["missing", "garbage"])
def test_a_reload_alone_fails_open_on_an_access_list_that_is(broker: World, how: str) -> None:
    spoil(broker.layout.acl, how)

    reload_without_writing(broker)

    assert spoofed(broker) == [b"spoofed", b"own"]


@pytest.mark.parametrize("how", ["missing", "garbage"])
def test_apply_mends_an_access_list_that_was(broker: World, how: str) -> None:
    spoil(broker.layout.acl, how)
    reload_without_writing(broker)

    applied = broker.apply()

    assert applied.outcome is Outcome.RELOADED
    assert spoofed(broker) == [b"own"]


@pytest.mark.parametrize("how", ["missing", "garbage"])
def test_apply_leaves_no_broker_open_on_an_access_list_that_becomes(
    broker: World, how: str
) -> None:
    broker.befalls = lambda: spoil(broker.layout.acl, how)

    applied = broker.apply(looks=20)

    assert applied.outcome is Outcome.CLOSED
    broker.befalls = lambda: None
    assert broker.apply().outcome is Outcome.RESTARTED
    assert spoofed(broker) == [b"own"]


def spoil(acl: Path, how: str) -> None:
    """Do to an access list what disks and people do."""
    if how == "missing":
        acl.unlink(missing_ok=True)
    else:
        acl.write_text("garbage\n\0user\n")


def test_an_access_list_that_is_empty_allows_nothing(broker: World) -> None:
    broker.layout.acl.write_text("")

    reload_without_writing(broker)

    assert spoofed(broker) == []


def test_passwords_that_are_missing_let_nobody_in(broker: World) -> None:
    broker.layout.passwords.unlink()

    reload_without_writing(broker)

    assert broker.knock(Hello("any", INGESTER, broker.password(INGESTER))) == "not authorised"
    assert broker.knock(Hello("any", INGESTER, "another")) == "not authorised"


def reload_without_writing(broker: World) -> None:
    """Have the broker read its files as they are; return when it has."""
    before = broker.shown()
    broker.layout.certificate.unlink()
    broker.renew_server()
    broker.broker.hup()
    for _ in range(1000):
        if broker.shown() != before:
            return
    raise AssertionError("the broker has not read its files")
