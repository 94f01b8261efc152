from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from cloud.errors import RegistryFault
from cloud.registry import migrate
from cloud.registry.database import Database
from cloud.registry.identities import open_identities
from cloud.registry.installations import Installations, open_installations
from cloud.registry.registry import Registry
from cloud.registry.values import Closed, Device, Installation, PlaceToVisit, Stock
from tests.cloud.registry.conftest import spoil

NOW_US = 1_795_600_000_000_000
# The day after NOW_US.
NEWER = "n-001,fill,a02yyuw,2026-11-26"
OURS = {"places_to_visit", "installations", "installation_photos", "installation_records"}


@pytest.fixture
def installations(loaded: Registry, url: str) -> Iterator[Installations]:
    assert loaded.containers()
    with open_identities(url, lambda: NOW_US) as identities:
        identities.add_all([Device(one, Stock.IN_STOCK, NOW_US) for one in ("n-001", "n-002")])
    with open_installations(url, lambda: NOW_US) as opened:
        yield opened


def entry(node: str = "n-001", number: str = "1", refused: tuple[str, ...] = ()) -> Installation:
    return Installation(
        number, node, "alpha-01", Closed.MOUNTED, "jo", NOW_US - 60, NOW_US, "{}", refused, "ab"
    )


def test_a_visit_its_photo_its_mount_and_its_stock_are_one_transaction(
    installations: Installations, loaded: Registry, url: str
) -> None:
    kept = installations.mount(entry(), b"jpeg")

    assert kept == entry()
    assert installations.photo("ab") == b"jpeg"
    (mount,) = (one for one in loaded.mounts() if one.container == "alpha-01")
    assert (mount.node, mount.from_us) == ("n-001", NOW_US - 60)
    with open_identities(url) as identities:
        device = identities.device("n-001")
        assert device is not None
        assert device.stock is Stock.MOUNTED
        assert [one.what for one in identities.journal(1)] == ["visited"]


def test_a_place_that_was_taken_meanwhile_is_not_given_again(installations: Installations) -> None:
    installations.mount(entry(), b"jpeg")

    assert installations.mount(entry("n-002", "2"), b"jpeg") is None
    assert [one.id for one in installations.every()] == ["1"]


def test_what_is_kept_under_a_number_stays(installations: Installations) -> None:
    installations.refuse(entry(refused=("clock",)), b"jpeg")

    assert installations.mount(entry(), b"jpeg") == installations.one("1")
    assert installations.every()[0].refused == ("clock",)


def test_a_record_is_kept_once(installations: Installations) -> None:
    installations.mount(entry(), b"jpeg")

    assert installations.keep_record("1", b"first") == b"first"
    assert installations.keep_record("1", b"second") == b"first"
    assert installations.record("1") == b"first"


def test_only_a_mounted_node_is_proven_and_once(installations: Installations) -> None:
    installations.mount(entry(), b"jpeg")

    assert installations.prove("1", NOW_US, "{}", "test")
    assert not installations.prove("1", NOW_US, "{}", "test")
    with pytest.raises(RegistryFault, match="no visit 9 came in"):
        installations.prove("9", NOW_US, "{}", "test")


def test_a_list_is_written_anew_as_a_whole(installations: Installations) -> None:
    installations.list_places([PlaceToVisit("alpha-01"), PlaceToVisit("alpha-02")], "office")
    installations.list_places([PlaceToVisit("alpha-02", keys="A")], "office")

    assert installations.ground().places == [PlaceToVisit("alpha-02", keys="A")]


def test_the_tables_go_with_the_downgrade_and_come_again(url: str) -> None:
    database = Database(url)
    found = []
    for verb, revision in ((command.upgrade, "0009"), (command.downgrade, "0008")):
        with database.writing() as connection:
            config = Config()
            versions = Path(migrate.__file__).with_name("migrations")
            config.set_main_option("script_location", str(versions))
            config.attributes["connection"] = connection
            verb(config, revision)
        with database.reading() as connection:
            found.append(OURS & set(inspect(connection).get_table_names()))
    database.close()

    assert found == [OURS, set()]


def test_a_territory_that_is_loaded_again_leaves_what_a_visit_has_shown(
    installations: Installations, loaded: Registry, folder: Path
) -> None:
    installations.mount(entry(), b"jpeg")
    shown = loaded.mounts()

    again = loaded.load_territory(folder)

    assert again.mounts_changed == 0
    assert loaded.mounts() == shown
    assert NOW_US - 60 in [one.from_us for one in shown]


def test_a_file_that_is_newer_than_the_visit_is_believed(
    installations: Installations, loaded: Registry, folder: Path
) -> None:
    installations.mount(entry(), b"jpeg")
    spoil(folder / "containers.csv", "n-001,fill,a02yyuw,2026-01-05", NEWER)

    again = loaded.load_territory(folder)

    assert again.mounts_changed == 1
    assert NOW_US - 60 not in [one.from_us for one in loaded.mounts()]
