import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from cloud.errors import RegistryFault, TurnedAway
from cloud.provision.authority import pem
from cloud.provision.claims import make_claim
from cloud.provision.enrolment import MOST_A_DAY
from cloud.provision.forms import called
from cloud.provision.reserved import reserved_names
from cloud.provision.tries import MOST, TooManyTries
from cloud.registry.values import Stock
from cloud.settings import Ingest, Settings
from contract.enrol import Enrol, Enrolled
from tests.cloud.provision.office import (
    DAY_US,
    HERE,
    HOUR_US,
    START,
    START_US,
    Office,
    certificate,
    first_pem,
    new_key,
    open_office,
    request,
)

# What is refused has to be made first.
WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    opened.stock("n-001", "n-002")
    yield opened
    opened.close()


def deeds(office: Office, node: str = "n-001") -> list[str]:
    return [entry.what for entry in office.records.journal(node=node)]


def test_a_claim_gives_its_node_a_certificate_for_the_requests_key(office: Office) -> None:
    key = new_key()

    enrolled = office.enrol(office.claim("n-001"), request(key))

    made = certificate(enrolled)
    assert made.subject == called(enrolled.node) == called("n-001")
    assert made.public_key() == key.public_key()
    assert enrolled.certificate.endswith(office.authority.issuing_pem.decode())
    assert enrolled.until_us == START_US + 90 * DAY_US
    assert enrolled.renew_at_us == START_US + 60 * DAY_US
    assert deeds(office) == ["enrolled", "claim made", "added"]


def test_the_name_is_the_registrys_whatever_the_request_says(office: Office) -> None:
    names = x509.SubjectAlternativeName([x509.DNSName("n-002"), x509.DNSName("*.example")])

    made = certificate(office.enrol(office.claim("n-001"), request(None, "n-002", names)))

    assert made.subject == called("n-001")
    with pytest.raises(x509.ExtensionNotFound):
        made.extensions.get_extension_for_class(x509.SubjectAlternativeName)


def test_a_used_claim_is_refused_to_another_key_and_raises_an_alarm(office: Office) -> None:
    claim = office.claim("n-001")
    office.enrol(claim, request())

    with pytest.raises(TurnedAway, match="another key"):
        office.enrol(claim, request(), "198.51.100.9")

    alarm = office.records.journal(1)[0]
    assert (alarm.what, alarm.node, alarm.who) == ("alarm", "n-001", "198.51.100.9")
    assert len(office.records.certificates("n-001")) == 1


def test_the_same_key_may_ask_again_and_gets_the_same(office: Office) -> None:
    claim, key = office.claim("n-001"), new_key()
    first = office.enrol(claim, request(key))
    office.now_us += 100 * HOUR_US

    again = office.enrol(claim, request(key, "another request"))

    assert again == first
    assert len(office.records.certificates()) == 1


def test_a_new_claim_with_the_key_of_before_gives_a_new_certificate(office: Office) -> None:
    key = new_key()
    first = office.enrol(office.claim("n-001"), request(key))
    office.now_us += 80 * DAY_US

    second = office.enrol(office.claim("n-001"), request(key))

    assert second.until_us == first.until_us + 80 * DAY_US


@pytest.mark.parametrize(
    "csr",
    [
        pytest.param(request(WEAK), id="RSA-1024"),
        pytest.param(
            request(extension=x509.BasicConstraints(ca=True, path_length=None)), id="CA:TRUE"
        ),
        pytest.param("A" * 1_000_000, id="1 MB"),
        pytest.param("garbage", id="garbage"),
    ],
)
def test_a_bad_request_does_not_burn_the_claim(office: Office, csr: str) -> None:
    claim = office.claim("n-001")

    with pytest.raises(TurnedAway):
        office.enrol(claim, csr)

    assert office.enrol(claim, request()).node == "n-001"


def test_an_expired_claim_is_refused(office: Office) -> None:
    claim = office.claim("n-001", hours=72)
    office.now_us += 72 * HOUR_US

    with pytest.raises(TurnedAway, match="expired"):
        office.enrol(claim, request())

    assert deeds(office)[0] == "turned away"
    assert not office.records.certificates()


