"""Who must not get in on a real mosquitto, each by name; nobody here changes the broker."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from cloud.provision.authority import Authority, pem, pem_key
from cloud.provision.authority_files import create_authority
from cloud.provision.mosquitto.session import Refusal
from cloud.provision.mosquitto.wire import Hello
from tests.live.broker_world import Person, World, bodies, said, world

pytestmark = pytest.mark.live

FAR = timedelta(days=200)


@pytest.fixture(name="broker", scope="module")
def _broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("strangers")) as made:
        yield made


def person(name: str, authority: Authority, made: x509.Certificate, key: object) -> Person:
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    own = pem_key(key) + pem(made) + authority.issuing_pem
    return Person(name, made.serial_number, own)


def node(authority: Authority, name: str, since: datetime) -> Person:
    key = ec.generate_private_key(ec.SECP256R1())
    return person(name, authority, authority.node(name, key.public_key(), since, 90), key)


def test_an_expired_certificate_does_not_get_in(broker: World) -> None:
    late = node(broker.authority, "n-001", datetime.now(UTC) - FAR)

    assert broker.refusal(late) == "certificate expired"


def test_a_certificate_that_is_not_yet_valid_does_not_get_in(broker: World) -> None:
    early = node(broker.authority, "n-001", datetime.now(UTC) + FAR)

    # OpenSSL has one alert for both, and mosquitto's log says which it was.
    assert broker.refusal(early) == "bad certificate"


def test_another_authoritys_certificate_of_the_same_name_does_not_get_in(
    broker: World, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    other = create_authority(tmp_path / "online", tmp_path / "away", "Vallée test", now)

    assert broker.refusal(node(other, "n-001", now)) == "unknown ca"


def test_a_servers_certificate_does_not_get_in_as_a_clients(broker: World) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = broker.authority.server(["n-001"], key.public_key(), datetime.now(UTC), 90)

    serving = person("n-001", broker.authority, made, key)

    assert broker.refusal(serving) == "unsupported certificate"


def test_who_gives_anothers_client_id_does_not_end_the_others_session(broker: World) -> None:
    victim, thief = broker.node("n-001"), broker.node("n-002")

    with broker.ingester() as ingester, broker.inside(victim) as live:
        with broker.enter(thief, Hello("n-001")) as opened:
            gets_in = not isinstance(opened, Refusal)
        live.publish(said(victim, b"still here"))
        heard = bodies(ingester)

    # It gets in as itself: its client id is its certificate's name, whatever it says.
    assert gets_in
    assert heard == [b"still here"]


def test_a_node_that_was_called_like_the_ingester_would_end_its_session(broker: World) -> None:
    """The trap for which `nodes add` refuses such names: a session is its client id's."""
    namesake = broker.node("ingester-1")

    with broker.ingester(client_id="ingester-1") as ingester, broker.inside(namesake):
        thrown_out = ingester.settle()

    assert thrown_out is not None
