"""A crew's shift in a real Chromium, before the real app."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route
from playwright.sync_api import Error as PlaywrightError

from cloud.registry.values import KeptDeed, Person, Role
from tests.browser.axe import Axe
from tests.browser.hands import picture
from tests.browser.shift import Yard, ref_of, spot_of, yard

FIRST_VIEW_BYTES = 300_000
PHOTO_BYTES = 300_000
GLOVE_PX = 56
PHONE_PX = 390
STOPS = 60
SKIPPED = (7, 31)
PHOTOS = (12, 48)
SENT = "html[data-unsent='0']"
# What a glove would miss, and whether the page is wider than the phone.
TOO_SMALL = """([least, width]) => [
  ...[...document.querySelectorAll("a, button, label.button, label.choice, .field input, svg[tabindex]")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < least || box.width < least)
    .map(([one, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${one.outerHTML}`),
  ...(document.documentElement.scrollWidth > width ? ["wider than the phone"] : []),
]"""
# Counts the tones that a phone is made to sound.
EARS = """const begin = OscillatorNode.prototype.start;
window.tones = 0;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; return begin.apply(this, when); };"""
SEEN = """new MutationObserver((_, eye) => {
  if (!document.querySelector("#main h1")) return;
  window.seenMs = performance.now();
  eye.disconnect();
}).observe(document, { childList: true, subtree: true });"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    with yard(tmp_path_factory.mktemp("yard")) as opened:
        yield opened


@pytest.fixture
def phone(place: Yard, chromium: Browser) -> Iterator[BrowserContext]:
    made = place.phone(chromium)
    yield made
    made.close()


def cut_once(page: Page, addresses: str) -> list[int]:
    """Have the server do what it is asked, and cut its first answer off; return the statuses."""
    statuses: list[int] = []

    def cut(route: Route) -> None:
        answer = route.fetch()
        statuses.append(answer.status)
        if len(statuses) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(addresses, cut)
    return statuses


def collect(page: Page) -> None:
    """Press the large button, and come to the next stop."""
    before = page.locator("h1").inner_text()
    page.locator("[data-key=collect]").click()
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)


def skip(page: Page, at: int, reason: str) -> None:
    page.locator(f"[data-key='#skip/{at} wide']").click()
    page.locator(f"[data-key={reason}]").click()
    page.wait_for_selector(".undo")


def report(page: Page, at: int, what: str, photo: bytes | None = None) -> None:
    """Tell a problem of a stop, and come back to it."""
    page.goto(f"{page.url.partition('#')[0]}#shot/{at}/{what}")
    page.wait_for_selector("[data-key=tell]")
    if photo is not None:
        file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo}
        page.set_input_files("input[type=file]", file)
        page.wait_for_selector(".shot img")
    page.locator("[data-key=tell]").click()
    page.wait_for_selector("[data-key=collect]")


def more(page: Page, key: str) -> None:
    page.locator("[data-key=nav-more]").click()
    page.locator(f"[data-key='{key}']").click()


def kinds(deeds: list[KeptDeed]) -> Counter[str]:
    return Counter(one.kind for one in deeds)


def bodies(deeds: list[KeptDeed], kind: str) -> list[dict[str, object]]:
    return [json.loads(one.body or "") for one in deeds if one.kind == kind]


def kept_here(page: Page) -> list[str]:
    """Return the names of databases and caches that a phone has."""
    found: list[str] = page.evaluate(
        """async () => [...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys()]"""
    )
    return found


def test_a_shift_of_sixty_stops_in_aeroplane_mode_arrives_once(
    place: Yard, phone: BrowserContext
) -> None:
    refs = [ref_of(number) for number in range(1, STOPS + 1)]
    camille = place.crew("benne-60")
    place.issue("benne-60", [*refs, "quay"])
    page = place.loaded(phone, camille)
    page.wait_for_selector(SENT)
    phone.set_offline(True)

    page.locator("[data-key=start]").click()
    page.wait_for_selector("[data-key=collect]")
    for at in range(1, STOPS + 1):
        if at in PHOTOS:
            report(page, at, "dumped-beside", picture())
        if at == STOPS // 2:
            page.close()
            page = phone.new_page()
            page.goto(f"{place.url}/tournee")
            more(page, "pause")
            page.locator("[data-key=resume]").click()
        if at in SKIPPED:
            skip(page, at, "blocked")
        else:
            collect(page)
    page.locator(f"[data-key='#tip/{STOPS + 1} main huge']").click()
    page.locator("input[value=residual]").check(force=True)
    page.locator(".field input").fill("4 260")
    page.locator("[data-key=unload]").click()
    page.wait_for_selector("h1:text('Dépôt')")
    more(page, "end")
    page.wait_for_selector("h1:text('Service terminé')")
    before = kinds(place.told("benne-60"))
    envelopes = cut_once(page, "**/tournee/envelopes")
    photos = cut_once(page, "**/tournee/photos/*")
    phone.set_offline(False)
    page.wait_for_selector(SENT)

    told = place.told("benne-60")
    collected = [row["stop"] for row in bodies(told, "collected")]
    assert before == {"received": 1}
    assert kinds(told) == {
        "received": 1,
        "accepted": 1,
        "started": 1,
        "collected": STOPS - len(SKIPPED),
        "skipped": len(SKIPPED),
        "problem": len(PHOTOS),
        "paused": 1,
        "resumed": 1,
        "unloaded": 1,
        "ended": 1,
    }
    assert collected == [ref for at, ref in enumerate(refs, 1) if at not in SKIPPED]
    (unloaded,) = bodies(told, "unloaded")
    assert (unloaded["weight_kg"], unloaded["stream"]) == (4260, "residual")
    # The first answer of each was cut off, and what it was about sent again.
    assert envelopes[:2] == [200, 200]
    assert photos == [201, 200, 201]
    named = {str(row["photo"]) for row in bodies(told, "problem")}
    pictures = [place.driven.photo(name) for name in named]
    assert [one is not None and len(one) <= PHOTO_BYTES for one in pictures] == [True] * len(PHOTOS)
