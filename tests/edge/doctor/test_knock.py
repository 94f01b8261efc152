"""Knocks at a real mosquitto: who is let in, who is not, and whose session stays."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from contract.broker import Broker
from edge.doctor.broker import judge_broker
from edge.links.knock import Met, knock
from tests.services.daemon import free_port
from tests.services.enroller import Ca, pem, plain
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program
from tests.services.strict_mosquitto import StrictMosquitto, strict

pytestmark = pytest.mark.live


class Papers:
    """What a node shows and believes, in files."""

    def __init__(self, folder: Path, ca: Ca, name: str, days: tuple[int, int] = (0, 90)) -> None:
        folder.mkdir()
        key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = ca.node(name, key.public_key(), days)
        (folder / "root.pem").write_text(ca.root_pem)
        (folder / "cert.pem").write_text(pem(self.certificate) + pem(ca.issuing))
        (folder / "key.pem").write_bytes(plain(key))
        self.folder = folder

    def broker(self, port: int, root: Path | None = None) -> Broker:
        return Broker(
            port=port,
            ca_file=(root or self.folder) / "root.pem",
            cert_file=self.folder / "cert.pem",
            key_file=self.folder / "key.pem",
        )


@pytest.fixture
def ca() -> Ca:
    return Ca()


@pytest.fixture
def ours(tmp_path: Path, ca: Ca) -> Papers:
    return Papers(tmp_path / "ours", ca, "n-001")


@pytest.fixture
def broker(tmp_path: Path, ca: Ca) -> Iterator[StrictMosquitto]:
    made = strict(program("mosquitto"), tmp_path / "mosquitto", ca)
    made.start_afresh()
    yield made
    made.kill()


@pytest.mark.parametrize("polite", [True, False])
def test_a_node_with_its_own_certificate_is_let_in(
    broker: StrictMosquitto, ours: Papers, *, polite: bool
) -> None:
    seen = knock(ours.broker(broker.port), "n-001", polite=polite)

    assert seen.met is Met.LET_IN
    assert judge_broker(ours.broker(broker.port), seen).code == "broker.good_tls"
    # Only the full one was a session, which would have ended the agent's.
    assert broker.said("as n-001") is not polite


def test_a_revoked_node_is_refused(broker: StrictMosquitto, ours: Papers, ca: Ca) -> None:
    broker.stop()
    broker.crl = ca.crl(ours.certificate)
    broker.start()

    seen = knock(ours.broker(broker.port), "n-001")

    assert seen.met is Met.REFUSED


@pytest.mark.parametrize(("name", "days"), [("n-001", (-90, -1)), ("n-001", (1, 90))])
def test_an_expired_or_early_certificate_is_refused(
    broker: StrictMosquitto, tmp_path: Path, ca: Ca, name: str, days: tuple[int, int]
) -> None:
    papers = Papers(tmp_path / "papers", ca, name, days)

    assert knock(papers.broker(broker.port), "n-001").met is Met.REFUSED


def test_a_node_of_a_foreign_authority_is_refused(
    broker: StrictMosquitto, tmp_path: Path, ours: Papers
) -> None:
    foreign = Papers(tmp_path / "foreign", Ca(), "n-001")

    seen = knock(foreign.broker(broker.port, root=ours.folder), "n-001")

    assert seen.met is Met.REFUSED


def test_a_broker_of_a_foreign_authority_is_not_believed(
    broker: StrictMosquitto, tmp_path: Path
) -> None:
    foreign = Papers(tmp_path / "foreign", Ca(), "n-001")

    seen = knock(foreign.broker(broker.port), "n-001")

    assert seen.met is Met.NOT_BELIEVED


def test_files_that_are_not_there_are_named(ours: Papers) -> None:
    (ours.folder / "key.pem").unlink()

    seen = knock(ours.broker(free_port()), "n-001")

    assert (seen.met, seen.reason) == (Met.NO_FILES, "No such file or directory")


def test_nobody_at_the_port_is_nobody(ours: Papers) -> None:
    assert knock(ours.broker(free_port()), "n-001").met is Met.NOBODY


def test_a_broker_without_tls_is_a_stranger_to_one_who_wants_it(
    mosquitto: Mosquitto, ours: Papers
) -> None:
    assert knock(ours.broker(mosquitto.port), "n-001").met in {Met.STRANGER, Met.REFUSED}


def test_a_plain_broker_lets_in_and_a_web_server_does_not(mosquitto: Mosquitto) -> None:
    answers = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = answers.accept()
        with line:
            line.recv(1000)
            line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    with closing(answers):
        stranger = knock(Broker(port=answers.getsockname()[1]), "n-001", polite=False)
        thread.join()

    assert knock(Broker(port=mosquitto.port), "n-001", polite=False).met is Met.LET_IN
    assert stranger.met is Met.STRANGER


def test_who_says_nothing_is_not_waited_for_for_ever() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        begun = datetime.now(UTC)

        seen = knock(Broker(port=silent.getsockname()[1]), "n-001", patience_s=0.2)

    assert (seen.met, seen.reason) == (Met.NOBODY, "no answer in time")
    assert (datetime.now(UTC) - begun).total_seconds() < 5