def test_a_guess_and_a_number_that_there_is_not_sound_alike(office: Office) -> None:
    claim = office.claim("n-001")
    guesses = [claim[:-1] + ("A" if claim[-1] != "A" else "B"), "vc1.00000000." + "A" * 32]

    said = []
    for guess in guesses:
        with pytest.raises(TurnedAway) as caught:
            office.enrol(guess, request())
        said.append(str(caught.value))

    assert said == ["there is no such claim"] * 2
    assert office.enrol(claim, request()).node == "n-001"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda claim: claim + "\n",
        lambda claim: " " + claim,
        lambda claim: claim.replace("vc1", "v\u04411"),
        lambda claim: claim.upper(),
        lambda claim: claim[:-1] + "é",
        lambda _: "",
        lambda _: "../../etc/passwd",
        lambda _: "A" * 1_000_000,
    ],
)
def test_what_only_looks_like_a_claim_is_none(office: Office, spoil: object) -> None:
    assert callable(spoil)
    claim = office.claim("n-001")

    with pytest.raises(TurnedAway, match=r"no claim|no such claim"):
        office.enrol(spoil(claim), request())


@pytest.mark.parametrize(
    "node", ["n-001\n", "#", "+", "../n-001", "n\u2010001", "n-\u0966\u0966\u0967", "", "N-001"]
)
def test_no_node_is_made_or_claimed_under_what_is_no_name(office: Office, node: str) -> None:
    with pytest.raises(RegistryFault, match="cannot name a node"):
        office.stock(node)
    with pytest.raises(RegistryFault, match="there is no node"):
        office.claim(node)


def test_a_new_claim_ends_the_one_before(office: Office) -> None:
    lost, found = office.claim("n-001"), office.claim("n-001")

    with pytest.raises(TurnedAway, match="expired"):
        office.enrol(lost, request())
    assert office.enrol(found, request()).node == "n-001"


def test_no_secret_stands_in_the_registry_or_its_journal(office: Office, tmp_path: Path) -> None:
    claim = office.claim("n-001")
    secret = claim.rpartition(".")[2].encode()
    office.enrol(claim, request())
    with pytest.raises(TurnedAway) as caught:
        office.enrol(claim, request())

    files = [one.read_bytes() for one in tmp_path.iterdir() if one.is_file()]

    assert files
    assert not any(secret in body for body in files)
    assert secret.decode() not in str(caught.value)


def test_ten_failures_a_minute_are_enough(office: Office) -> None:
    claim = office.claim("n-001")
    for _ in range(MOST):
        with pytest.raises(TurnedAway):
            office.enrol("guess", request())

    with pytest.raises(TooManyTries):
        office.enrol(claim, request())
    assert office.enrol(claim, request(), "198.51.100.9").node == "n-001"


def test_after_a_minute_an_address_may_try_again(office: Office) -> None:
    for _ in range(MOST):
        with pytest.raises(TurnedAway):
            office.enrol("guess", request())
    office.now_us += 60_000_000

    assert office.enrolled("n-001").node == "n-001"


# Revoked.


def test_a_revoked_nodes_unused_claim_dies(office: Office) -> None:
    claim = office.claim("n-001")

    office.records.revoke("n-001", "stolen", "Jo")

    with pytest.raises(TurnedAway, match="revoked"):
        office.enrol(claim, request())


def test_a_revoked_node_gets_no_claim_and_its_name_is_never_used_again(office: Office) -> None:
    office.records.revoke("n-001", "stolen", "Jo")

    with pytest.raises(RegistryFault, match="was revoked"):
        office.claim("n-001")
    with pytest.raises(RegistryFault, match="was revoked; its name is not given again"):
        office.stock("n-001")
    with pytest.raises(RegistryFault, match="was revoked"):
        office.records.change("n-001", Stock.MOUNTED, "", "Jo")


