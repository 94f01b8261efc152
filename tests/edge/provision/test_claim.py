"""From a claim on the card to an identity on disk, over real TLS."""

import errno
import logging
import os
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from edge.links.clock import ManualClock
from edge.provision.boot import read_claim
from edge.provision.claim import claim_identity
from edge.provision.enrol import HttpsAuthority
from edge.provision.files import Files
from edge.provision.identity import Home, Identity
from edge.provision.outcome import End
from tests.edge.provision.conftest import Card
from tests.services.enroller import CLAIM, Enroller, Trouble, serving

ANOTHER = "vc1.ffffffff." + "B" * 32


def named(card: Card) -> Identity:
    identity = card.home.current()
    assert identity is not None
    return identity


def test_a_claim_becomes_an_identity_and_is_gone(card: Card, enroller: Enroller) -> None:
    card.write(enroller, '[mqtt]\nhost = "mqtt.example.org"\n')

    outcome = card.claim()

    identity = named(card)
    assert (outcome.end, outcome.node) == (End.NAMED, "n-001")
    assert not card.boot.exists()
    assert identity.about.mqtt_host == "mqtt.example.org"
    certificate = x509.load_pem_x509_certificate(identity.cert_file.read_bytes())
    assert certificate == enroller.given[0]
    assert identity.root_file.read_text() == enroller.ca.root_pem


