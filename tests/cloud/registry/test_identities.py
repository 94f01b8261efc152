from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from cloud.errors import RegistryFault, TurnedAway
from cloud.registry.database import Database
from cloud.registry.identities import Identities, open_identities
from cloud.registry.local import begins_us
from cloud.registry.registry import Registry
from cloud.registry.replacing import Swap
from cloud.registry.values import Device, IdentityEntry, Mount, NodeCertificate, Stock
from contract.enrol import Enrolled
from tests.cloud.provision.office import Office, certificate, new_key, open_office, request

PARIS = ZoneInfo("Europe/Paris")
HUNG_US = begins_us(date(2026, 1, 5), PARIS)
SWAP_US = begins_us(date(2026, 11, 24), PARIS) + 14 * 3_600_000_000
NOW_US = SWAP_US + 3_600_000_000
THREADS = 8


@pytest.fixture
def identities(url: str) -> Iterator[Identities]:
    with open_identities(url, lambda: NOW_US) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, url: str) -> Iterator[Office]:
    opened = open_office(tmp_path / "office", url)
    opened.stock("n-900")
    yield opened
    opened.close()


def thing(node: str, stock: Stock = Stock.IN_STOCK, serial: str | None = None) -> Device:
    return Device(node, stock, NOW_US, serial)


# Things.


def test_a_thing_is_found_again_with_all_that_is_known_of_it(url: str) -> None:
    device = Device("n-100", Stock.IN_STOCK, 5, "10000000abcdef01", "carton 7")
    with open_identities(url) as identities:
        identities.add(device, "Jo")

    with open_identities(url) as identities:
        assert identities.device("n-100") == device
        assert identities.devices() == [device]
        assert identities.device("n-101") is None


def test_a_node_is_added_once(identities: Identities) -> None:
    identities.add(thing("n-100"))

    with pytest.raises(RegistryFault, match="is there, in-stock; its name is not given again"):
        identities.add(thing("n-100"))


def test_a_board_is_one_node(identities: Identities) -> None:
    identities.add(thing("n-100", serial="42"))

    with pytest.raises(RegistryFault, match="serial 42 is node n-100's"):
        identities.add(thing("n-101", serial="42"))


def test_of_many_things_all_or_none_are_added(identities: Identities) -> None:
    with pytest.raises(RegistryFault, match="cannot name"):
        identities.add_all([thing("n-100"), thing("n-\n")], "Jo")

    assert not identities.devices()
    assert not identities.journal()


def test_a_node_of_the_territory_can_become_a_thing(
    loaded: Registry, identities: Identities
) -> None:
    identities.add(thing("n-001", Stock.MOUNTED))

    assert [one.node for one in identities.devices()] == ["n-001"]
    assert ("n-001", "fill") in loaded.sensors()


def test_a_things_state_changes_with_a_line_in_the_journal(identities: Identities) -> None:
    identities.add(thing("n-100"), "Jo")

    identities.change("n-100", Stock.MOUNTED, "échelle nécessaire", "Al")
    identities.change("n-100", Stock.PROVEN, "", "Al")

    found = identities.device("n-100")
    assert found is not None
    assert (found.stock, found.note) == (Stock.PROVEN, "échelle nécessaire")
    assert [(one.who, one.what) for one in identities.journal()] == [
        ("Al", "stock"),
        ("Al", "stock"),
        ("Jo", "added"),
    ]


def test_what_is_retired_is_not_hung_up_again(identities: Identities) -> None:
    identities.add(thing("n-100"))
    identities.change("n-100", Stock.RETIRED, "", "Jo")

    with pytest.raises(RegistryFault, match="retired"):
        identities.change("n-100", Stock.MOUNTED, "", "Jo")


def test_revoking_twice_keeps_the_first_reason(identities: Identities) -> None:
    identities.add(thing("n-100"))
    identities.revoke("n-100", "stolen", "Jo")
    identities.revoke("n-100", "again", "Al")

    found = identities.device("n-100")
    assert found is not None
    assert found.revoked_why == "stolen"
    assert [one.what for one in identities.journal()] == ["revoked", "added"]


def test_nobody_revokes_what_is_not_there(identities: Identities) -> None:
    with pytest.raises(RegistryFault, match="there is no node"):
        identities.revoke("n-404", "stolen", "Jo")


