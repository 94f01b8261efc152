"""The people's pages in a real Chromium, served by a real uvicorn with its access log on."""

import logging
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from zoneinfo import ZoneInfo

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request

from cloud.registry.values import Person, Role
from cloud.web.app import create_app
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from tests.browser.axe import load_axe
from tests.browser.chromium import chromium as started
from tests.cloud.people.house import ADMIN, CREW, PASSWORD, House, blank_registry, house_of
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones

SIZES = {"phone": (390, 844), "desk": (1280, 800)}
# A finger in a glove; WCAG asks for 24.
LEAST_PX = 44
LENA = Person("lena", "Léna Prat", frozenset({Role.ADMINISTRATOR}))
ME = re.compile(r"^http://[^/]+/moi(\?|$)")


class Lines(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class Served:
    house: House
    site: str
    log: Lines


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("people-browser")
    blank = blank_registry(folder)
    log = Lines()
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addHandler(log)
    with house_of(f"sqlite:///{blank}") as house, socket.create_server(("127.0.0.1", 0)) as place:
        site = f"http://127.0.0.1:{place.getsockname()[1]}"
        desk = PeopleDesk(house.accounts, house.clock, lambda: ZoneInfo("Europe/Paris"), site)
        app = create_app(
            FakeDesk(), FakeZones(), people=Entrance(desk, Guard(house.door, house.clock))
        )
        config = uvicorn.Config(app, log_config=None, log_level="info", access_log=True)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([place],))
        thread.start()
        yield Served(house, site, log)
        server.should_exit = True
        thread.join()
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).removeHandler(log)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def address(served: Served, name: str = CREW.id) -> str:
    house = served.house
    return house.accounts.link(name, ADMIN.id, house.clock.at_us).address(served.site)


def enter_by_link(page: Page, served: Served, name: str = CREW.id) -> None:
    page.goto(address(served, name))
    page.get_by_role("button").click()
    page.wait_for_url(ME)


def test_a_links_secret_appears_in_no_access_log_address_or_referrer(
    page: Page, served: Served
) -> None:
    link = address(served)
    secret = link.partition("#")[2]
    sent: list[Request] = []
    # Playwright writes into what it is given, which a built-in method does not allow.
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108

    page.goto(link)
    assert secret not in page.url
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(ME)
    page.goto(f"{served.site}/healthz")

    assert [one for one in sent if one.method == "POST"] != []
    assert any("POST /entrer/lien" in line for line in served.log.lines)
    assert not any(secret in line for line in served.log.lines)
    assert not any(secret in one.url for one in sent)
    assert not any("referer" in one.headers for one in sent)


def test_a_link_survives_a_change_of_language_and_is_not_in_the_history(
    page: Page, served: Served
) -> None:
    page.goto(address(served))

    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(ME)

    assert "#" not in page.url


def test_a_link_without_its_end_says_so(page: Page, served: Served) -> None:
    page.goto(f"{served.site}/entrer/lien")

    assert page.get_by_text("Il manque la fin de l’adresse").is_visible()
    assert page.get_by_role("button").count() == 0


def test_somebody_signs_in_and_out_with_the_keyboard_and_back_shows_nothing(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.site}/moi")
    page.keyboard.type(CREW.id)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(ME)
    assert page.get_by_text(CREW.name).first.is_visible()

    page.get_by_role("button", name="Sortir", exact=True).click()
    page.wait_for_url(re.compile(r"/entrer\?parti=1"))
    page.go_back()

    assert page.get_by_text(CREW.name).count() == 0


def test_a_cookie_is_out_of_reach_of_a_script(page: Page, served: Served) -> None:
    enter_by_link(page, served)

    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("vallee", True, "Strict")


def test_an_administrator_makes_a_link_that_a_phone_opens(
    page: Page, served: Served, browser: Browser
) -> None:
    enter_by_link(page, served, ADMIN.id)
    page.goto(f"{served.site}/personnes/{CREW.id}")
    page.get_by_role("button", name="Faire un lien").click()
    link = page.locator(".address").input_value()
    phone = browser.new_context()

    other = phone.new_page()
    other.goto(link)
    other.get_by_role("button").click()
    other.wait_for_url(ME)

    assert other.get_by_text(CREW.name).first.is_visible()
    phone.close()


def test_an_administrator_sets_up_codes_on_the_screen_and_signs_in_with_them(
    page: Page, served: Served
) -> None:
    house = served.house
    house.accounts.add(LENA, PASSWORD, ADMIN.id)
    enter_by_link(page, served, LENA.id)
    assert page.get_by_text("Mettez-les en place").is_visible()
    page.get_by_role("button", name="Mettre en place").click()
    # The picture is drawn, not only asked for.
    assert page.get_by_alt_text("QR").evaluate("(one) => one.naturalWidth") > 200
    app = pyotp.TOTP(page.locator(".address").input_value().replace(" ", ""))

    page.locator("input[name=code]").fill("000000")
    page.get_by_role("button", name="Activer").click()
    page.get_by_text("Ce n’est pas le code de maintenant").wait_for()
    page.locator("input[name=code]").fill(house.code(app))
    page.get_by_role("button", name="Activer").click()
    page.get_by_text("Les codes sont en place.").wait_for()
    page.get_by_role("button", name="Sortir", exact=True).click()
    house.clock.pass_s(60)
    page.locator("input[name=name]").fill(LENA.id)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=code]").fill(house.code(app))
    page.locator("main button").first.click()
    page.wait_for_url(ME)

    assert page.get_by_text(LENA.name).first.is_visible()


@pytest.mark.parametrize(("size", "scheme"), list(product(SIZES, ["light", "dark"])))
def test_pages_are_open_to_all_and_fit_a_phone(
    browser: Browser, served: Served, size: str, scheme: str
) -> None:
    axe = load_axe()
    width, height = SIZES[size]
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    wrong: list[str] = []

    def look(path: str) -> None:
        page.goto(served.site + path)
        wrong.extend(f"{path}: {line}" for line in axe.violations(page))
        wide = page.evaluate("document.documentElement.scrollWidth")
        small = page.evaluate(
            """(least) => [...document.querySelectorAll('button, .button, select, summary,'
              + 'input:not([type=hidden]):not([type=checkbox]):not(.unseen), .tick, .people a')]
              .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least)
              .map((one) => one.outerHTML)""",
            LEAST_PX,
        )
        wrong.extend(f"{path}: small: {one}" for one in small)
        if wide > width:
            wrong.append(f"{path}: {wide} px wide")

    # French by day, English by night: each language is looked at in both sizes.
    language = "en" if dark else "fr"
    look(f"/entrer?lang={language}")
    look(f"/entrer/lien?lang={language}#{'a' * 43}")
    enter_by_link(page, served, ADMIN.id)
    for path in ("/moi", "/personnes", f"/personnes/{CREW.id}"):
        look(f"{path}?lang={language}")
    page.get_by_role("button", name="link" if dark else "lien").click()
    wrong.extend(f"given: {line}" for line in axe.violations(page))
    page.goto(f"{served.site}/moi?lang={language}")
    page.get_by_role("button", name="Set up" if dark else "Mettre en place").click()
    page.get_by_alt_text("QR").wait_for()
    wrong.extend(f"codes: {line}" for line in axe.violations(page))
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("codes: too wide")

    assert wrong == []
    context.close()
