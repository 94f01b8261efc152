"""Settings: one sentence with file, key and what is allowed."""

from pathlib import Path

import msgspec
import pytest

from contract.config import read_settings
from contract.errors import BadSettings


class Broker(msgspec.Struct, frozen=True):
    host: str = "127.0.0.1"
    port: int = 1883


class Part(msgspec.Struct, frozen=True):
    name: str


class Program(msgspec.Struct, frozen=True):
    broker: Broker = Broker()
    parts: tuple[Part, ...] = ()
    note: str | None = None
    folder: Path | None = None


def read(folder: Path, text: str, environ: dict[str, str] | None = None) -> Program:
    file = folder / "program.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(Program, file, environ or {}, "PROGRAM")


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    settings = read(tmp_path, "[broker]\nport = 1884\n")

    assert settings == Program(Broker("127.0.0.1", 1884))


def test_a_path_is_read_as_one(tmp_path: Path) -> None:
    assert read(tmp_path, "folder = 'state/x'").folder == Path("state/x")


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    settings = read(tmp_path, "[broker]\nport = 1884\n", {"PROGRAM_BROKER__PORT": "1885"})

    assert settings.broker.port == 1885


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1\n", "unknown key 'prot'; the top level allows broker, folder, note, parts"),
        ("[broker]\nprot = 1\n", r"unknown key 'broker.prot'; \[broker\] allows host, port"),
        ("[[parts]]\nname = 'a'\nx = 1\n", r"unknown key 'parts\[0\].x'; .* allows name"),
        ("[broker]\nport = 'many'\n", "broker.port: expected `int`"),
        ("[[parts]]\n", r"parts\[0\]: object missing required field `name`"),
        ("folder = 3\n", "folder: expected"),
        ("broker = 1\n", "broker: expected `object`"),
        ("[broker\n", "no TOML"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadSettings, match=says) as caught:
        read(tmp_path, text)

    assert str(tmp_path / "program.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"nowhere\.toml: cannot be read"):
        read_settings(Program, tmp_path / "nowhere.toml", {}, "PROGRAM")
