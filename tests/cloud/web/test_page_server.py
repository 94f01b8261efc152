"""The pages over TLS: whose certificate is shown, and who is believed about where it came from."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from cloud.bootstrap.listening import listening
from cloud.bootstrap.page_certificate import certificate_names
from cloud.bootstrap.page_server import certificate_of
from cloud.provision.authority import Authority
from cloud.provision.authority_files import create_authority
from cloud.provision.server_certificate import own_pem
from cloud.settings import Web
from cloud.web.tls import OwnCertificate
from contract.errors import BadSettings
from tests.cloud.web.pages_served import Served, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    return create_authority(folder / "online", folder / "stick", "Essai", datetime.now(UTC))


def own_file(folder: Path, authority: Authority) -> Path:
    file = folder / "own.pem"
    names = certificate_names(Web(allowed_hosts=("pages.example",)))
    file.write_bytes(own_pem(authority, names, datetime.now(UTC)))
    return file


@pytest.fixture
def own(authority: Authority, tmp_path: Path) -> OwnCertificate:
    file = own_file(tmp_path, authority)
    return OwnCertificate(file, file)


@pytest.fixture(scope="module")
def plain(authority: Authority) -> Iterator[Served]:
    with serving(authority, None) as served:
        yield served


def test_who_trusts_the_root_reads_the_pages_over_tls(
    authority: Authority, own: OwnCertificate
) -> None:
    with serving(authority, own) as served:
        answer = served.get()

    assert (answer.status, b'"scheme":"https"' in answer.body) == (200, True)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_who_does_not_trust_the_root_and_who_speaks_plainly_get_nothing(
    authority: Authority, own: OwnCertificate
) -> None:
    with serving(authority, own) as served:
        with pytest.raises(ssl.SSLCertVerificationError):
            ssl.create_default_context().wrap_socket(served.link(), server_hostname="localhost")
        with served.link() as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            told = link.recv(4096)

    # No redirect either: whoever asks plainly has said already what he should not.
    assert not told.startswith(b"HTTP/")


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_refused(authority: Authority, own: OwnCertificate, version: str) -> None:
    with serving(authority, own) as served:
        old = served.trust()
        old.set_ciphers("DEFAULT:@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion[version]
        with pytest.raises((ssl.SSLError, ConnectionError)):
            old.wrap_socket(served.link(), server_hostname="localhost")


def test_a_renewed_certificate_is_shown_without_a_restart(
    authority: Authority, own: OwnCertificate, tmp_path: Path
) -> None:
    with serving(authority, own) as served:
        before, unchanged = served.shown(), own.look()
        own_file(tmp_path, authority)
        changed, after = own.look(), served.shown()

    assert (unchanged, changed) == (False, True)
    assert None is not before != after is not None


@pytest.mark.parametrize("how", ["cut off", "anothers key", "missing", "with a password"])
def test_a_certificate_that_cannot_be_shown_leaves_the_one_before(
    authority: Authority, own: OwnCertificate, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "own.pem"
    good = file.read_bytes()
    with serving(authority, own) as served:
        before = served.shown()
        spoil(file, good, authority, how)
        with pytest.raises(BadSettings, match=r"own\.pem"):
            own.look()

        assert served.shown() == before


def spoil(file: Path, good: bytes, authority: Authority, how: str) -> None:
    """Do to a certificate's file what people and disks do."""
    end = b"-----END PRIVATE KEY-----\n"
    match how:
        case "cut off":
            file.write_bytes(good[: len(good) // 2])
        case "anothers key":
            other = own_pem(authority, ["localhost"], datetime.now(UTC))
            file.write_bytes(other.partition(end)[0] + end + good.partition(end)[2])
        case "with a password":
            key = load_pem_private_key(good, password=None)
            kept = BestAvailableEncryption(b"secret")
            locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)
            file.write_bytes(locked + good.partition(end)[2])
        case _:
            file.unlink()


@pytest.mark.parametrize(
    ("web", "mend"),
    [
        (Web(host="0.0.0.0"), "authority web"),  # noqa: S104 - to be refused
        (Web(host="192.0.2.7"), "behind_proxy = true"),
        (Web(host="::"), "beyond loopback"),
        (Web(host="pages.example"), "beyond loopback"),
        (Web(cert_file=Path("web.pem")), "go together"),
        (Web(cert_file=Path("no/web.pem"), key_file=Path("no/web.key")), "cannot be read"),
    ],
)
def test_pages_do_not_go_beyond_this_machine_without_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web, mend: str
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(BadSettings, match=mend) as refused:
        certificate_of(web)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "web",
    [
        Web(),
        Web(host="localhost"),
        Web(host="::1"),
        Web(host="0.0.0.0", behind_proxy=True),  # noqa: S104 - a proxy speaks TLS
    ],
)
def test_plain_http_is_for_this_machine_and_for_a_proxy(web: Web) -> None:
    assert certificate_of(web) is None


def test_beyond_this_machine_the_certificate_of_our_authority_is_shown(
    authority: Authority, tmp_path: Path
) -> None:
    own_file(tmp_path, authority)

    found = certificate_of(Web(host="0.0.0.0", folder=tmp_path))  # noqa: S104 - what it is for

    assert found is not None


def test_no_answer_waits_for_a_late_acknowledgement() -> None:
    with (
        listening("127.0.0.1", 0) as place,
        socket.create_connection(place.getsockname()),
    ):
        taken, _ = place.accept()

    with taken:
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_plain_answers_do_not_ask_for_tls(plain: Served) -> None:
    assert "strict-transport-security" not in plain.get(tls=False).headers


def test_a_header_says_who_asked_only_where_a_proxy_is_told_of(
    authority: Authority, plain: Served
) -> None:
    said = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https"}

    with serving(authority, None, Web(behind_proxy=True)) as proxied:
        believed = proxied.get(said, tls=False)
    disbelieved = plain.get(said, tls=False)

    assert b'"client":"198.51.100.9","scheme":"https"' in believed.body
    assert "strict-transport-security" in believed.headers
    assert b'"client":"127.0.0.1","scheme":"http"' in disbelieved.body
