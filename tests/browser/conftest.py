"""A browser for a module of tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import Axe, load_axe
from tests.browser.chromium import chromium as started


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a real Chromium."""
    with started() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Give axe-core."""
    return load_axe()
