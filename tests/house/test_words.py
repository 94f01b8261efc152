"""What files say first, and what no file says."""

import ast
import re
from pathlib import Path
from typing import Protocol

import pytest

# A full stop inside a sentence is followed by no capital: "e.g. a page", "rumqttd 0.20".
SECOND_SENTENCE = re.compile(r"[.!?]\s+[A-ZÀ-Ý]")

# Where somebody keeps a checkout; /home/pi and /home/vallee belong to no developer.
SOMEBODYS_PLACE = re.compile(
    r"(?:/home|/Users)/(?!pi\b|vallee\b)\w+|[A-Z]:\\Users\\|--(?:extra-)?index-url"
)


class House(Protocol):
    root: Path

    def modules(self) -> list[Path]: ...
    def tree(self, module: Path) -> ast.Module: ...
    def files(self) -> list[Path]: ...


def test_a_file_is_one_idea_that_its_first_sentence_says(house: House) -> None:
    untold = []
    for file in house.modules():
        first = (ast.get_docstring(house.tree(file)) or "").partition("\n\n")[0]
        if not first.endswith(".") or "\n" in first or SECOND_SENTENCE.search(first):
            untold.append(f"{file}: {first!r}")

    assert untold == []


def test_no_file_knows_a_developers_machine(house: House) -> None:
    here = str(house.root) + "/"
    this_test = Path(__file__).relative_to(house.root)
    told = []
    for file in house.files():
        try:
            text = (house.root / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a recording, a database
        if file != this_test and (here in text or SOMEBODYS_PLACE.search(text)):
            told.append(str(file))

    assert told == []


def test_a_key_or_a_token_is_in_no_file(house: House) -> None:
    secret = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")

    told = [str(file) for file in house.files() if secret.search((house.root / file).read_bytes())]

    assert told == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_a_newcomer_finds_the_usual_files(house: House, name: str) -> None:
    assert (house.root / name).read_text(encoding="utf-8").strip()
