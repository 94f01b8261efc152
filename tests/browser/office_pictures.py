"""The pictures of people, alarms and weighings anew: `python -m tests.browser.office_pictures`."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory
from typing import Final, Literal

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium
from tests.cloud.people.house import ADMIN
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.web.alarms.night import FIRE, Night, night

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images"
SIZES: Final = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
PAGES: Final = {
    "people/enter": "/entrer",
    "people/me": "/moi",
    "people/people": "/personnes",
    "alarms/alarms": "/alarmes",
    "alarms/alarm": f"/alarmes/{FIRE}",
    "weighbridge/weighings": "/pesees",
}
# Of each page what the how-tos show; every other view is taken too if a folder is named.
SHOWN: Final = {
    *("people/enter-phone", "people/me-phone", "people/people-desk", "people/codes-phone"),
    *("alarms/alarms-desk", "alarms/alarm-phone-dark", "weighbridge/weighings-desk"),
}
_COLOURS: Final = 64


def main() -> None:
    """Look at each page by day and by night, on a phone and at a desk."""
    all_of_them = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with (
        TemporaryDirectory() as folder,
        TemporaryDirectory() as territory,
        _served(Path(folder), Path(territory)) as (opened, site),
        chromium() as browser,
    ):
        page = _signed_in(browser, opened, site)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for name, path in PAGES.items():
                    page.goto(f"{site}{path}?lang=fr")
                    _take(page, f"{name}-{size}{'-dark' * (scheme == 'dark')}", all_of_them)
                page.goto(f"{site}/moi?lang=fr")
                page.locator("form[action^='/moi/codes'] button").click()
                page.get_by_alt_text("QR").wait_for()
                _take(page, f"people/codes-{size}{'-dark' * (scheme == 'dark')}", all_of_them)


@contextmanager
def _served(folder: Path, territory: Path) -> Iterator[tuple[Night, str]]:
    for name, text in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (territory / name).write_text(text, encoding="utf-8")
    with night(folder, territory) as opened, create_server(("127.0.0.1", 0)) as place:
        server = uvicorn.Server(uvicorn.Config(opened.app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([place],))
        thread.start()
        yield opened, f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _signed_in(browser: Browser, opened: Night, site: str) -> Page:
    page = browser.new_context(locale="fr-FR").new_page()
    house = opened.house
    page.goto(house.accounts.link(ADMIN.id, None, house.clock.at_us).address(site))
    page.get_by_role("button").click()
    page.wait_for_url("**/moi**")
    return page


def _take(page: Page, name: str, all_of_them: Path | None) -> None:
    """Keep what is on the screen, in few colours."""
    places = [FOLDER] if name in SHOWN else []
    places += [all_of_them] if all_of_them else []
    for place in places:
        file = place / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=place != FOLDER or name.endswith("desk"))
        with Image.open(file) as picture:
            few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


if __name__ == "__main__":
    main()