def test_the_key_is_its_owners_only_and_goes_nowhere(
    card: Card, enroller: Enroller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    outcome = card.claim()

    key_file = named(card).key_file
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(card.folder.stat().st_mode) == 0o700
    key = load_pem_private_key(key_file.read_bytes(), None)
    said = b"".join(enroller.bodies) + caplog.text.encode() + outcome.sentence.encode()
    assert b"PRIVATE" not in said
    secret = f"{key.private_numbers().private_value:x}"  # type: ignore[union-attr] # P-256
    assert secret.encode() not in said
    assert CLAIM.encode() not in caplog.text.encode() + outcome.sentence.encode()


def test_the_agents_settings_follow_the_identity(card: Card, enroller: Enroller) -> None:
    card.write(enroller, '[mqtt]\nhost = "mqtt.example.org"\nport = 8884\n')

    card.claim()

    said = (named(card).folder / "environment").read_text()
    assert f'VALLEE_EDGE_MQTT__KEY_FILE="{card.folder}/current/key.pem"\n' in said
    assert 'VALLEE_EDGE_MQTT__HOST="mqtt.example.org"\n' in said
    assert 'VALLEE_EDGE_MQTT__PORT="8884"\n' in said
    assert "PRIVATE" not in said


def test_without_coverage_everything_is_left_for_later(card: Card, enroller: Enroller) -> None:
    enroller.url = "https://127.0.0.1:9"
    card.write(enroller)
    before = card.boot.read_bytes()

    outcome = card.claim()

    assert outcome.end is End.LATER
    assert "Connection refused" in outcome.sentence
    assert card.boot.read_bytes() == before
    assert card.home.current() is None


def test_a_lost_answer_is_asked_for_again_with_the_same_key(card: Card, enroller: Enroller) -> None:
    enroller.trouble = "lost"
    lost = card.claim()
    enroller.trouble = ""

    found = card.claim()

    assert (lost.end, found.end) == (End.LATER, End.NAMED)
    first, second = (one.public_key() for one in enroller.given)
    assert first == second


@pytest.mark.parametrize("trouble", ["busy", "portal", "endless", "another-key", "another-root"])
def test_an_answer_that_gives_no_identity_costs_nothing(
    card: Card, enroller: Enroller, trouble: Trouble
) -> None:
    enroller.trouble = trouble
    refused = card.claim()
    here = card.home.current()
    enroller.trouble = ""

    assert refused.end is End.LATER
    assert here is None
    assert card.claim().end is End.NAMED


def test_a_certificate_that_has_expired_already_is_not_taken(
    card: Card, enroller: Enroller
) -> None:
    enroller.trouble = "old"

    outcome = card.claim()

    assert outcome.end is End.LATER
    assert "has expired by this node's clock" in outcome.sentence


def test_a_name_that_the_certificate_does_not_bear_is_not_taken(
    card: Card, enroller: Enroller
) -> None:
    enroller.trouble = "another-name"

    outcome = card.claim()

    assert outcome.end is End.LATER
    assert "does not name n-001" in outcome.sentence


def test_a_claim_that_is_used_or_not_known_needs_a_person(
    card: Card, enroller: Enroller, tmp_path: Path
) -> None:
    card.claim()
    cloned = Card(tmp_path / "boot" / "clone.toml", tmp_path / "another-identity")
    cloned.write(enroller)
    guessed = Card(tmp_path / "boot" / "guess.toml", tmp_path / "third-identity")
    guessed.write(enroller, claim=ANOTHER)

    used, unknown = cloned.claim(), guessed.claim()

    assert (used.end, unknown.end) == (End.TURNED_AWAY, End.TURNED_AWAY)
    assert "used already" in used.sentence
    assert cloned.home.current() is None
    assert cloned.boot.exists()


def test_an_authority_of_another_root_is_not_believed(card: Card, tmp_path: Path) -> None:
    with serving(Enroller(), tmp_path / "foreign") as foreign:
        card.boot.write_text(
            card.boot.read_text().replace(card_url(card), f'enrol_url = "{foreign.url}"')
        )

        outcome = card.claim()

    assert outcome.end is End.LATER
    assert "is not believed" in outcome.sentence
    # Nobody has read the claim: the handshake did not come so far.
    assert foreign.bodies == []


def card_url(card: Card) -> str:
    return card.boot.read_text().splitlines()[1]


def test_a_clock_that_is_behind_says_so_and_is_tried_later(tmp_path: Path) -> None:
    # A node that boots into last month meets a certificate that begins in its future.
    with serving(Enroller(), tmp_path / "authority", days=(30, 90)) as enroller:
        card = Card(tmp_path / "claim.toml", tmp_path / "identity")
        card.write(enroller)

        outcome = card.claim()

    assert outcome.end is End.LATER
    assert "not valid yet by this node's clock: set the clock" in outcome.sentence
    assert card.boot.exists()


def test_a_second_call_finds_all_done(card: Card, enroller: Enroller) -> None:
    card.claim()

    outcome = card.claim()

    assert (outcome.end, outcome.node) == (End.KEPT, "n-001")
    assert len(enroller.given) == 1


def test_a_node_without_claim_and_identity_is_told_so(card: Card) -> None:
    card.boot.unlink()

    outcome = card.claim()

    assert outcome.end is End.TURNED_AWAY
    assert str(card.boot) in outcome.sentence


def test_a_new_claim_takes_the_place_of_an_old_identity(card: Card, enroller: Enroller) -> None:
    card.claim()
    old = named(card)
    with serving(
        Enroller(ca=enroller.ca, node="n-002", claim=ANOTHER), card.folder.parent / "second"
    ) as second:
        card.write(second, claim=ANOTHER)
        outcome = card.claim()

    assert (outcome.end, outcome.node) == (End.NAMED, "n-002")
    assert not old.folder.exists()


def test_a_disk_that_refuses_is_one_sentence(card: Card, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    card.folder = tmp_path / "file" / "identity"

    outcome = card.claim()

    assert outcome.end is End.LATER
    assert outcome.sentence.endswith("Not a directory")
    assert card.boot.exists()


def test_a_partition_that_cannot_be_written_keeps_a_used_claim_and_says_so(
    card: Card, later: ManualClock
) -> None:
    boot = read_claim(card.boot)
    assert boot is not None

    def refuse(step: str) -> None:
        if step.startswith("overwrite"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    home = Home(card.folder, Files(refuse))
    authority = HttpsAuthority(boot.enrol_url, boot.root_pem)
    outcome = claim_identity(boot, card.boot, home, authority, later.at_us)

    assert outcome.end is End.NAMED
    assert outcome.sentence.endswith("cannot be scrubbed: Read-only file system")
    # The next call finds it writable again.
    assert card.claim().end is End.KEPT
    assert not card.boot.exists()


def test_a_claim_that_is_of_no_use_does_not_keep_a_good_identity_from_renewal(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    card.claim()
    card.write(enroller, claim=ANOTHER)
    later.advance(61 * 86_400)

    outcome = card.claim(later)

    assert (outcome.end, outcome.node) == (End.TURNED_AWAY, "n-001")
    assert outcome.sentence.startswith("renewed until ")
    assert outcome.sentence.endswith("the claim: the authority says: this claim is not known")
    assert named(card).folder.name == "renewal-1"


def test_a_claim_that_was_left_over_is_scrubbed_and_renewal_goes_on(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    text = card.boot.read_bytes()
    card.claim()
    card.boot.write_bytes(text)
    later.advance(61 * 86_400)

    outcome = card.claim(later)

    assert outcome.end is End.NAMED
    assert not card.boot.exists()
    assert len(enroller.given) == 2
