"""The verbs of people on the command line."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from typer.testing import CliRunner

from cloud.cli import people
from cloud.errors import CloudError
from cloud.people.passwords import Passwords
from cloud.registry.people import open_people
from contract.errors import BadSettings

PASSWORD = "une phrase assez longue"  # noqa: S105 - of a test
Run = Callable[..., str]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/registry.sqlite"


@pytest.fixture
def run(tmp_path: Path, url: str) -> Run:
    environ = {
        "VALLEE_CLOUD_REGISTRY__URL": url,
        "VALLEE_CLOUD_PEOPLE__KEY_FILE": str(tmp_path / "people.key"),
        "VALLEE_CLOUD_PEOPLE__URL": "https://vallee.example/",
    }

    def call(*argv: str, stdin: str = "") -> str:
        done = CliRunner().invoke(people.app, argv, input=stdin, env=environ)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


@pytest.fixture
def camille(run: Run) -> Run:
    run("add", "camille", "--name", "Camille R.", "--role", "crew", "--truck", "benne-1")
    return run


def test_a_person_is_added_and_listed(camille: Run) -> None:
    (one,) = json.loads(camille("list", "--json"))

    assert one == {
        "id": "camille",
        "name": "Camille R.",
        "roles": ["crew"],
        "language": "fr",
        "truck": "benne-1",
        "active": True,
    }
    assert "Camille R." in camille("list")


def test_a_password_comes_by_standard_input_and_is_never_an_argument(run: Run, url: str) -> None:
    run("add", "noor", "--name", "Noor", "--role", "dispatcher", "--password", stdin=PASSWORD)

    with open_people(url) as found:
        assert Passwords().matches(found.keys("noor").password, PASSWORD)
    with pytest.raises(AssertionError):
        run("add", "x", "--name", "X", "--role", "crew", "--password", PASSWORD)


def test_a_short_password_is_refused_in_one_sentence(camille: Run) -> None:
    with pytest.raises(CloudError, match="12 to 256 characters"):
        camille("password", "camille", stdin="short\n")


def test_a_link_is_printed_with_its_secret_behind_the_hash(
    camille: Run, tmp_path: Path, url: str
) -> None:
    file = tmp_path / "camille.svg"

    address, until, written = camille("link", "camille", "--qr", str(file)).splitlines()

    site, _, secret = address.partition("#")
    assert site == "https://vallee.example/entrer/lien"
    assert "opens once" in until
    assert written == f"written: {file}"
    assert b"<svg" in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with open_people(url) as found:
        assert secret not in str(found.facts("camille"))


def test_a_qr_may_be_a_png_and_nothing_else_is_written(camille: Run, tmp_path: Path) -> None:
    camille("link", "camille", "--qr", str(tmp_path / "a.png"))

    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(BadSettings, match="neither"):
        camille("link", "camille", "--qr", str(tmp_path / "a.txt"))


def test_roles_are_said_anew_and_an_account_is_closed(camille: Run) -> None:
    camille("role", "camille", "--role", "installer", "--truck", "", "--close")

    (one,) = json.loads(camille("list", "--json"))
    assert (one["roles"], one["truck"], one["active"]) == (["installer"], None, False)


def test_codes_are_set_up_for_an_app(camille: Run, tmp_path: Path, url: str) -> None:
    made = pyotp.parse_uri(camille("totp", "camille").strip())

    assert isinstance(made, pyotp.TOTP)
    assert made.name == "camille"
    with open_people(url) as found:
        assert made.secret.encode() not in (found.keys("camille").totp or b"")
    assert stat.S_IMODE((tmp_path / "people.key").stat().st_mode) == 0o600


def test_what_is_kept_is_exported_and_a_person_is_erased(camille: Run) -> None:
    assert json.loads(camille("export", "camille"))["people"][0]["name"] == "Camille R."

    camille("erase", "camille", "--yes")

    assert json.loads(camille("list", "--json")) == []
    with pytest.raises(CloudError, match="there is no person 'camille'"):
        camille("export", "camille")


def test_an_erasure_asks_first(camille: Run) -> None:
    with pytest.raises(AssertionError):
        camille("erase", "camille", stdin="n\n")

    assert len(json.loads(camille("list", "--json"))) == 1


def test_sessions_are_ended(camille: Run) -> None:
    assert camille("end", "camille") == "camille: sessions ended: 0\n"


def test_a_key_file_that_is_no_key_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "people.key").write_bytes(b"short")

    with pytest.raises(CloudError, match=os.fspath(tmp_path / "people.key")):
        run("list")
