"""axe-core, which looks for what keeps people out of a page; its file comes from npm."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

ROOT: Final = Path(__file__).parents[2]
INSTALL: Final = "npm install --no-save --prefix .venv/share/axe axe-core@4"
# Beside the other parts of the environment, or where somebody says.
_FILE: Final = Path("node_modules") / "axe-core" / "axe.min.js"
# WCAG 2.2 up to AA, and what the makers of axe hold for good practice.
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_IS_THERE: Final = "() => 'axe' in globalThis"
_RUN: Final = "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"


@dataclass(frozen=True, slots=True)
class Axe:
    """The script, ready to be put into a page."""

    script: str

    def violations(self, page: Page, rules: Sequence[str] | None = None) -> list[str]:
        """Return what is wrong with a page as it stands, one line a place; of all rules or some."""
        if not page.evaluate(_IS_THERE):
            # As a debugger does: the page's own policy would not let it in, and shall not.
            page.evaluate(self.script)
        found: dict[str, Any] = page.evaluate(_RUN, [*(rules or TAGS)])
        return [
            f"{one['id']}: {one['help']}: {node['html']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]


def load_axe() -> Axe:
    """Read axe-core; without it skip the test, or fail it if VALLEE_REQUIRE_LIVE=1."""
    folder = Path(os.environ.get("VALLEE_AXE", ROOT / ".venv" / "share" / "axe"))
    file = folder / _FILE
    if file.is_file():
        return Axe(file.read_text(encoding="utf-8"))
    sentence = f"left out: no axe-core here; in the checkout: {INSTALL}"
    if os.environ.get("VALLEE_REQUIRE_LIVE") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
