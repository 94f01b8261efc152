"""The pages of alarms and weighings in a real Chromium: pressed, without a script, in two sizes."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from tests.browser.axe import load_axe
from tests.browser.chromium import chromium
from tests.cloud.people.house import PASSWORD
from tests.cloud.web.alarms.night import FIRE, NADIA, Night

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
PATHS = ("/alarmes", f"/alarmes/{FIRE}", "/pesees")


@dataclass
class Served:
    night: Night
    site: str


@pytest.fixture(scope="module")
def served(tonight: Night) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as place:
        server = uvicorn.Server(uvicorn.Config(tonight.app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([place],))
        thread.start()
        yield Served(tonight, f"http://127.0.0.1:{place.getsockname()[1]}")
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def signed_in(browser: Browser, served: Served, *, script: bool = True) -> Page:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 1280, "height": 900}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(f"{served.site}/entrer")
    page.locator("input[name=name]").fill(NADIA.id)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button").first.click()
    page.wait_for_url("**/moi**")
    return page


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Page:
    return signed_in(browser, served)


@pytest.mark.parametrize(("path", "size", "scheme"), [*product(PATHS, SIZES, SCHEMES)])
def test_a_page_is_open_to_all_and_nothing_is_cut_off(
    page: Page, served: Served, path: str, size: str, scheme: Literal["light", "dark"]
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{served.site}{path}?lang=fr")

    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert load_axe().violations(page) == []


def test_an_alarm_is_taken_care_of_without_a_script(browser: Browser, served: Served) -> None:
    page = signed_in(browser, served, script=False)
    page.goto(f"{served.site}/alarmes?lang=fr")

    page.get_by_role("button", name="Je m’en occupe").click()
    page.wait_for_url(f"**/alarmes/{FIRE}**")

    found = served.night.alarms.alarm(FIRE)
    assert found is not None
    assert found.acknowledged_by == NADIA.id
    assert page.get_by_text("Nadia B.").is_visible()
    assert page.get_by_role("button").count() == 0
