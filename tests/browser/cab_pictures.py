"""The crew's tutorial in pictures, day and night: `python -m tests.browser.cab_pictures`."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium
from tests.browser.shift import Yard, ref_of, yard

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images" / "cab"
SCREENS: Final = {
    "round": "#round",
    "more": "#more",
    "told": "#told",
    "skip": "#skip/3",
    "problem": "#problem/3",
    "report": "#shot/3/dumped-beside",
    "side": "#stop/7",
    "tip": "#tip/9",
    "change": "#change",
}
_COLOURS: Final = 48


def main() -> None:
    """Drive a morning twice and keep what is seen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, yard(Path(folder)) as place, chromium() as browser:
        for look, scheme in (("day", "light"), ("night", "dark")):
            drive(place, browser, look, scheme)


def drive(place: Yard, browser: Browser, look: str, scheme: str) -> None:
    """Take every screen in one of the two looks."""
    truck, first = f"benne-{look}", 10 if look == "day" else 30
    refs = [ref_of(number) for number in range(first, first + 6)]
    streets = ["alpha/1", "alpha/2"]
    camille, sacha = place.crew(truck), place.crew(truck)
    place.issue(truck, [*refs, *streets, "quay"])
    phone, other = place.phone(browser, number=first), place.phone(browser, number=first)
    page = place.loaded(phone, camille)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    take(page, f"start-{look}")
    page.locator("[data-key=start]").click()
    page.locator("[data-key=collect]").click()
    page.wait_for_selector("html[data-unsent='0'] .undo")
    take(page, f"stop-{look}")
    second = place.started(other, sacha)
    second.locator("[data-key=collect]").click()
    second.wait_for_selector("html[data-unsent='0'] .undo")
    page.goto(f"{place.url}/tournee#skip/2")
    page.locator("[data-key=blocked]").click()
    page.wait_for_selector("html[data-unsent='0'] [data-key=collect]")
    place.issue(truck, [refs[0], refs[1], refs[3], refs[2], ref_of(first + 9), *streets, "quay"])
    page.reload()
    page.wait_for_selector("a.offer")
    take(page, f"offer-{look}")
    for name, address in SCREENS.items():
        page.evaluate("address => { location.hash = address; }", address)
        page.wait_for_selector(f"html[data-screen='{address[1:]}'] h1")
        take(page, f"{name}-{look}")
    page.locator("[data-key=nav-round]").click()
    page.locator(f".conflict[data-ref={refs[1]}]").click()
    take(page, f"conflict-{look}")
    page.locator("[data-key=nav-more]").click()
    page.locator("[data-key=pause]").click()
    page.wait_for_selector("[data-key=resume]")
    take(page, f"pause-{look}")
    page.locator("[data-key=nav-more]").click()
    page.locator("[data-key=end]").click()
    page.wait_for_selector("html[data-screen=''] h1:text('Service terminé')")
    take(page, f"end-{look}")
    phone.close()
    other.close()


def take(page: Page, name: str) -> None:
    """Keep what is on the screen, in few colours."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as shot:
        shot.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