def test_a_revoked_node_does_not_get_its_own_certificate_again(office: Office) -> None:
    claim, key = office.claim("n-001"), new_key()
    office.enrol(claim, request(key))
    office.records.revoke("n-001", "stolen", "Jo")

    with pytest.raises(TurnedAway, match="revoked"):
        office.enrol(claim, request(key))


def test_a_revoked_node_renews_nothing(office: Office) -> None:
    enrolled = office.enrolled("n-001")
    office.records.revoke("n-001", "stolen", "Jo")

    with pytest.raises(TurnedAway, match="was revoked"):
        office.renew(own(enrolled), request())

    assert deeds(office)[:2] == ["turned away", "revoked"]


# Renewal.


def own(enrolled: Enrolled) -> str:
    return first_pem(enrolled.certificate)


def test_who_shows_its_certificate_gets_the_next_under_the_same_name(office: Office) -> None:
    first = office.enrolled("n-001")
    office.now_us = first.renew_at_us

    second = office.renew(own(first), request(None, "n-002"))

    assert certificate(second).subject == called("n-001")
    assert second.until_us == first.renew_at_us + 90 * DAY_US
    assert second.renew_at_us == first.renew_at_us + 60 * DAY_US
    assert deeds(office)[0] == "renewed"


def test_a_renewal_that_is_asked_again_is_answered_alike(office: Office) -> None:
    first, key = office.enrolled("n-001"), new_key()
    office.now_us = first.renew_at_us
    second = office.renew(own(first), request(key))
    office.now_us += HOUR_US

    again = office.renew(own(first), request(key))

    assert again == second
    assert len(office.records.certificates("n-001")) == 2


def test_a_node_may_keep_its_key(office: Office) -> None:
    key = new_key()
    first = office.enrol(office.claim("n-001"), request(key))
    office.now_us = first.renew_at_us

    second = office.renew(own(first), request(key))

    assert second.until_us > first.until_us


def test_the_old_certificate_is_good_until_the_new_one_was_seen(office: Office) -> None:
    first = office.enrolled("n-001")
    office.now_us = first.renew_at_us
    second = office.renew(own(first), request())

    assert not office.records.revoked()
    assert office.records.seen(serial(second)) == 1
    assert [one.serial for one in office.records.revoked()] == [serial(first)]
    with pytest.raises(TurnedAway, match="revoked"):
        office.renew(own(first), request())
    assert office.records.seen(serial(second)) == 0


def test_who_renews_with_the_new_one_has_it(office: Office) -> None:
    first = office.enrolled("n-001")
    office.now_us += HOUR_US
    second = office.renew(own(first), request())
    office.now_us += HOUR_US

    office.renew(own(second), request())

    assert [one.serial for one in office.records.revoked()] == [serial(first)]


def test_an_old_certificate_that_is_seen_ends_nothing(office: Office) -> None:
    first = office.enrolled("n-001")
    office.renew(own(first), request())

    assert office.records.seen(serial(first)) == 0
    assert not office.records.revoked()


def test_one_nodes_new_certificate_ends_no_other_nodes(office: Office) -> None:
    office.enrolled("n-002")
    office.now_us += HOUR_US

    office.records.seen(serial(office.enrolled("n-001")))

    assert not office.records.revoked()


def test_an_expired_certificate_renews_nothing_and_is_told_so(office: Office) -> None:
    first = office.enrolled("n-001")
    office.now_us = first.until_us

    with pytest.raises(TurnedAway, match="expired on 2027-02-22; enrol again with a new claim"):
        office.renew(own(first), request())


def test_a_foreign_certificate_of_the_same_name_renews_nothing(
    office: Office, tmp_path: Path
) -> None:
    office.enrolled("n-001")
    other = open_office(tmp_path / "other", office.url)
    foreign = pem(other.authority.node("n-001", new_key().public_key(), START, 90)).decode()
    other.close()

    with pytest.raises(TurnedAway, match="not of this authority"):
        office.renew(foreign, request())


