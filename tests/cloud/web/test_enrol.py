import logging
import resource
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from cloud.provision.authority import pem
from cloud.provision.forms import called
from cloud.web.enrol.routes import LARGEST_BODY
from cloud.web.enrol.tls import PeerProtocol
from contract.enrol import Enrol, Enrolled, Renew, Turned
from tests.cloud.provision.door import Door, Reply, open_door, own_file
from tests.cloud.provision.office import Office, certificate, new_key, open_office, request

HALF_OPEN = 1000
# asyncio ends a failed handshake without its alert: the client sees an end, now or a bit later.
NO_HANDSHAKE = (ssl.SSLError, ConnectionError)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    # The clock of TLS is the machine's: so is the office's here.
    opened = open_office(tmp_path / "office", now=datetime.now(UTC).replace(microsecond=0))
    opened.stock("n-001", "n-002")
    yield opened
    opened.close()


@pytest.fixture
def door(office: Office) -> Iterator[Door]:
    with open_door(office) as opened:
        yield opened


def enrol(claim: str, csr: str | None = None) -> bytes:
    return msgspec.json.encode(Enrol(claim, csr or request()))


def renew() -> bytes:
    return msgspec.json.encode(Renew(request()))


def named(reply: Reply) -> Enrolled:
    assert reply.status == 200, reply.body
    return msgspec.json.decode(reply.body, type=Enrolled)


def turned(reply: Reply, status: int = 403) -> Turned:
    assert reply.status == status, reply.body
    assert reply.headers["content-type"] == "application/json"
    return msgspec.json.decode(reply.body, type=Turned)


def test_a_node_enrols_over_tls(door: Door) -> None:
    enrolled = named(door.post("/enrol", enrol(door.office.claim("n-001"))))

    assert enrolled.node == "n-001"
    assert certificate(enrolled).subject == called("n-001")


def test_a_node_renews_as_whom_its_certificate_says(door: Door, tmp_path: Path) -> None:
    key = new_key()
    first = named(door.post("/enrol", enrol(door.office.claim("n-001"), request(key))))

    second = named(door.post("/renew", renew(), own_file(tmp_path, first, key)))

    assert second.node == "n-001"
    assert certificate(second).serial_number != certificate(first).serial_number


def test_a_renewal_over_a_connection_without_certificate_is_told_so(door: Door) -> None:
    assert "connect with the certificate" in turned(door.post("/renew", renew())).reason


def test_an_expired_certificate_is_told_so(door: Door, tmp_path: Path) -> None:
    key, then = new_key(), datetime.now(UTC) - timedelta(days=100)
    made = door.office.authority.node("n-001", key.public_key(), then, 90)

    answer = turned(door.post("/renew", renew(), own_file(tmp_path, pem(made).decode(), key)))

    assert "expired on" in answer.reason
    assert not answer.again


def test_a_revoked_certificate_is_told_so(door: Door, tmp_path: Path) -> None:
    key = new_key()
    first = named(door.post("/enrol", enrol(door.office.claim("n-001"), request(key))))
    door.office.records.revoke("n-001", "stolen", "Jo")

    answer = turned(door.post("/renew", renew(), own_file(tmp_path, first, key)))

    assert "revoked" in answer.reason


def test_a_foreign_certificate_does_not_pass_the_handshake(door: Door, tmp_path: Path) -> None:
    other = open_office(tmp_path / "other", now=datetime.now(UTC))
    key = new_key()
    made = other.authority.node("n-001", key.public_key(), datetime.now(UTC), 90)
    other.close()

    with pytest.raises(NO_HANDSHAKE):
        door.post("/renew", renew(), own_file(tmp_path, pem(made).decode(), key))


def test_a_servers_certificate_does_not_pass_as_a_clients(door: Door, tmp_path: Path) -> None:
    key = new_key()
    made = door.office.authority.server(["n-001"], key.public_key(), datetime.now(UTC), 90)

    with pytest.raises(NO_HANDSHAKE):
        door.post("/renew", renew(), own_file(tmp_path, pem(made).decode(), key))


