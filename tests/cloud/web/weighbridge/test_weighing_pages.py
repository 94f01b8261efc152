"""The page of weighings: for dispatchers, a month at a time, with what does not add up."""

import csv

import pytest

from tests.cloud.web.alarms.night import Night
from tests.cloud.web.people.conftest import Visitor
from tests.cloud.web.reader import Reader

PATHS = ("/pesees", "/pesees/tonnage.csv", "/pesees/rapprochement.csv")


def test_a_month_shows_its_tonnes_and_what_does_not_add_up(nadia: Visitor) -> None:
    answer = nadia.ask("/pesees?lang=fr&mois=2025-11")

    text = Reader(answer.text).text
    # 4,24 t twice and 3 t; one of them has an unloading.
    assert "11,5 t pesées, dont 37 % rapprochées d’un vidage" in text
    assert "Ordures ménagères 3 11,5 t 37 % 37 % dont 37 % pointés" in text
    assert "T-3 Soumont 24 nov. 2025, 8 h 30 ZZ999ZZ" in text
    assert "plaque inconnue" in text
    assert "même poids que T-1" in text
    assert "one Soumont 24 nov. 2025, 1 h 55" in text


def test_without_a_month_it_is_this_one_and_nonsense_is_none(nadia: Visitor) -> None:
    asked = [
        nadia.ask(f"/pesees?lang=fr{month}").text for month in ("", "&mois=2025-13", "&mois=%")
    ]

    assert all("Pesées de nov. 2025" in Reader(page).text for page in asked)


def test_a_month_without_tickets_says_how_to_import_some(nadia: Visitor) -> None:
    text = Reader(nadia.ask("/pesees?lang=en&mois=2025-01").text).text

    assert "No tickets this month. Import them: vallee-cloud weighbridge import" in text


def test_both_tables_can_be_taken_away(nadia: Visitor) -> None:
    tonnes, pairs = (nadia.ask(f"{path}?mois=2025-11") for path in PATHS[1:])

    assert 'filename="tonnage-2025-11.csv"' in tonnes.headers["content-disposition"]
    rows = list(csv.reader(tonnes.content.decode("utf-8-sig").splitlines(), delimiter=";"))[1:]
    assert [row[2:5] for row in rows] == [["", "", "7,240"], ["34001", "Alpha", "4,240"]]
    assert {tuple(row[5:]) for row in rows} == {("0,369",) * 3}
    states = [line.split(";")[0] for line in pairs.content.decode("utf-8-sig").splitlines()[1:]]
    assert states == [
        *("rapproché", "orphelin", "plaque inconnue", "ticket manquant", "doublon possible")
    ]


@pytest.mark.parametrize("path", PATHS)
def test_only_dispatchers_see_weighings(tonight: Night, crew: Visitor, path: str) -> None:
    assert crew.ask(path).status_code == 403
    assert Visitor(tonight.app).ask(path, accept="application/json").status_code == 401


def test_nothing_on_the_page_comes_from_outside(nadia: Visitor) -> None:
    reader = Reader(nadia.ask("/pesees").text)

    assert [a for a in reader.addresses if not a.startswith(("/", "?", "data:image/"))] == []
    assert reader.inline_handlers == []
