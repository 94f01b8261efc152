"""A node and the cloud's own authority, over TLS: what each wrote alone fits together."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge.bootstrap_claim import claim_or_renew
from edge.links.certificate import read_certificate
from edge.links.clock import ManualClock
from edge.provision.identity import Home
from edge.provision.outcome import End
from tests.cloud.provision.door import Door, open_door
from tests.cloud.provision.office import Office, open_office

DAY_S = 86_400.0
DAY_US = 86_400_000_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, now=datetime.now(UTC))
    made.stock("n-001", "n-002")
    yield made
    made.close()


@pytest.fixture
def door(office: Office) -> Iterator[Door]:
    with open_door(office) as opened:
        yield opened


def card(folder: Path, door: Door, claim: str) -> Path:
    file = folder / "vallee-claim.toml"
    root = door.office.authority.root_pem.decode()
    file.write_text(
        f'claim = "{claim}"\nenrol_url = "https://127.0.0.1:{door.port}"\nroot = """\n{root}"""\n'
    )
    return file


def test_a_node_is_named_renewed_and_revoked(office: Office, door: Door, tmp_path: Path) -> None:
    boot, folder = card(tmp_path, door, office.claim("n-001")), tmp_path / "identity"
    clock = ManualClock(office.now_us)

    named = claim_or_renew(boot, folder, clock)
    clock.advance(61 * DAY_S)
    office.now_us = clock.at_us
    renewed = claim_or_renew(boot, folder, clock)
    office.records.revoke("n-001", "stolen", "a test")
    clock.advance(61 * DAY_S)
    office.now_us = clock.at_us
    refused = claim_or_renew(boot, folder, clock)

    assert (named.end, named.node) == (End.NAMED, "n-001")
    assert renewed.end is End.NAMED, renewed.sentence
    assert refused.end is End.TURNED_AWAY
    assert "revoked" in refused.sentence
    current = Home(folder).current()
    assert current is not None
    held = read_certificate(current.cert_file)
    assert held is not None
    assert held.name == "n-001"
    # 90 days from the day of the renewal, in whole seconds.
    assert abs(held.until_us - (clock.at_us + 29 * DAY_US)) < 2_000_000


def test_a_cloned_card_is_turned_away(office: Office, door: Door, tmp_path: Path) -> None:
    claim = office.claim("n-002")
    clock = ManualClock(office.now_us)
    first = claim_or_renew(card(tmp_path, door, claim), tmp_path / "identity", clock)

    second = claim_or_renew(card(tmp_path, door, claim), tmp_path / "clone", clock)

    assert (first.end, second.end) == (End.NAMED, End.TURNED_AWAY)


def test_a_claim_that_is_too_old_is_turned_away(office: Office, door: Door, tmp_path: Path) -> None:
    boot = card(tmp_path, door, office.claim("n-001", hours=1))
    office.now_us += 2 * 3_600_000_000

    outcome = claim_or_renew(boot, tmp_path / "identity", ManualClock(office.now_us))

    assert outcome.end is End.TURNED_AWAY
    assert boot.exists()
