"""The pictures of the tutorial, taken anew: `python -m tests.browser.pictures`."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.sync_api import Page

from tests.browser.chromium import chromium
from tests.browser.hands import NEXT, QUESTIONS, Answers, Hands, picture
from tests.browser.valley import HOUR_US, PLACE, valley

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images" / "install"
BLOCKED: Final = ("120", "118", "121", "119", "120")
_COLOURS: Final = 64


def main() -> None:
    """Run through a mounting and keep what is seen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, valley(Path(folder)) as place, chromium() as browser:
        phone = place.phone(browser)
        page = place.loaded(phone)
        take(page, "list")
        hands = Hands(page, picture())
        phone.set_offline(True)
        hands.begin(PLACE)
        for key in QUESTIONS[:-1]:
            hands.answer(key, Answers())
            if key == "position":
                take(page, "position")
            hands.go_on()
        hands.answer("cone", Answers(cone_mm=BLOCKED))
        hands.refused()
        page.locator(NEXT).scroll_into_view_if_needed()
        take(page, "cone")
        hands.go_on()
        take(page, "verdict")
        page.locator(".wrong a").click()
        hands.answer("cone", Answers())
        hands.go_on()
        page.locator("button.main").click()
        page.wait_for_selector(".card.kept")
        take(page, "kept")
        phone.set_offline(False)
        page.wait_for_selector(".card.mounted")
        (card,) = place.installing.cards()
        place.measures(card.node, card.at_us, hours=26)
        place.clock.ahead_us = 27 * HOUR_US
        place.prove()
        page.emulate_media(color_scheme="dark")
        page.reload()
        page.get_by_text("English").click()
        page.locator(".card.proven").scroll_into_view_if_needed()
        take(page, "proven")


def take(page: Page, name: str) -> None:
    """Keep what is on the screen, in few colours."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as shot:
        shot.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