def test_a_servers_certificate_renews_nothing(office: Office) -> None:
    made = office.authority.server(["n-001"], new_key().public_key(), START, 90)

    with pytest.raises(TurnedAway, match="a server's"):
        office.renew(pem(made).decode(), request())


def test_a_programs_certificate_renews_nothing(office: Office) -> None:
    made = office.authority.program("ingester-1", new_key().public_key(), START, 90)

    with pytest.raises(TurnedAway, match="no node's"):
        office.renew(pem(made).decode(), request())


@pytest.mark.parametrize("shown", [None, "", "garbage"])
def test_who_shows_nothing_renews_nothing(office: Office, shown: str | None) -> None:
    with pytest.raises(TurnedAway, match=r"connect with|not of this"):
        office.renew(shown, request())


def test_the_authoritys_own_certificates_renew_nothing(office: Office) -> None:
    for one in (office.authority.issuing_pem, office.authority.root_pem):
        with pytest.raises(TurnedAway, match=r"not of this|no node's"):
            office.renew(one.decode(), request())


def test_a_certificate_of_the_future_is_told_to_wait(office: Office) -> None:
    first = office.enrolled("n-001")
    office.now_us -= 2 * HOUR_US

    with pytest.raises(TurnedAway, match="not yet valid") as caught:
        office.renew(own(first), request())

    assert caught.value.again


def test_a_stolen_key_does_not_fill_the_registry(office: Office) -> None:
    first = office.enrolled("n-001")
    for _ in range(MOST_A_DAY - 1):
        office.renew(own(first), request())

    with pytest.raises(TurnedAway, match="too many certificates today") as caught:
        office.renew(own(first), request())

    assert caught.value.again
    office.now_us += DAY_US
    assert office.renew(own(first), request(), HERE).node == "n-001"


def test_a_serial_is_as_the_registry_writes_it(office: Office) -> None:
    enrolled = office.enrolled("n-001")

    kept = office.records.certificate(serial(enrolled))

    assert kept is not None
    assert kept.pem == own(enrolled)
    assert re.fullmatch(r"[0-9a-f]{1,40}", kept.serial)


def serial(enrolled: Enrolled) -> str:
    return f"{certificate(enrolled).serial_number:x}"


# Who is no node any more, and who is a program.


def test_a_retired_node_does_not_enrol_and_is_told_so(office: Office) -> None:
    claim = office.claim("n-001")
    office.records.change("n-001", Stock.RETIRED, "", "Jo")

    with pytest.raises(TurnedAway, match="this node is retired; hang another one up"):
        office.enrol(claim, request())


def test_a_retired_node_does_not_renew_and_is_told_so(office: Office) -> None:
    first = office.enrolled("n-001")
    office.records.change("n-001", Stock.RETIRED, "", "Jo")

    with pytest.raises(TurnedAway, match="this node is retired; hang another one up"):
        office.renew(first_pem(first.certificate), request())

    assert len(office.records.certificates("n-001")) == 1


def test_a_retired_node_gets_no_claim(office: Office) -> None:
    office.records.change("n-001", Stock.RETIRED, "", "Jo")

    with pytest.raises(RegistryFault, match="n-001 is retired"):
        office.claim("n-001")


@pytest.mark.parametrize("name", ["ingester-1", "ingester-7", "ingester", "collector", "canary"])
def test_no_node_is_certified_under_the_name_of_a_program(office: Office, name: str) -> None:
    """Its client id would be the program's, and end its session: see use_username_as_clientid."""
    reserved = reserved_names(Settings(ingest=Ingest(name="collector")))
    strict = replace(office.enrolment, reserved=reserved)
    # It was taken in before the program was called so.
    office.stock(name)
    text, claim = make_claim(name, "Jo", office.now_us, 72)
    office.records.claim(claim)

    with pytest.raises(RegistryFault, match="a program of the cloud"):
        strict.claim(name, "Jo", office.now_us, 72)
    with pytest.raises(TurnedAway, match="a program's of the cloud"):
        strict.enrol(Enrol(text, request()), HERE, office.now_us)
