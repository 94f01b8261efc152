"""What a crew must know to get at a container: read, kept, told and erased with whom it names."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from cloud.errors import BadTerritory
from cloud.registry import migrate
from cloud.registry.database import Database
from cloud.registry.people import open_people
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Keys, Person, Role
from tests.cloud.registry.conftest import spoil

NOTE = "Portail à gauche, clé chez Mme Élise Prat ; chien"
ELISE = Person("elise", "Élise Prat", frozenset({Role.CREW}))
MIGRATIONS = Path(migrate.__file__).with_name("migrations")


def noted(folder: Path, note: str) -> Path:
    """Write a note beside the first container of a territory, and none beside the second."""
    spoil(folder / "containers.csv", "invented\n", "invented,access\n")
    spoil(folder / "containers.csv", ",yes\n", f",yes,{note}\n")
    spoil(folder / "containers.csv", ",no\n", ",no,\n")
    return folder


def notes(registry: Registry) -> list[str | None]:
    return [one.access for one in registry.containers()]


def test_a_note_is_kept_and_goes_when_the_file_no_longer_says_it(
    registry: Registry, folder: Path
) -> None:
    registry.load_territory(noted(folder, f'"{NOTE}"'))
    before = notes(registry)
    spoil(folder / "containers.csv", f'"{NOTE}"', "")

    registry.load_territory(folder)

    assert (before, notes(registry)) == ([NOTE, None], [None, None])


def test_a_territory_without_the_column_has_no_notes(loaded: Registry) -> None:
    assert notes(loaded) == [None, None]


@pytest.mark.parametrize(
    "note",
    ["a\tb", "a\x1b[31mb", "a\x7fb", "a\u202eb", "a\u2028b", '" "'],
    ids=["tab", "escape", "delete", "right to left", "line separator", "space only"],
)
def test_a_control_character_is_one_sentence_with_its_line(
    registry: Registry, folder: Path, note: str
) -> None:
    with pytest.raises(BadTerritory) as refused:
        registry.load_territory(noted(folder, note))

    (sentence,) = str(refused.value).splitlines()
    assert "containers.csv:" in sentence
    assert "access: expected one line of text without control characters" in sentence


def test_a_note_has_two_hundred_letters_at_most(registry: Registry, folder: Path) -> None:
    longest = "é" * 200

    registry.load_territory(noted(folder, longest))
    spoil(folder / "containers.csv", longest, longest + "é")
    with pytest.raises(BadTerritory) as refused:
        registry.load_territory(folder)

    assert notes(registry) == [longest, None]
    assert "containers.csv:2: access: expected `str` of length <= 200" in str(refused.value)


def test_who_is_named_in_a_note_is_told_of_it_and_it_goes_with_him(
    registry: Registry, folder: Path, url: str
) -> None:
    registry.load_territory(noted(folder, f'"{NOTE.upper()}"'))
    with open_people(url) as people:
        for person in (ELISE, Person("other", "Sacha Bosc", frozenset({Role.CREW}))):
            people.add(person, Keys(), None)

        told, others = people.facts(ELISE.id), people.facts("other")
        people.erase(ELISE.id, None)

    assert [row["access"] for row in told["containers"]] == [NOTE.upper()]
    assert "containers" not in others
    assert notes(registry) == [None, None]


def test_the_column_goes_and_comes_back_and_the_containers_stay(
    registry: Registry, folder: Path, url: str
) -> None:
    registry.load_territory(noted(folder, f'"{NOTE}"'))
    ids = [one.id for one in registry.containers()]
    registry.close()

    database = Database(url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
        row = connection.execute(text("SELECT * FROM containers")).mappings().first()
    database.close()

    assert row is not None
    assert "access" not in row
    with open_registry(url) as again:
        assert [(box.id, box.access) for box in again.containers()] == [(one, None) for one in ids]