def test_nobody_renews_with_a_certificate_and_anothers_key(door: Door, tmp_path: Path) -> None:
    first = named(door.post("/enrol", enrol(door.office.claim("n-001"))))

    with pytest.raises(ssl.SSLError, match="MISMATCH"):
        door.post("/renew", renew(), own_file(tmp_path, first, new_key()))


def test_the_root_is_there_for_everybody(door: Door) -> None:
    reply = door.ask("GET", "/root.pem")

    assert reply.status == 200
    assert reply.body == door.office.authority.root_pem


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/enrol", 405), ("GET", "/", 404), ("POST", "/claims", 404), ("GET", "/docs", 404)],
)
def test_there_is_nothing_else(door: Door, method: str, path: str, status: int) -> None:
    assert "there is nothing here but" in turned(door.ask(method, path), status).reason


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[" * 8000,
        b'{"claim": 1, "csr": "x"}',
        b'{"claim": "\xff"}',
        b'{"claim": "x", "csr": "' + b"A" * 5000 + b'"}',
        b"null",
        "{}".encode("utf-16"),
    ],
)
def test_what_is_no_request_is_told_so(door: Door, body: bytes) -> None:
    assert "no request of a node" in turned(door.post("/enrol", body)).reason


def test_a_megabyte_is_refused_before_it_is_sent(door: Door) -> None:
    with door.link() as link:
        link.sendall(b"POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")

        answer = link.recv(4096) + link.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert f"longer than {LARGEST_BODY} bytes".encode() in answer


def test_a_megabyte_in_pieces_is_cut_off(door: Door) -> None:
    piece = b"1000\r\n" + b"A" * 4096 + b"\r\n"
    with door.link() as link:
        head = b"POST /enrol HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        link.sendall(head + piece * 3)

        answer = link.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_the_eleventh_failure_in_a_minute_has_to_wait(door: Door) -> None:
    good = enrol(door.office.claim("n-001"))
    guess = enrol("vc1.00000000." + "A" * 32)
    for _ in range(10):
        turned(door.post("/enrol", guess))

    reply = door.post("/enrol", good, X_Forwarded_For="198.51.100.9")

    assert turned(reply, 429).again
    assert reply.headers["retry-after"] == "60"
    door.office.now_us += 60_000_000
    assert named(door.post("/enrol", good)).node == "n-001"


def test_too_long_and_malformed_requests_are_failures_too(door: Door) -> None:
    for _ in range(5):
        door.post("/enrol", b"{}")
        door.post("/enrol", b"A" * 9000)

    turned(door.post("/enrol", enrol(door.office.claim("n-001"))), 429)


def test_without_its_registry_the_authority_asks_to_come_again(door: Door) -> None:
    body = enrol(door.office.claim("n-001"))
    file = Path(door.office.url.removeprefix("sqlite:///"))
    door.office.records.close()
    file.unlink()
    file.mkdir()

    answer = turned(door.post("/enrol", body), 503)

    assert answer.again
    assert "sqlite" not in answer.reason


def test_nothing_secret_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    claim = door.office.claim("n-001")
    secret = claim.rpartition(".")[2]

    for body in (enrol(claim), enrol(claim), enrol(claim + "x"), b'{"claim": "' + claim.encode()):
        door.post("/enrol", body)

    assert "node n-001 enrolled, from 127.0.0.1" in caplog.text
    assert "turned away" in caplog.text
    assert secret not in caplog.text
    assert "CERTIFICATE" not in caplog.text


def test_a_thousand_half_open_handshakes_do_not_stop_service(door: Door) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(HALF_OPEN):
            link = socket.create_connection(("127.0.0.1", door.port), 20)
            stack.enter_context(link)
            # The beginning of a ClientHello that never ends.
            link.sendall(b"\x16\x03\x01\x02\x00\x01")

        assert named(door.post("/enrol", enrol(door.office.claim("n-001")))).node == "n-001"


class Impatient(PeerProtocol):
    longest_s = 0.2


def test_who_never_ends_its_request_is_put_out(office: Office) -> None:
    with open_door(office, Impatient) as door, door.link() as link:
        link.sendall(b"POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12")

        assert link.recv(1) == b""


def test_no_answer_may_be_framed_or_guessed(door: Door) -> None:
    reply = door.post("/enrol", b"{}")

    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
