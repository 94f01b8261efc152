"""Who gets in on a real mosquitto with TLS, what he may do there, and how he is thrown out."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.provision.mosquitto.guard import Outcome
from cloud.provision.mosquitto.session import Refusal
from cloud.provision.mosquitto.wire import Hello, Said
from contract.topics import Channel, everyone, topic
from tests.live.broker_world import World, bodies, said, world

pytestmark = pytest.mark.live

BAD_LISTS = ["garbage", "empty", "cut off", "missing"]


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def spoil(crl: Path, how: str) -> None:
    """Do to a list of the revoked what disks and people do."""
    match how:
        case "missing":
            crl.unlink(missing_ok=True)
        case "garbage":
            crl.write_bytes(b"garbage")
        case "cut off":
            crl.write_bytes(crl.read_bytes()[:300])
        case _:
            crl.write_bytes(b"")


def test_a_node_is_heard_on_its_own_topics_and_on_nobody_elses(broker: World) -> None:
    mine, yours = broker.node("n-001"), broker.node("n-002")

    with (
        broker.ingester(everyone(Channel.ENVELOPE), everyone(Channel.STATUS)) as ingester,
        broker.inside(mine) as node,
    ):
        node.publish(said(mine, b"own envelope"))
        node.publish(Said(topic("n-001", Channel.STATUS), b"own status"))
        node.publish(said(yours, b"spoofed"))
        node.publish(Said(topic("n-002", Channel.STATUS), b"spoofed"))
        heard = bodies(ingester)

    assert heard == [b"own envelope", b"own status"]


def test_a_node_hears_its_own_receipts_and_who_is_there_and_nothing_else(broker: World) -> None:
    person = broker.node("n-001")

    with broker.ingester() as ingester, broker.inside(person) as node:
        node.subscribe("#")
        node.subscribe("$SYS/#")
        ingester.publish(Said(topic("n-001", Channel.RECEIPT), b"for n-001"))
        ingester.publish(Said(topic("n-002", Channel.RECEIPT), b"for n-002"))
        ingester.publish(Said(topic("ingester-1", Channel.PRESENCE), b"here"))
        heard = bodies(node)

    assert heard == [b"for n-001", b"here"]


def test_a_cab_finds_its_own_trucks_plan_only(broker: World) -> None:
    cab = broker.node("grue-1")

    with broker.program("cloud.desk") as desk:
        desk.publish(Said(topic("grue-1", Channel.PLAN), b"its day"), retain=True)
        desk.publish(Said(topic("grue-2", Channel.PLAN), b"another's"), retain=True)
        desk.publish(Said(topic("grue-1", Channel.RECEIPT), b"not the desk's to say"))
    with broker.inside(cab) as session:
        session.subscribe("vallee/v1/truck/#")
        session.subscribe(topic("grue-1", Channel.RECEIPT))
        heard = bodies(session)

    assert heard == [b"its day"]


def test_a_node_on_the_clouds_side_needs_a_password_that_it_has_not(broker: World) -> None:
    person = broker.node("n-001")

    refusal = (
        broker.knock(Hello("n-001")),
        broker.knock(Hello("n-001", "cloud.ingester", "a guess")),
    )

    assert None not in refusal
    assert broker.refusal(person) is None


@pytest.mark.parametrize("name", ["#", "+", "n-001/x", "../n-001", "$SYS", "nöde"])
def test_a_name_with_a_meaning_to_brokers_gains_nothing(broker: World, name: str) -> None:
    odd, victim = broker.odd(name), broker.node("n-001")

    with broker.ingester(everyone(Channel.ENVELOPE), everyone(Channel.STATUS)) as ingester:
        with broker.enter(odd, Hello("odd")) as opened:
            if not isinstance(opened, Refusal):
                opened.subscribe(everyone(Channel.RECEIPT))
                ingester.publish(Said(topic("n-001", Channel.RECEIPT), b"for n-001"))
                opened.publish(said(victim, b"spoofed"))
                if opened.settle() is None:
                    assert opened.came == []
        heard = bodies(ingester)

    assert heard == []


def test_a_revoked_node_is_out_within_a_minute_with_its_live_session(broker: World) -> None:
    stolen, other = broker.node("n-001"), broker.node("n-002")
    will = Said(topic("n-001", Channel.STATUS), b"last word")

    with (
        broker.ingester(everyone(Channel.ENVELOPE), everyone(Channel.STATUS)) as ingester,
        broker.inside(stolen, Hello("n-001", will=will)) as live,
        broker.inside(other) as stays,
    ):
        begin_s = time.monotonic()
        broker.revoke(stolen)
        applied = broker.apply()
        thrown_out = live.settle()
        took_s = time.monotonic() - begin_s
        stays.publish(said(other, b"still here"))
        heard = bodies(ingester)

    assert applied.good
    assert applied.outcome is Outcome.RELOADED
    assert thrown_out is not None
    assert broker.refusal(stolen) == "certificate revoked"
    assert heard == [b"still here"]
    assert took_s < 60


def test_a_hundred_revoked_nodes_are_out_within_a_minute(broker: World) -> None:
    broker.revoke(*[broker.node(f"n-{number:03d}") for number in range(100)])

    begin_s = time.monotonic()
    applied = broker.apply()

    assert applied.good
    assert applied.ended == 100
    assert time.monotonic() - begin_s < 60


@pytest.mark.parametrize("how", BAD_LISTS)
def test_a_reload_alone_fails_open_on_a_list_that_is(broker: World, how: str) -> None:
    """The trap: should a newer mosquitto not have it, this fails, and the guard may go."""
    stolen = broker.node("n-001")
    broker.revoke(stolen)
    assert broker.apply().good
    assert broker.refusal(stolen) is not None

    spoil(broker.layout.crl, how)
    broker.broker.hup()

    broker.settled(stolen, refused=False)


@pytest.mark.parametrize("how", BAD_LISTS)
def test_apply_lets_no_revoked_node_in_on_a_list_that_is(broker: World, how: str) -> None:
    stolen, other = broker.node("n-001"), broker.node("n-002")
    broker.revoke(stolen)
    broker.befalls = lambda: spoil(broker.layout.crl, how)

    applied = broker.apply(looks=20)

    assert applied.outcome is Outcome.CLOSED
    assert not applied.good
    assert "nobody listens" in applied.trouble
    broker.befalls = lambda: None
    assert broker.apply().outcome is Outcome.RESTARTED
    assert broker.refusal(stolen) == "certificate revoked"
    assert broker.refusal(other) is None


@pytest.mark.parametrize("how", BAD_LISTS)
def test_apply_mends_a_broker_that_has_failed_open_on_a_list_that_is(
    broker: World, how: str
) -> None:
    stolen = broker.node("n-001")
    broker.revoke(stolen)
    broker.write()
    spoil(broker.layout.crl, how)
    broker.broker.hup()
    broker.settled(stolen, refused=False)

    applied = broker.apply()

    assert applied.good
    assert broker.refusal(stolen) == "certificate revoked"


def test_an_expired_list_lets_nobody_in_and_the_next_one_mends_it(broker: World) -> None:
    stolen, other = broker.node("n-001"), broker.node("n-002")
    broker.revoke(stolen)
    broker.befalls = lambda: broker.layout.crl.write_bytes(broker.expired_list())

    closed = broker.apply(looks=20)

    assert closed.outcome is Outcome.CLOSED
    assert broker.refusal(stolen) is not None
    assert broker.refusal(other) == "certificate expired"
    broker.befalls = lambda: None
    assert broker.apply().outcome is Outcome.RELOADED
    assert broker.refusal(stolen) == "certificate revoked"
    assert broker.refusal(other) is None


def test_a_list_that_was_not_read_is_found_out(broker: World) -> None:
    """An old list, put back by a backup, still refuses the old canary; the new one tells."""
    old = broker.layout.crl.read_bytes()
    stolen = broker.node("n-001")
    broker.revoke(stolen)
    broker.befalls = lambda: broker.layout.crl.write_bytes(old)

    applied = broker.apply(looks=20)

    assert applied.outcome is Outcome.OPEN
    assert "STOP" in applied.told.upper()


def test_a_broker_that_cannot_be_started_is_no_success(broker: World) -> None:
    broker.broker.stop()
    broker.befalls = lambda: broker.layout.ca.unlink(missing_ok=True)

    applied = broker.apply(looks=5)

    assert applied.outcome is Outcome.CLOSED
    assert not applied.good


def test_a_certificate_is_changed_with_no_message_lost_or_doubled(broker: World) -> None:
    old, new = broker.node("n-001"), broker.node("n-001")
    sent = [b"%d" % number for number in range(150)]

    with broker.ingester() as ingester, broker.inside(old) as before:
        for body in sent[:50]:
            before.publish(said(old, body))
        with broker.inside(new) as after:
            kicked = before.settle()
            for body in sent[50:100]:
                after.publish(said(new, body))
            # Not the node: its old certificate only, which has been worked without.
            broker.serials.append(old.serial)
            applied = broker.apply()
            for body in sent[100:]:
                after.publish(said(new, body))
            heard = bodies(ingester)

    assert kicked is not None
    assert applied.good
    assert heard == sent
    assert broker.refusal(old) == "certificate revoked"
    assert broker.refusal(new) is None


def test_the_brokers_own_certificate_is_renewed_without_a_restart(broker: World) -> None:
    before = broker.shown()

    broker.layout.certificate.unlink()
    broker.renew_server()
    with broker.inside(broker.node("n-001")) as live:
        applied = broker.apply()
        still_there = live.settle()

    assert applied.outcome is Outcome.RELOADED
    assert still_there is None
    assert broker.shown() != before
