"""From an empty card to a proven node, and to none any more: every program by its command line.

An office takes a node into stock and writes its card; the card's first boot runs without systemd;
the node claims its name over HTTPS, measures with a simulated sensor, and is heard by the ingester
through a broker as `vallee-cloud broker write` has it. An installer hangs it up with a phone that
has no network, and it proves itself. Then it is revoked.
"""

import json
import re
import time
from collections.abc import Iterator

import pytest
from cryptography import x509

from cloud.provision.authority_files import open_authority
from tests.browser.chromium import chromium
from tests.browser.hands import Answers, Hands, picture
from tests.browser.valley import phone_of
from tests.cloud.installation.test_record import is_good
from tests.cloud.provision.card.scratch import Machine
from tests.flow.card_story import NODE, PLACE, Story
from tests.live.conftest import wait_for
from tests.live.test_broker_verbs import Broker
from tests.services.programs import program

pytestmark = pytest.mark.live

# More than a moment's: the node measures once a second.
AFTERWARDS = 3


@pytest.fixture(scope="module", name="story")
def _story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Give a story that has come to its first stored readings."""
    folder = tmp_path_factory.mktemp("story")
    broker = Broker(program("mosquitto"), folder)
    told = Story(folder, broker, Machine(folder / "machine").make())
    with told.after:
        told.after.callback(broker.kill)
        told.prepare()
        told.write_card()
        assert told.machine.firstrun() == 0
        wait_for("the node has its name", lambda: told.claim().returncode == 0)
        told.measure()
        wait_for("readings are stored", lambda: len(told.stored()) > 1)
        yield told


def test_a_card_becomes_a_node_whose_readings_are_stored(story: Story) -> None:
    current = story.home / "identity/current"

    shown = x509.load_pem_x509_certificate((current / "certificate.pem").read_bytes())
    fields = story.stored()[0].fields

    assert shown.subject.rfc4514_string() == f"CN={NODE}"
    assert f"{shown.serial_number:x}" in story.cloud("nodes", "journal", "--json")
    assert 0 <= float(fields["fill_ratio"]) <= 1.5
    assert f"as {NODE}" in story.broker.log.read_text()


def test_neither_the_card_nor_the_log_holds_the_key_or_the_claim(story: Story) -> None:
    key = (story.home / "identity/current/key.pem").read_bytes()
    body = b"".join(key.splitlines()[1:-1])
    said = [file for file in story.folder.rglob("*.log") if file.is_file()]

    told = [file.read_bytes() for file in (*story.machine.boot.rglob("*"), *said) if file.is_file()]

    assert not (story.home / "vallee-claim.toml").exists()
    assert not (story.machine.boot / "vallee-claim.toml").exists()
    assert [one for one in told if body in b"".join(one.splitlines())] == []
    assert [one for one in told if b"vc1." in one.replace(b"vc1\\.", b"")] == []


def test_an_installer_hangs_it_up_without_network_and_it_proves_itself(story: Story) -> None:
    link = story.send_installer()

    with chromium() as browser:
        phone = phone_of(browser)
        page = phone.new_page()
        page.goto(link)
        page.locator("#link button").click()
        page.wait_for_url(re.compile("/moi"))
        page.goto(f"{story.site}/pose")
        page.wait_for_selector("html[data-ready=true]")
        phone.set_offline(True)
        Hands(page, picture()).mount(PLACE, Answers(PLACE, NODE))
        unsent = story.visits()
        phone.set_offline(False)
        page.wait_for_selector(f".card.mounted[data-place={PLACE}]")
        (mounted,) = story.visits()
        wait_for("it is heard where it hangs", lambda: story.stored_since(mounted["at_us"]) > 1)
        by_now = json.loads(story.cloud("installations", "prove", "--json"))
        proven = story.prove(story.pass_a_day())
        page.reload()
        card = page.locator(f".card.proven[data-place={PLACE}]")
        with page.expect_download() as download:
            card.get_by_text("Procès-verbal").click()
        record = download.value.path().read_bytes()

    assert unsent == []
    assert (mounted["node"], mounted["place"], mounted["who"]) == (NODE, PLACE, "marc")
    assert mounted["state"] == "mounted"
    assert (by_now, proven) == ([], [NODE])
    authority = open_authority(story.folder / "identity")
    assert is_good(record, authority.root_pem, authority.issuing_pem)


def test_a_revoked_nodes_next_reading_does_not_arrive(story: Story) -> None:
    story.cloud("nodes", "revoke", NODE, "--why", "stolen")
    story.cloud("broker", "apply")
    revoked_ns, before = time.time_ns(), story.produced()

    wait_for("it goes on measuring", lambda: story.produced() >= before + AFTERWARDS)

    until_ns = time.time_ns()
    # What lies further ahead is the day that was let pass.
    assert [one for one in story.stored() if revoked_ns < one.time_ns < until_ns] == []
    assert story.waiting() >= AFTERWARDS