# The journal.


def test_no_line_is_too_odd_for_the_journal(identities: Identities) -> None:
    identities.note(IdentityEntry(1, "who\0", "what", "n\n\x1b[2J", "\ud800" + "x" * 900))

    (found,) = identities.journal()
    assert found.who == "who\\x00"
    assert found.node == "n\\n\\x1b[2J"
    assert found.detail.startswith("\\ud800")


@pytest.mark.parametrize(
    "deed", ["UPDATE identity_journal SET who = 'x'", "DELETE FROM identity_journal"]
)
def test_nobody_rewrites_the_journal(url: str, deed: str) -> None:
    with open_identities(url) as identities:
        identities.add(thing("n-100"))
    database = Database(url)

    with pytest.raises(RegistryFault, match="append-only"), database.writing() as connection:
        connection.execute(text(deed))

    database.close()


# Races.


def test_of_eight_keys_with_one_claim_exactly_one_wins(office: Office) -> None:
    claim = office.claim("n-900")
    requests = [request() for _ in range(THREADS)]
    ready = Barrier(THREADS)

    def try_it(number: int) -> Enrolled | str:
        ready.wait()
        try:
            return office.enrol(claim, requests[number], f"192.0.2.{number}")
        except TurnedAway as error:
            return str(error)

    with ThreadPoolExecutor(THREADS) as pool:
        ended = list(pool.map(try_it, range(THREADS)))

    winners = [one for one in ended if isinstance(one, Enrolled)]
    assert len(winners) == 1
    assert sum("another key" in one for one in ended if isinstance(one, str)) == THREADS - 1
    assert len(office.records.certificates()) == 1
    assert [one.what for one in office.records.journal()].count("alarm") == THREADS - 1


def test_one_key_that_asks_eight_times_at_once_gets_one_certificate(office: Office) -> None:
    claim, csr = office.claim("n-900"), request()
    ready = Barrier(THREADS)

    def try_it(_: int) -> Enrolled:
        ready.wait()
        return office.enrol(claim, csr)

    with ThreadPoolExecutor(THREADS) as pool:
        ended = list(pool.map(try_it, range(THREADS)))

    assert len({one.certificate for one in ended}) == 1
    assert len(office.records.certificates()) == 1


def test_who_is_revoked_while_it_enrols_has_no_good_certificate(office: Office) -> None:
    claim, csr = office.claim("n-900"), request()
    ready = Barrier(2)

    def enrol() -> None:
        ready.wait()
        try:
            office.enrol(claim, csr)
        except TurnedAway:
            return

    def revoke() -> None:
        ready.wait()
        office.records.revoke("n-900", "stolen", "Jo")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(enrol), pool.submit(revoke)]:
            done.result()

    assert all(one.revoked_us is not None for one in office.records.certificates())


def test_a_claim_is_used_once_though_the_registry_is_opened_twice(office: Office, url: str) -> None:
    key = new_key()
    enrolled = office.enrol(office.claim("n-900"), request(key))

    with open_identities(url) as other:
        (kept,) = other.certificates("n-900")

    assert int(kept.serial, 16) == certificate(enrolled).serial_number


def test_a_certificate_of_no_node_is_refused(identities: Identities) -> None:
    lone = NodeCertificate("ab", "n-404", "0" * 64, 0, 1, "")

    assert identities.enrol("00000000", lone, "192.0.2.1", 0) is None
    assert identities.renew("cd", lone, "192.0.2.1", 0) is None


# One node in another's place.


@pytest.fixture
def stocked(loaded: Registry, identities: Identities) -> Identities:
    assert loaded.sensors()
    identities.add(thing("n-131"), "Jo")
    return identities


def test_the_new_node_takes_the_containers_of_the_old_one(
    loaded: Registry, stocked: Identities
) -> None:
    moved = stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo")

    assert moved == [Mount("n-131", "fill", "alpha-01", SWAP_US)]
    sensors = loaded.sensors()
    assert sensors["n-131", "fill"].mounts == (*moved,)
    assert sensors["n-131", "fill"].model == sensors["n-001", "fill"].model


def test_the_containers_history_stays(loaded: Registry, stocked: Identities) -> None:
    stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo")

    assert loaded.sensors()["n-001", "fill"].mounts == (
        Mount("n-001", "fill", "alpha-01", HUNG_US, SWAP_US),
    )


