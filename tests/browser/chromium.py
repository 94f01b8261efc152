"""A real Chromium, Debian's, driven by Playwright."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.services.programs import find

INSTALL = "apt-get install -y --no-install-recommends chromium"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser; without one skip the test, or fail it if VALLEE_REQUIRE_LIVE=1.

    Playwright keeps an event loop running in this thread meanwhile, in which nothing else may call
    asyncio.run: so it is started for a module of tests, and ended with it.
    """
    found = find("chromium")
    if found is None:
        sentence = f"live part left out: no chromium here; as root: {INSTALL}"
        if os.environ.get("VALLEE_REQUIRE_LIVE") == "1":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        # Root has no sandbox; what is opened here is our own.
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=found, args=sandbox)
        yield browser
        browser.close()
