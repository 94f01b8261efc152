from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cloud.errors import BadAuthority
from cloud.provision.revocations import Listed, publish, read
from tests.cloud.provision.office import (
    DAY_US,
    START,
    Office,
    certificate,
    open_office,
)

DAYS = 14


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    opened.stock("n-001", "n-002")
    yield opened
    opened.close()


def sign(office: Office) -> Listed:
    now = datetime.fromtimestamp(office.now_us / 1e6, UTC)
    return publish(office.authority, office.folder, office.records.revoked, now, DAYS)[0]


def on_disk(office: Office) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl((office.folder / "crl.pem").read_bytes())


def test_a_new_authority_has_a_good_list_of_nobody(office: Office) -> None:
    first = read(office.authority, office.folder)

    assert first == Listed(1, START, START + timedelta(days=14), frozenset())


def test_a_revoked_nodes_serials_are_all_in_the_list(office: Office) -> None:
    serials = {certificate(office.enrolled("n-001")).serial_number for _ in range(3)}
    office.enrolled("n-002")
    office.records.revoke("n-001", "stolen", "Jo")

    listed = sign(office)

    assert listed.serials == {one.serial_number for one in on_disk(office)} == serials


def test_the_list_is_good_for_as_long_as_the_settings_say(office: Office) -> None:
    assert sign(office).until == on_disk(office).next_update_utc == START + timedelta(days=DAYS)


def test_an_expired_certificate_leaves_the_list(office: Office) -> None:
    office.enrolled("n-001")
    office.records.revoke("n-001", "stolen", "Jo")
    office.now_us += 91 * DAY_US

    assert sign(office).serials == frozenset()


def test_the_number_only_grows(office: Office) -> None:
    assert [sign(office).number for _ in range(3)] == [2, 3, 4]


@pytest.mark.parametrize("body", [b"", b"garbage", b"-3", b"\xff", None])
def test_a_lost_number_does_not_begin_anew(office: Office, body: bytes | None) -> None:
    sign(office)
    number = office.folder / "crl.number"
    number.unlink() if body is None else number.write_bytes(body)

    assert sign(office).number == 3


def test_with_number_and_list_lost_the_next_number_is_greater_still(office: Office) -> None:
    for name in ("crl.number", "crl.pem"):
        (office.folder / name).write_bytes(b"")

    assert sign(office).number == START.timestamp()
    assert sign(office).number == START.timestamp() + 1


@pytest.mark.parametrize("body", [b"", b"garbage", b"-----BEGIN X509 CRL-----\nMIH"])
def test_a_bad_list_is_told_and_replaced(office: Office, body: bytes) -> None:
    (office.folder / "crl.pem").write_bytes(body)

    assert read(office.authority, office.folder) is None
    assert sign(office) == read(office.authority, office.folder)


def test_anothers_list_is_none(office: Office, tmp_path: Path) -> None:
    other = open_office(tmp_path / "other", office.url)
    (office.folder / "crl.pem").write_bytes(other.authority.crl((), START, DAYS, 99))
    other.close()

    assert read(office.authority, office.folder) is None


def test_where_nothing_can_be_written_the_old_list_stays(office: Office) -> None:
    before = (office.folder / "crl.pem").read_bytes()
    # A folder in the place of the number's file: no rename onto it can succeed, not even root's.
    (office.folder / "crl.number").unlink()
    (office.folder / "crl.number").mkdir()

    with pytest.raises(BadAuthority, match=r"crl\.number"):
        sign(office)

    assert (office.folder / "crl.pem").read_bytes() == before
    assert not [one for one in office.folder.iterdir() if one.name.startswith(".")]


def test_eight_who_sign_at_once_write_eight_numbers(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        listed = list(pool.map(lambda _: sign(office).number, range(8)))

    assert sorted(listed) == list(range(2, 10))
    last = read(office.authority, office.folder)
    assert last is not None
    assert last.number == 9


def test_a_list_past_half_its_life_is_old(office: Office) -> None:
    listed = sign(office)

    assert not listed.is_old(START + timedelta(days=7))
    assert listed.is_old(START + timedelta(days=7, seconds=1))
