"""Another authority issues, and whom the one before has named is believed until his end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cloud.errors import BadAuthority, TurnedAway
from cloud.provision import revocations
from cloud.provision.authority import ROOT_DAYS
from cloud.provision.authority_files import create_authority, earlier_authorities, open_authority
from cloud.provision.authority_rotation import rotate_authority
from cloud.provision.enrolment import Enrolment
from tests.cloud.provision.office import (
    DAY_US,
    START,
    Office,
    certificate,
    first_pem,
    new_key,
    open_office,
    request,
)

LATER = START + timedelta(days=400)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    opened.stock("n-001", "n-002")
    yield opened
    opened.close()


def rotate(office: Office, *, keeps_earlier: bool = True) -> None:
    """Rotate, and start again whoever gives certificates."""
    stick = office.folder.parent / "stick"
    office.authority = rotate_authority(office.folder, stick, START, keeps_earlier=keeps_earlier)
    office.enrolment = Enrolment(open_authority(office.folder), office.records, 90)


def test_the_next_authority_issues_under_the_same_root(office: Office) -> None:
    before = office.authority

    rotate(office)

    made = certificate(office.enrolled("n-001"))
    made.verify_directly_issued_by(office.authority.issuing)
    office.authority.issuing.verify_directly_issued_by(before.root)
    assert office.authority.issuing != before.issuing
    assert open_authority(office.folder) == office.authority
    assert office.authority.earlier == (before.issuing,)


def test_a_node_of_the_authority_before_renews_and_gets_one_of_the_next(office: Office) -> None:
    old = office.enrolled("n-001")

    rotate(office)
    office.now_us += 60 * DAY_US
    new = office.renew(first_pem(old.certificate), request())

    certificate(new).verify_directly_issued_by(office.authority.issuing)
    assert new.certificate.endswith(office.authority.issuing_pem.decode())


def test_what_is_told_again_comes_with_who_signed_it(office: Office) -> None:
    """The answer was lost, the authority rotated: the chain is still the certificate's own."""
    claim, csr, before = office.claim("n-001"), request(new_key()), office.authority
    lost = office.enrol(claim, csr)

    rotate(office)
    again = office.enrol(claim, csr)

    assert again.certificate == lost.certificate
    assert again.certificate.endswith(before.issuing_pem.decode())


def test_a_node_that_was_revoked_before_stays_out_and_in_both_lists(office: Office) -> None:
    stolen = office.enrolled("n-001")
    office.records.revoke("n-001", "stolen", "Jo")

    rotate(office)
    revocations.publish_all(office.folder, office.records.revoked, START, 14)

    with pytest.raises(TurnedAway, match="was revoked"):
        office.renew(first_pem(stolen.certificate), request())
    serial = certificate(stolen).serial_number
    both = [(open_authority(office.folder), office.folder), *earlier_authorities(office.folder)]
    found = [revocations.read(authority, place) for authority, place in both]
    assert [one is not None and one.serials for one in found] == [frozenset({serial})] * 2


def test_after_a_theft_of_the_key_nothing_of_it_is_believed(office: Office) -> None:
    old, claim, csr = office.enrolled("n-001"), office.claim("n-002"), request()
    lost = office.enrol(claim, csr)

    rotate(office, keeps_earlier=False)

    with pytest.raises(TurnedAway, match="not of this authority"):
        office.renew(first_pem(old.certificate), request())
    with pytest.raises(TurnedAway, match="with a new claim"):
        office.enrol(claim, csr)
    assert lost.node == "n-002"
    assert earlier_authorities(office.folder) == []
    assert office.enrolled("n-001").node == "n-001"


def test_three_in_a_row_on_one_day_have_names_of_their_own(office: Office) -> None:
    """By its name a list of the revoked finds its issuer: two of one name are one to a broker."""
    rotate(office)
    rotate(office)

    issuers = open_authority(office.folder).issuers
    assert len({one.subject for one in issuers}) == len(issuers) == 3


@pytest.mark.parametrize("missing", ["issuing.key", "issuing.pem", "crl.pem", "crl.number"])
def test_a_rotation_that_broke_off_leaves_one_that_signs_and_can_be_done_again(
    office: Office, missing: str
) -> None:
    """Every file is replaced whole: what broke off has changed those before `missing` only."""
    before = {one.name: one.read_bytes() for one in office.folder.iterdir() if one.is_file()}
    old = office.enrolled("n-001")
    rotate(office)
    order = ("crl.number", "crl.pem", "issuing.key", "issuing.pem")
    for name in order[order.index(missing) :]:
        (office.folder / name).write_bytes(before[name])
        (office.folder / name).chmod(0o600)

    opened = open_authority(office.folder)
    revocations.publish_all(office.folder, office.records.revoked, START, 14)
    rotate(office)

    assert opened.issuer_of(certificate(old)) is not None
    assert open_authority(office.folder).issuer_of(certificate(old)) is not None
    certificate(office.enrolled("n-002")).verify_directly_issued_by(office.authority.issuing)


def test_keys_are_their_owners_alone(office: Office) -> None:
    rotate(office)

    keys = list(office.folder.rglob("issuing.key"))
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert len(keys) == 2
    assert (office.folder / "earlier").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("stick", "mend"), [("another", "another root's key"), ("none", "put in the stick")]
)
def test_only_the_root_makes_another(office: Office, stick: str, mend: str) -> None:
    folder = office.folder.parent
    create_authority(folder / "b", folder / "another", "Autre", START)
    before = open_authority(office.folder)

    with pytest.raises(BadAuthority, match=mend):
        rotate_authority(office.folder, folder / stick, START)

    assert open_authority(office.folder) == before
    assert not (office.folder / "earlier").exists()


def test_no_authority_outlives_its_root(office: Office) -> None:
    stick, near = office.folder.parent / "stick", START + timedelta(days=ROOT_DAYS - 100)

    late = rotate_authority(office.folder, stick, near)

    assert late.issuing.not_valid_after_utc <= late.root.not_valid_after_utc
    with pytest.raises(BadAuthority, match="the root expired"):
        rotate_authority(office.folder, stick, START + timedelta(days=ROOT_DAYS))


def test_numbers_of_lists_go_on_growing(office: Office) -> None:
    before, _ = revocations.publish_all(office.folder, office.records.revoked, START, 14)

    rotate(office)
    after, first = revocations.publish_all(office.folder, office.records.revoked, LATER, 14)

    assert first is not None
    assert before.number < first.number < after.number


def test_who_is_believed_stands_in_what_servers_ask_for(office: Office) -> None:
    old = office.authority
    rotate(office)

    asked = x509.load_pem_x509_certificates(open_authority(office.folder).chain_pem)

    assert asked == [office.authority.issuing, old.issuing, old.root]
