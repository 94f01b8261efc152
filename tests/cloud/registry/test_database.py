import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from cloud.errors import RegistryFault
from cloud.registry.database import Database
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import DeadLetter


@pytest.fixture
def url(blank: str) -> str:
    """Begin with nothing."""
    return blank


@pytest.mark.parametrize(
    "url", ["", "registry.db", "mysql://u:p@h/n", "sqlite://", "sqlite:///:memory:"]
)
def test_a_url_that_names_no_registry_is_one_sentence_with_the_mend(url: str) -> None:
    with pytest.raises(RegistryFault, match="sqlite:///FILE"):
        open_registry(url)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    file = tmp_path / "state" / "registry.db"

    open_registry(f"sqlite:///{file}").close()

    assert file.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(RegistryFault, match="state: File exists"):
        open_registry(f"sqlite:///{tmp_path / 'state' / 'registry.db'}")


def test_a_file_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "registry.db").mkdir()

    with pytest.raises(RegistryFault, match="does not answer: unable to open database file"):
        open_registry(f"sqlite:///{tmp_path / 'registry.db'}")


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "registry.db"
    file.write_text("id,name\n" * 1000, encoding="utf-8")

    with pytest.raises(RegistryFault, match="file is not a database"):
        open_registry(f"sqlite:///{file}")


def test_a_server_that_is_down_is_one_sentence_without_the_password() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]

    with pytest.raises(RegistryFault, match="does not answer") as caught:
        open_registry(f"postgresql://vallee:secret@127.0.0.1:{port}/vallee")

    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_sqlite_keeps_its_journal_beside_it_and_checks_references(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")

    with database.reading() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    database.close()

    assert pragmas == ["wal", 1, 2]


def test_nothing_is_kept_of_a_transaction_that_fails_half_way(registry: Registry, url: str) -> None:
    database = Database(url)

    def add_twice() -> None:
        with database.writing() as connection:
            for _ in range(2):
                connection.execute(text("INSERT INTO operators (id, name) VALUES ('a', 'A')"))

    with pytest.raises(RegistryFault, match="refuses"):
        add_twice()
    database.close()

    assert registry.operators() == []


def test_threads_write_and_read_at_once(registry: Registry) -> None:
    letter = DeadLetter(1, "t", "n-001", None, None, "rule", "reason", b"x")

    def work(_: int) -> int:
        registry.bury([letter, letter])
        return len(registry.dead_letters(limit=1))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(40))) == [1] * 40

    assert registry.dead_letter_count() == 80
