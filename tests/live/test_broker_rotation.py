"""Another authority issues, on a real mosquitto that nodes of both are connected to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.provision.attack import attack
from cloud.provision.mosquitto.guard import Outcome
from tests.live.broker_world import World, bodies, said, world

pytestmark = pytest.mark.live


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def test_no_reading_is_lost_while_nodes_of_both_are_connected(broker: World) -> None:
    old = broker.node("n-001")
    sent = {name: [b"%s %d" % (name.encode(), i) for i in range(90)] for name in ("n-001", "n-002")}

    with broker.ingester() as ingester, broker.inside(old) as stays:
        for body in sent["n-001"][:30]:
            stays.publish(said(old, body))
        broker.rotate()
        applied = broker.apply()
        new = broker.node("n-002")
        with broker.inside(new) as joins:
            for before, after in zip(sent["n-001"][30:60], sent["n-002"][:60], strict=False):
                stays.publish(said(old, before))
                joins.publish(said(new, after))
            again = broker.apply()
            for body in sent["n-001"][60:]:
                stays.publish(said(old, body))
            for body in sent["n-002"][30:]:
                joins.publish(said(new, body))
        heard = bodies(ingester)

    assert applied.outcome is again.outcome is Outcome.RELOADED
    assert sorted(heard) == sorted(sent["n-001"] + sent["n-002"])


def test_nodes_of_both_come_back_after_a_restart_too(broker: World) -> None:
    old = broker.node("n-001")
    broker.rotate()
    new = broker.node("n-002")
    broker.write()

    broker.restart()

    assert broker.refusal(old) is None
    assert broker.refusal(new) is None


def test_a_node_revoked_before_the_rotation_stays_out(broker: World) -> None:
    stolen, other = broker.node("n-001"), broker.node("n-003")
    broker.revoke(stolen)
    assert broker.apply().good

    broker.rotate()
    assert broker.apply().outcome is Outcome.RELOADED
    after_reload = broker.refusal(stolen)
    broker.restart()

    assert after_reload == broker.refusal(stolen) == "certificate revoked"
    assert broker.refusal(other) is None


def test_a_node_of_either_is_revoked_after_the_rotation_with_its_live_session(
    broker: World,
) -> None:
    old = broker.node("n-001")
    broker.rotate()
    new = broker.node("n-002")
    assert broker.apply().good

    with broker.inside(old) as one, broker.inside(new) as another:
        broker.revoke(old, new)
        applied = broker.apply()
        thrown_out = (one.settle(), another.settle())

    assert applied.outcome is Outcome.RELOADED
    assert None not in thrown_out
    assert broker.refusal(old) == broker.refusal(new) == "certificate revoked"


@pytest.mark.parametrize("how", ["the first cut off", "the last cut off", "the last missing"])
def test_lists_that_are_not_read_to_the_end_let_no_revoked_node_in(broker: World, how: str) -> None:
    """The first is of the authority before, and the canary is in the last."""
    old = broker.node("n-001")
    broker.rotate()
    broker.revoke(old)
    assert broker.apply().good
    again = broker.node("n-003")
    broker.revoke(again)
    broker.befalls = lambda: spoil(broker.layout.crl, how)

    applied = broker.apply(looks=20)

    assert applied.outcome is Outcome.CLOSED
    broker.befalls = lambda: None
    assert broker.apply().good
    assert broker.refusal(old) == broker.refusal(again) == "certificate revoked"


def spoil(crl: Path, how: str) -> None:
    """Do to a file of two lists what disks and people do."""
    end = b"-----END X509 CRL-----\n"
    body = crl.read_bytes()
    first = body.partition(end)[0] + end
    cut = {
        "the first cut off": first[:200] + body[len(first) :],
        "the last cut off": body[:-200],
        "the last missing": first,
    }
    # It befalls twice: before the reload and before the restart.
    if body.count(end) == 2:
        crl.write_bytes(cut[how])


def test_after_a_theft_of_the_key_nobody_of_it_gets_in_and_a_restart_ends_live_sessions(
    broker: World,
) -> None:
    """The thief made certificates that no list can name: there is no list of their issuer."""
    old = broker.node("n-001")
    with broker.inside(old) as live:
        broker.rotate(keeps_earlier=False)
        new = broker.node("n-002")
        assert broker.apply().good
        refused, before_restart = broker.refusal(old), live.settle()
        broker.restart()
        after_restart = live.settle()

    assert (refused, before_restart) == ("unknown ca", None)
    assert after_restart is not None
    assert broker.refusal(old) == "unknown ca"
    assert broker.refusal(new) is None


def test_the_attack_on_the_broker_holds_after_a_rotation(broker: World) -> None:
    broker.rotate()
    assert broker.apply().good

    verdicts = attack(broker.field())

    assert [one for one in verdicts if not one.held] == []
