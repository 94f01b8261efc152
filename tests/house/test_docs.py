"""What the documents point to is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", "demo-state", "demo-out"} & set(path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_goal_that_is_named_is_one_of_the_makefile(name: str) -> None:
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    goals = set(re.findall(r"^make ([a-z]+)", told.stdout, re.MULTILINE))

    text = (ROOT / name).read_text(encoding="utf-8")
    named = {word for match in re.findall(r"`make ([a-z ]+)", text) for word in match.split()}
    named |= set(re.findall(r"^\$ make ([a-z]+)", text, re.MULTILINE))

    assert named
    assert named <= goals


@pytest.mark.parametrize("page", ["docs/why/one-reading.md", "docs/how-to/add-a-sensor.md"])
def test_every_file_of_the_code_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    named = re.findall(r"`((?:contract|edge|cloud|tests)/[\w/.]+)`", text)

    assert named
    for path in named:
        assert (ROOT / path).exists() or "NAME" in path, path
