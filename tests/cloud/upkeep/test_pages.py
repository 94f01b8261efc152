"""What the page on threats names is there; what pages say to type is run in `tests/docs`."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("page", ["docs/why/threats.md"])
def test_every_test_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    named = re.findall(r"`(tests/[\w/.]+)`", text)

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
