"""What one visitor may take of the pages: time, length, places."""

import http.client
import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from cloud.provision.authority import Authority
from cloud.provision.authority_files import create_authority
from cloud.web.patience import PatientProtocol
from tests.cloud.web.pages_served import LARGEST, PATIENCE_S, Served, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    return create_authority(folder / "online", folder / "stick", "Essai", datetime.now(UTC))


@pytest.fixture(scope="module")
def plain(authority: Authority) -> Iterator[Served]:
    with serving(authority, None) as served:
        yield served


class Impatient(PatientProtocol):
    head_s = 0.2
    whole_s = 0.4


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12",
    ],
    ids=["nothing", "half a head", "half a body"],
)
def test_who_never_ends_a_request_is_put_out(authority: Authority, sent: bytes) -> None:
    with serving(authority, None, protocol=Impatient) as served, served.link() as link:
        link.sendall(sent)

        assert _more(link) == b""


def test_who_never_ends_a_second_request_is_put_out_too(authority: Authority) -> None:
    with serving(authority, None, protocol=Impatient) as served, served.link() as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        first = _all_of_it(link)
        link.sendall(b"GET / HTTP/1.1\r\nHo")

        assert first.startswith(b"HTTP/1.1 200 ")
        assert _more(link) == b""


def _all_of_it(link: socket.socket) -> bytes:
    """Return an answer, up to the brace that ends it."""
    told = b""
    while not told.endswith(b"}") and (piece := _more(link)):
        told += piece
    return told


def _more(link: socket.socket) -> bytes:
    try:
        return link.recv(4096)
    except ConnectionResetError:
        return b""


def test_a_connection_that_goes_on_asking_is_kept(authority: Authority) -> None:
    with serving(authority, None, protocol=Impatient) as served:
        link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE_S)
        with closing(link):
            begun = link.sock
            for _ in range(3):
                link.request("GET", "/")
                assert link.getresponse().read()
                begun = begun or link.sock

            assert link.sock is begun


def test_a_head_that_is_too_long_is_refused(plain: Served) -> None:
    with plain.link() as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"A" * 100_000)

        assert _more(link).startswith((b"HTTP/1.1 400 ", b""))
        assert b"200 OK" not in _more(link)


@pytest.mark.parametrize("told", ["1001", "9" * 5000, "-1", "x"])
def test_a_body_that_says_it_is_too_long_is_refused_before_it_is_sent(
    plain: Served, told: str
) -> None:
    with plain.link() as link:
        link.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {told}\r\n\r\n".encode())

        assert _more(link).startswith((b"HTTP/1.1 413 ", b"HTTP/1.1 400 "))


def test_a_body_as_long_as_it_may_be_is_taken(plain: Served) -> None:
    with plain.link() as link:
        head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST}\r\n\r\n"
        link.sendall(head.encode() + b"A" * LARGEST)

        assert f'"bytes":{LARGEST}'.encode() in _all_of_it(link)


def test_more_connections_than_there_may_be_are_told_so(
    authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with serving(authority, None, at_once=2) as served, served.link(), served.link():
        assert served.get(tls=False).status == 503