@pytest.mark.parametrize("becomes", [Stock.IN_REPAIR, Stock.RETIRED])
def test_the_old_one_is_in_repair_or_retired(stocked: Identities, becomes: Stock) -> None:
    stocked.replace(Swap("n-001", "n-131", SWAP_US, becomes), "Jo")

    states = {one.node: (one.stock, one.revoked_us) for one in stocked.devices()}
    assert states == {"n-001": (becomes, None), "n-131": (Stock.MOUNTED, None)}
    assert [one.what for one in stocked.journal()] == ["replaced", "added"]


def test_a_stolen_one_is_revoked_with_the_swap(stocked: Identities) -> None:
    stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo", "stolen")

    old = stocked.device("n-001")
    assert old is not None
    assert (old.revoked_us, old.revoked_why) == (NOW_US, "stolen")


def test_the_days_since_the_swap_are_made_anew(loaded: Registry, stocked: Identities) -> None:
    stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo")

    assert [(one.container, one.day) for one in loaded.dirty_days()] == [
        ("alpha-01", date(2026, 11, 24))
    ]


@pytest.mark.parametrize(
    ("old", "new", "at_us", "why"),
    [
        ("n-001", "n-002", SWAP_US, "there is no node 'n-002'"),
        ("n-001", "n-404", SWAP_US, "there is no node 'n-404'"),
        ("n-404", "n-131", SWAP_US, "no sensor of node n-404 hangs"),
        ("n-131", "n-131", SWAP_US, "its own place"),
        ("n-001", "n-131", HUNG_US, "only since later"),
    ],
)
def test_a_swap_that_cannot_be_changes_nothing(
    loaded: Registry, stocked: Identities, old: str, new: str, at_us: int, why: str
) -> None:
    before = loaded.mounts()

    with pytest.raises(RegistryFault, match=why):
        stocked.replace(Swap(old, new, at_us), "Jo", "stolen")

    assert loaded.mounts() == before
    assert [one.what for one in stocked.journal()] == ["added"]


@pytest.mark.parametrize("stock", [Stock.MOUNTED, Stock.PROVEN, Stock.IN_REPAIR, Stock.RETIRED])
def test_only_a_node_in_stock_takes_anothers_place(stocked: Identities, stock: Stock) -> None:
    stocked.change("n-131", stock, "", "Jo")

    with pytest.raises(RegistryFault, match=r"n-131 is (mounted|proven|in-repair|retired); take"):
        stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo")


def test_a_revoked_node_takes_nobodys_place(stocked: Identities) -> None:
    stocked.revoke("n-131", "stolen", "Jo")

    with pytest.raises(RegistryFault, match="n-131 was revoked"):
        stocked.replace(Swap("n-001", "n-131", SWAP_US), "Jo")


def test_a_node_that_hangs_elsewhere_takes_nobodys_place(
    loaded: Registry, stocked: Identities
) -> None:
    stocked.add(thing("n-002"))
    before = loaded.mounts()

    with pytest.raises(RegistryFault, match="n-002 hangs in 'alpha-02'"):
        stocked.replace(Swap("n-001", "n-002", SWAP_US), "Jo")

    assert loaded.mounts() == before


# Where a radio is.


@pytest.mark.usefixtures("counting")
def test_a_node_with_a_radio_keeps_its_name_and_gets_another_machine(
    identities: Identities,
) -> None:
    """What its radio counted, and what it hears, goes by its name."""
    identities.add(thing("n-131"))

    with pytest.raises(RegistryFault, match="another machine become z-001, with a card from"):
        identities.replace(Swap("z-001", "n-131", SWAP_US), "Jo")

    assert identities.device("n-131") == thing("n-131")


def test_of_many_things_the_bad_one_is_named(identities: Identities) -> None:
    things = [thing(f"n-{number:03}", serial=str(number)) for number in range(500)]
    again = thing("n-900", serial="250")

    with pytest.raises(RegistryFault, match="serial 250 is node n-250's"):
        identities.add_all([*things, again], "Jo")
    assert not identities.devices()

    identities.add_all(things, "Jo")
    assert identities.devices() == things
    assert [one.node for one in identities.journal(500)] == [one.node for one in reversed(things)]
