"""A round on paper, however long: no stop is lost, doubled or cut in two by a page."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from cloud.plan.route import Route, Stop, StopKind
from cloud.web.dispatch.paper import Entry, paged
from cloud.web.dispatch.sheet import Sheet, draw_sheets
from cloud.web.words import Language, Words

PARIS: Final = ZoneInfo("Europe/Paris")
LONG: Final = "Lotissement des Grands Chênes Verts derrière la salle polyvalente, portail n°"
SAYS: Final = "OBLIGATOIRE", "MUST BE DONE"


def long_round(count: int) -> Route:
    """Return a truck's round of so many containers, some of them with very long names."""

    def stop(kind: StopKind, ref: str, name: str, at_s: int, load_kg: int) -> Stop:
        must = kind == "container"
        return Stop(kind, ref, name, 43.6, 3.5, at_s, at_s + 60, 900, load_kg, 0, must=must)

    stops = [stop("depot", "d", "Dépôt", 18_000, 0)]
    for n in range(1, count + 1):
        name = f"{LONG} {n:03d}" if n % 7 == 0 else f"Place {n:03d}"
        stops.append(stop("container", f"c{n:03d}", name, 18_000 + 120 * n, 50 * n))
    end_s = 18_000 + 120 * (count + 1)
    stops += [stop("tip", "t", "Exutoire", end_s, 0), stop("depot", "d", "Dépôt", end_s + 900, 0)]
    return Route("t1", "Grue 1", "ccvh", tuple(stops))


def printed(route: Route, folder: Path, language: Language = "fr") -> list[str]:
    """Return the words of each page, line by line."""
    access = {stop.ref: "camion de 12,0 t au plus" for stop in route.containers}
    sheet = Sheet("Vallée", date(2026, 11, 30), 1_000_000, "https://vallee.example/tournee", access)
    file = folder / "sheet.pdf"
    file.write_bytes(draw_sheets(sheet, [route], Words(language, PARIS)))
    said = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    return said.replace("\u00a0", " ").removesuffix("\f").split("\f")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
@pytest.mark.parametrize("count", [1, 14, 15, 16, 120])
def test_every_stop_stands_once_in_order_with_its_notes_on_the_same_page(
    count: int, tmp_path: Path
) -> None:
    pages = printed(long_round(count), tmp_path)

    numbers = [re.findall(r"^\s*([0-9]+) +[0-9]+ h [0-9]{2}", page, re.MULTILINE) for page in pages]
    assert [int(n) for page in numbers for n in page] == list(range(1, count + 1))
    for page, found in zip(pages, numbers, strict=True):
        assert page.count("camion de 12,0 t au plus") == len(found)
        assert page.count("kg à bord") == len(found)
    feet = [re.findall(r"page ([0-9]+) / ([0-9]+)", page) for page in pages]
    assert feet == [[(str(n), str(len(pages)))] for n in range(1, len(pages) + 1)]
    assert all("Grue 1" in page for page in pages)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
@pytest.mark.parametrize(("language", "says"), [("fr", SAYS[0]), ("en", SAYS[1])])
def test_the_sheet_is_of_one_language(language: Language, says: str, tmp_path: Path) -> None:
    (page,) = printed(long_round(3), tmp_path, language)

    assert page.count(says) == 3
    assert not any(other in page for other in SAYS if other != says)
    assert ("pesée ____" in page) is (language == "fr")


def test_a_page_is_never_longer_than_paper() -> None:
    tall = Entry("1", "5 h 00", ["a"] * 4, ["b"] * 6, "", box=True, band=False)

    pages = paged([tall] * 40)

    assert sum(map(len, pages)) == 40
    assert all(sum(one.height_mm for one in page) < 297 - 2 * 14 for page in pages)
