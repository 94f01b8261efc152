"""People in the registry: races, what is kept of a person, and what is left after an erasure."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Column, ForeignKey, Table, Text, insert, inspect, select, text

from cloud.errors import RegistryFault
from cloud.registry import migrate, tables
from cloud.registry.columns import NAMES
from cloud.registry.database import Database
from cloud.registry.people import People, open_people
from cloud.registry.people_accounts import LastAdministrator, NameTaken
from cloud.registry.people_facts import ANOTHER
from cloud.registry.people_journal import PersonDeed
from cloud.registry.people_tries import Most, Try
from cloud.registry.tables import METADATA
from cloud.registry.values import Keys, Link, Person, PersonEntry, Role, Session

NOW_US: Final = 1_764_000_000_000_000
ADMIN: Final = Person("mairie", "Mairie", frozenset({Role.ADMINISTRATOR}))
CREW: Final = Person("camille", "Camille R.", frozenset({Role.CREW, Role.INSTALLER}), "en", "b-1")
KEYS: Final = Keys("a-password-hash", b"sealed-codes", 7)
MOST: Final = Most(of_account=5, from_address=20, within_us=900_000_000)
AT_ONCE: Final = 8


@pytest.fixture
def people(url: str) -> Iterator[People]:
    with open_people(url, lambda: NOW_US) as opened:
        opened.add(ADMIN, Keys(), None)
        opened.add(CREW, KEYS, ADMIN.id)
        yield opened


def link(number: int, person: str = CREW.id, until_us: int = NOW_US + 10) -> Link:
    return Link(f"{number:064}", person, NOW_US, until_us, ADMIN.id)


def session(number: int, person: str = CREW.id, until_us: int = NOW_US + 10) -> Session:
    return Session(f"{number:064}", person, NOW_US, NOW_US, until_us, "vallee.example", "link")


def at_once(act: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(act, range(AT_ONCE)))


def live_fully(people: People) -> None:
    """Leave a trace of the crew in every table that there is for people."""
    people.keep_link(link(1))
    people.note_try(Try("a" * 64, "192.0.2.7", NOW_US, CREW.id), MOST)
    people.sign_in(session(1), "another account")


def every_cell(url: str) -> str:
    """Return all that stands in the registry, as one text."""
    database = Database(url)
    with database.reading() as connection:
        cells = [
            str(cell)
            for table in METADATA.sorted_tables
            for row in connection.execute(table.select())
            for cell in row
        ]
    database.close()
    return "\n".join(cells)


def test_a_person_is_read_as_he_was_written(people: People) -> None:
    assert people.person(CREW.id) == CREW
    assert people.keys(CREW.id) == KEYS
    assert people.people() == [CREW, ADMIN]


@pytest.mark.parametrize("name", ["", "Camille", "a b", "a\n", "../etc", "a" * 64, "камилл"])
def test_a_bad_name_is_refused(people: People, name: str) -> None:
    with pytest.raises(RegistryFault, match="cannot name a person"):
        people.add(replace(CREW, id=name), Keys(), None)


def test_a_name_is_given_once(people: People) -> None:
    with pytest.raises(NameTaken):
        people.add(CREW, Keys(), None)


def test_a_raced_link_lets_one_in(people: People) -> None:
    people.keep_link(link(1))

    found = at_once(lambda _: people.use_link(link(1).hash, NOW_US + 1))

    assert found.count(CREW) == 1
    assert found.count(None) == AT_ONCE - 1


def test_a_raced_code_lets_one_in(people: People) -> None:
    assert at_once(lambda _: people.use_step(CREW.id, 8)).count(True) == 1


def test_raced_tries_are_all_counted(people: People) -> None:
    waits = at_once(lambda _: people.note_try(Try("a" * 64, "192.0.2.7", NOW_US), MOST))

    assert waits.count(None) == MOST.of_account


def test_raced_administrators_cannot_take_the_role_from_each_other(people: People) -> None:
    both = [ADMIN, replace(ADMIN, id="mairie-2")]
    people.add(both[1], Keys(), None)

    def leave(number: int) -> bool:
        try:
            people.change(replace(both[number % 2], roles=frozenset({Role.CREW})), None)
        except LastAdministrator:
            return False
        return True

    at_once(leave)

    left = [one for one in people.people() if Role.ADMINISTRATOR in one.roles]
    assert len(left) == 1


@pytest.mark.parametrize(
    "less", [replace(ADMIN, roles=frozenset()), replace(ADMIN, active=False), None]
)
def test_the_last_administrator_stays(people: People, less: Person | None) -> None:
    def take_away() -> None:
        if less is None:
            people.erase(ADMIN.id, None)
        else:
            people.change(less, None)

    with pytest.raises(LastAdministrator):
        take_away()


# What is kept of a person.


def test_an_export_holds_every_table_that_names_the_person(people: People) -> None:
    live_fully(people)

    told = people.told(CREW.id, ADMIN.id)

    # Computed from the metadata, so that a new table cannot be forgotten here either.
    naming = {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table.name == "people" for key in table.foreign_keys)
        or any(column.info is NAMES for column in table.columns)
    }
    assert set(told) == naming | {"people"}
    of_people = {name for name in told if name.startswith("people")}
    assert [name for name in of_people if not told[name]] == []
    msgspec.json.encode(told)


def test_an_export_gives_no_secret_and_nobody_elses_name(people: People) -> None:
    live_fully(people)

    told = str(people.told(CREW.id, ADMIN.id))

    for secret in ("a-password-hash", "sealed-codes", session(1).hash, link(1).hash):
        assert secret not in told
    assert f"'{ADMIN.id}'" not in told
    assert ANOTHER in told


def test_a_new_table_that_names_people_is_exported_and_erased_unasked(people: People) -> None:
    deeds = Table(
        "deeds_of_a_test",
        METADATA,
        Column("id", Text, primary_key=True),
        Column("crew", ForeignKey("people.id")),
    )
    needs = Table(
        "needs_of_a_test",
        METADATA,
        Column("crew", ForeignKey("people.id"), primary_key=True),
    )
    database = people._database  # noqa: SLF001 - where the test's tables have to be
    try:
        with database.writing() as connection:
            for table in (deeds, needs):
                table.create(connection)
            connection.execute(deeds.insert(), [{"id": "round 7", "crew": CREW.id}])
            connection.execute(needs.insert(), [{"crew": CREW.id}])

        told = people.facts(CREW.id)
        people.erase(CREW.id, ADMIN.id)

        assert told[deeds.name] == [{"id": "round 7", "crew": CREW.id}]
        assert told[needs.name] == [{"crew": CREW.id}]
        with database.reading() as connection:
            assert connection.execute(deeds.select()).all() == [("round 7", None)]
            assert connection.execute(needs.select()).all() == []
    finally:
        METADATA.remove(deeds)
        METADATA.remove(needs)


def test_an_erasure_leaves_the_name_nowhere_and_the_facts_where_they_were(
    people: People, url: str
) -> None:
    live_fully(people)
    lines = people.journal()

    people.erase(CREW.id, ADMIN.id)

    left = every_cell(url)
    assert CREW.id not in left
    assert CREW.name not in left
    after = people.journal()
    assert after[0] == PersonEntry(NOW_US, ADMIN.id, None, PersonDeed.ERASED)
    assert [(line.what, line.detail) for line in after[1:]] == [
        (line.what, line.detail) for line in lines
    ]


def test_another_ones_data_survives_an_erasure(people: People) -> None:
    people.sign_in(session(2, ADMIN.id), "account")
    live_fully(people)
    before = people.facts(ADMIN.id)["people_sessions"]

    people.erase(CREW.id, ADMIN.id)

    assert people.facts(ADMIN.id)["people_sessions"] == before
    assert people.person(ADMIN.id) == ADMIN


def test_a_text_that_may_name_a_person_is_told_and_loses_the_name(people: People) -> None:
    place = tables.places_to_visit
    texts = {c.name: "" for c in place.columns if not c.nullable}
    with people._database.writing() as connection:  # noqa: SLF001 - past the facade
        connection.execute(insert(place).values(texts | {"id": "p1", "who": CREW.id}))
    assert [row["who"] for row in people.facts(CREW.id)["places_to_visit"]] == [CREW.id]

    people.erase(CREW.id, None)

    with people._database.reading() as connection:  # noqa: SLF001 - past the facade
        assert connection.execute(select(place.c.id, place.c.who)).all() == [("p1", None)]


def test_an_erased_administrator_is_gone_from_the_links_that_he_gave(people: People) -> None:
    people.add(replace(ADMIN, id="second"), Keys(), None)
    people.keep_link(link(1))

    people.erase(ADMIN.id, None)

    assert [row["made_by"] for row in people.facts(CREW.id)["people_links"]] == [None]


def test_lines_of_the_journal_are_not_rewritten(people: People) -> None:
    journal = tables.people_journal
    for news in ({"detail": "x"}, {"what": "x"}, {"at_us": 1}, {"who": CREW.id}):
        with (
            pytest.raises(RegistryFault, match="not rewritten"),
            people._database.writing() as connection,  # noqa: SLF001 - past the facade
        ):
            connection.execute(journal.update().values(**news))


def test_a_purge_deletes_what_ended_before_and_nothing_else(people: People) -> None:
    for number, until_us in ((1, NOW_US - 1), (2, NOW_US + 1)):
        people.keep_link(link(number, until_us=until_us))
        people.sign_in(session(number, until_us=until_us), "another account")
        people.note_try(Try("a" * 64, "192.0.2.7", until_us), MOST)

    assert people.purge(NOW_US) == 3

    facts = people.facts(CREW.id)
    assert [row["until_us"] for row in facts["people_sessions"]] == [NOW_US + 1]
    assert [row["until_us"] for row in facts["people_links"]] == [NOW_US + 1]
    assert people.purge(NOW_US + 2) == 3


def test_the_journal_is_purged_by_its_own_age(people: People) -> None:
    assert people.journal() != []

    people.purge(0, NOW_US + 1)

    assert people.journal() == []


# Texts that an erasure does not reach, as docs/how-to/people.md says: what somebody gave as his
# name at a shell.
TEXTS: Final = {
    ("claims", "made_by"),
    ("dead_letter_journal", "who"),
    ("identity_journal", "who"),
}


def test_a_column_that_could_name_a_person_is_a_key_to_people() -> None:
    could = {"who", "whom", "person", "crew", "driver", "installer", "dispatcher"}
    could |= {
        "made_by",
        "opened_by",
        "closed_by",
        "acknowledged_by",
        "imported_by",
        "seen_by",
        "issued_by",
        "signed_by",
    }
    loose = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if column.name in could and not column.foreign_keys and column.info is not NAMES
    }

    assert loose <= TEXTS


def test_the_tables_of_people_go_and_come_back(url: str) -> None:
    open_people(url).close()

    assert _tables_at(url, "0007") & OURS == set()
    assert _tables_at(url, "0008") >= OURS


OURS: Final = {name for name in METADATA.tables if name.startswith("people")}


def _tables_at(url: str, revision: str) -> set[str]:
    database = Database(url)
    with database.writing() as connection:
        config = Config()
        folder = Path(migrate.__file__).with_name("migrations")
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        now = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        (command.downgrade if now > revision else command.upgrade)(config, revision)
        found = set(inspect(connection).get_table_names())
    database.close()
    return found
