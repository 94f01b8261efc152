"""The pictures of the desk's how-to, taken anew: `python -m tests.browser.desk_pictures`."""

import subprocess
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.sync_api import Page

from cloud.dispatch.move import Asked
from tests.browser.bureau import CAMILLE, NADIA, SACHA, Bureau, bureau, morning_us
from tests.browser.chromium import chromium

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images" / "desk"
_COLOURS: Final = 192
_SHEET_DPI: Final = 70


def main() -> None:
    """Work at the desk for an evening and a morning, and keep what is seen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, bureau(Path(folder)) as place, chromium() as browser:
        nadia, sacha = place.enter(browser, NADIA), place.enter(browser, SACHA)
        nadia.goto(place.at())
        take(nadia, "plan")
        sheet(place, nadia, Path(folder))
        yes, no = moves(place)
        dragged(nadia, *yes)
        take(nadia, "possible", "#reponse")
        put_off(nadia, place, yes[0])
        take(nadia, "put-off", "#reponse")
        ask(nadia, *no)
        take(nadia, "refused", "#reponse")
        sacha.goto(place.at())
        ask(nadia, *yes)
        sacha.locator("form[action^='/bureau/publier'] button").click()
        take(sacha, "meanwhile", "#reponse")
        nadia.locator("form[action^='/bureau/publier'] button").click()
        nadia.goto(place.at("/refaire"))
        nadia.get_by_label("Grue 2 est en panne").check()
        nadia.get_by_role("button", name="Calculer").click()
        take(nadia, "again", "#reponse")
        morning(place)
        nadia.goto(place.at("/suivi"))
        nadia.locator(".rounds-done > li", has_text="Grue 1").locator("summary").click()
        take(nadia, "followed")
        nadia.get_by_role("button", name="Voir la position de Grue 2").click()
        take(nadia, "position", "#reponse")
        camille = place.enter(browser, CAMILLE)
        camille.set_viewport_size({"width": 800, "height": 500})
        camille.goto(f"{place.url}/moi/positions")
        take(camille, "looked")
        nadia.goto(place.at("/rues", nom="rue saint"))
        take(nadia, "street")
        nadia.goto(place.at("/calendrier"))
        take(nadia, "calendar")
        nadia.set_viewport_size({"width": 390, "height": 844})
        nadia.emulate_media(color_scheme="dark")
        nadia.goto(place.at(lang="en"))
        nadia.locator("#list-title").scroll_into_view_if_needed()
        take(nadia, "phone")
        nadia.goto(place.at("/calendrier", lang="en", mois="2027-05"))
        take(nadia, "phone-calendar")


def moves(place: Bureau) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a move that the checker takes, and one that it refuses."""
    found: dict[bool, tuple[str, str]] = {}
    cranes = [route for route in place.plan.routes if route.containers]
    for route in cranes:
        other = next(one.truck for one in cranes if one.truck != route.truck)
        for stop in route.containers:
            moved = place.board.move(place.day, 0, Asked(stop.ref, other), NADIA.id, dry=True)
            found.setdefault(not moved.answer.broken, (stop.ref, other))
    return found[True], found[False]


def morning(place: Bureau) -> None:
    """Have a crew drive half of its round, with an incident."""
    plan, begun = place.plan, morning_us(place, 5 * 3600 + 2400)
    place.clock.ahead_us = begun + 3_600_000_000 - place.clock()
    stops = next(route for route in plan.routes if route.truck == "grue-1").containers
    at = {"at_us": begun}
    place.tells(
        {"kind": "accepted", **at, "plan": plan.issued_at_us},
        {"kind": "started", **at},
        {"kind": "collected", **at, "stop": stops[0].ref},
        {"kind": "skipped", **at, "stop": stops[1].ref, "reason": "blocked"},
        {"kind": "problem", **at, "stop": stops[1].ref, "what": "blocked-by-car"},
        {"kind": "collected", "at_us": begun + 1_200_000_000, "stop": stops[2].ref},
    )
    refused = {"kind": "refused", **at, "plan": plan.issued_at_us, "why": "Hayon en panne"}
    place.tells(refused, truck="grue-2", device="tel-2")
    where = {"lat": 43.652, "lon": 3.547, "accuracy_m": 9}
    place.tells({"kind": "position", "at_us": begun, **where}, truck="grue-2", device="tel-2")
    place.driven.open_incident("grue-2", "Hayon en panne", NADIA.id)


def ask(page: Page, container: str, truck: str) -> None:
    """Press “Move”."""
    page.locator("select[name=conteneur]").select_option(container)
    page.locator("select[name=vers]").select_option(f"camion:{truck}")
    page.locator("#move button.main").click()
    page.wait_for_selector("#reponse .said")


def dragged(page: Page, container: str, truck: str) -> None:
    """Drag a stop to where it may go; the checker answers."""
    grip = page.locator(f"[data-drag={container}]")
    grip.scroll_into_view_if_needed()
    grip.hover()
    page.mouse.down()
    page.mouse.move(300, 300, steps=3)
    page.wait_for_selector(".targets:visible")
    take(page, "drag", ".targets")
    page.locator(f".targets [data-drop='camion:{truck}']").hover()
    page.mouse.up()
    page.wait_for_selector("#reponse .said")


def put_off(page: Page, place: Bureau, container: str) -> None:
    """Ask the next day."""
    page.goto(place.at())
    page.locator("select[name=conteneur]").select_option(container)
    page.locator("select[name=vers]").select_option(f"jour:{place.day + timedelta(1)}")
    page.locator("#move [name=essai]").click()
    page.wait_for_selector("#reponse .said")


def sheet(place: Bureau, page: Page, folder: Path) -> None:
    """Keep the first round sheet as a picture."""
    answer = page.request.get(f"{place.url}/bureau/plans/{place.day}/feuilles.pdf")
    file = folder / "sheets.pdf"
    file.write_bytes(answer.body())
    asked = ["pdftoppm", "-r", str(_SHEET_DPI), "-f", "1", "-singlefile", "-png", str(file)]
    subprocess.run([*asked, str(FOLDER / "sheet")], check=True)
    fewer(FOLDER / "sheet.png")


def take(page: Page, name: str, part: str = "") -> None:
    """Keep what is on the screen, or a part of it."""
    file = FOLDER / f"{name}.png"
    if part:
        page.locator(part).screenshot(path=file)
    else:
        page.screenshot(path=file, full_page=page.viewport_size != {"width": 390, "height": 844})
    fewer(file)


def fewer(file: Path) -> None:
    """Write a picture in few colours."""
    with Image.open(file) as shot:
        shot.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
