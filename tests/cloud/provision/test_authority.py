from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store

from cloud.errors import BadAuthority
from cloud.provision.authority import Authority
from cloud.provision.authority_files import create_authority, open_authority
from cloud.provision.forms import called
from tests.cloud.provision.office import START, new_key


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return create_authority(tmp_path / "online", tmp_path / "stick", "Essai", START)


def test_what_is_made_opens_again(authority: Authority, tmp_path: Path) -> None:
    assert open_authority(tmp_path / "online") == authority


def test_the_roots_key_stays_offline_and_keys_are_their_owners_alone(
    authority: Authority, tmp_path: Path
) -> None:
    online = {one.name: one.stat().st_mode & 0o777 for one in (tmp_path / "online").iterdir()}

    assert authority.root_pem == (tmp_path / "stick" / "root.pem").read_bytes()
    assert online == {
        "root.pem": 0o644,
        "issuing.pem": 0o644,
        "issuing.key": 0o600,
        "crl.pem": 0o644,
        "crl.number": 0o644,
    }
    assert (tmp_path / "stick" / "root.key").stat().st_mode & 0o777 == 0o600


def test_an_authority_is_never_overwritten(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(BadAuthority, match="is there already"):
        create_authority(tmp_path / "online", tmp_path / "other", "Essai", START)

    assert open_authority(tmp_path / "online") == authority


def test_a_root_beside_what_is_online_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAuthority, match="take away"):
        create_authority(tmp_path / "a", tmp_path / "a" / "root", "Essai", START)


@pytest.mark.parametrize("title", ["", "x" * 41, "two\nlines", " "])
def test_a_title_that_is_no_line_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(BadAuthority, match="title"):
        create_authority(tmp_path / "a", tmp_path / "b", title, START)


def test_a_nodes_certificate_leads_to_the_root_as_a_clients(authority: Authority) -> None:
    made = authority.node("n-001", new_key().public_key(), START, 90)

    made.verify_directly_issued_by(authority.issuing)
    assert made.subject == called("n-001")
    assert purposes(made) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert made.not_valid_before_utc == START - timedelta(hours=1)
    assert made.not_valid_after_utc == START + timedelta(days=90)


def test_a_servers_certificate_is_believed_under_its_names(authority: Authority) -> None:
    made = authority.server(["vallee.example", "127.0.0.1"], new_key().public_key(), START, 90)
    asked = PolicyBuilder().store(Store([authority.root])).time(START)

    for name in (x509.DNSName("vallee.example"), x509.IPAddress(ip_address("127.0.0.1"))):
        chain = asked.build_server_verifier(name).verify(made, [authority.issuing])
        assert chain[-1] == authority.root


def test_no_program_can_be_taken_for_a_node(authority: Authority) -> None:
    key = new_key().public_key()

    assert authority.program("ingester-1", key, START, 90).subject == called("cloud.ingester-1")
    with pytest.raises(ValueError, match="cannot name a node"):
        authority.node("cloud.ingester-1", key, START, 90)


@pytest.mark.parametrize(
    "name", ["node\n", "#", "+", "../etc", "a/b", "n\u043ede", "", "N-001", "-a", "x" * 64]
)
def test_what_is_no_name_is_never_certified(authority: Authority, name: str) -> None:
    for certify in (authority.node, authority.program):
        with pytest.raises(ValueError, match="cannot name"):
            certify(name, new_key().public_key(), START, 90)


def test_only_p256_is_certified(authority: Authority) -> None:
    key = ec.generate_private_key(ec.SECP384R1()).public_key()

    with pytest.raises(ValueError, match="P-256"):
        authority.node("n-001", key, START, 90)


def test_no_certificate_outlives_its_authority(authority: Authority) -> None:
    end = authority.issuing.not_valid_after_utc

    late = authority.node("n-001", new_key().public_key(), end - timedelta(days=9), 90)

    assert late.not_valid_after_utc == end
    with pytest.raises(BadAuthority, match="expired"):
        authority.node("n-001", new_key().public_key(), end, 90)


def test_serials_do_not_come_twice(authority: Authority) -> None:
    key = new_key().public_key()

    serials = {authority.node("n-001", key, START, 90).serial_number for _ in range(200)}

    assert len(serials) == 200


@pytest.mark.parametrize("name", ["root.pem", "issuing.pem", "issuing.key"])
@pytest.mark.parametrize("body", [b"", b"garbage", None])
@pytest.mark.usefixtures("authority")
def test_an_authority_without_its_files_does_not_open_and_says_what_to_do(
    tmp_path: Path, name: str, body: bytes | None
) -> None:
    file = tmp_path / "online" / name
    if body is None:
        file.unlink()
    else:
        file.write_bytes(body)

    with pytest.raises(BadAuthority, match=r"authority init|last backup"):
        open_authority(tmp_path / "online")


@pytest.mark.usefixtures("authority")
def test_anothers_key_is_told_apart(tmp_path: Path) -> None:
    create_authority(tmp_path / "b", tmp_path / "b-stick", "Autre", START)
    (tmp_path / "b" / "issuing.key").replace(tmp_path / "online" / "issuing.key")

    with pytest.raises(BadAuthority, match=r"not the key of issuing\.pem"):
        open_authority(tmp_path / "online")


@pytest.mark.usefixtures("authority")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "online" / "issuing.key").chmod(0o640)

    with pytest.raises(BadAuthority, match="chmod 600"):
        open_authority(tmp_path / "online")


def test_no_key_stands_in_what_is_printed_of_an_authority(authority: Authority) -> None:
    assert "key" not in repr(authority)


def purposes(made: x509.Certificate) -> list[x509.ObjectIdentifier]:
    return list(made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
