"""The table for a French spreadsheet, and the record for other programs."""

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.web.zone.sheet import harmless
from cloud.web.zone.view import ZoneName
from tests.cloud.web.conftest import Get
from tests.cloud.web.cosmo import FakeZones, cosmo


def _table(answer: httpx.Response) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def _record(get: Get) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(get("/zone/cosmo.json").content)
    return record


def test_the_table_is_what_a_french_spreadsheet_opens(get: Get) -> None:
    answer = get("/zone/cosmo.csv")

    assert answer.content.startswith(b"\xef\xbb\xbfzone;")
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") == 29
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="cosmo-day.csv"'
    row = _table(answer)[0]
    assert row["zone"] == "Cosmo – Gignac"
    assert row["début (heure locale)"] == "2026-10-27 00:00"
    assert row["début (UTC)"] == "2026-10-26T23:00:00Z"
    assert row["passages"].partition(",")[2] == "0"
    assert row["part écoutée"] == "0,990"


def test_a_line_without_a_figure_is_empty_there_and_says_why(get: Get) -> None:
    rows = {row["début (heure locale)"][:10]: row for row in _table(get("/zone/cosmo.csv"))}

    withheld, absent = rows["2026-11-01"], rows["2026-11-05"]
    assert withheld["état"] == "masqué (<\u00a05)"
    assert absent["état"] == "pas de chiffre"
    for row in (withheld, absent):
        assert [row[name] for name in ("passages", "bas 95 %", "haut 95 %")] == ["", "", ""]
    assert "2026-11-24" not in rows


@pytest.mark.parametrize(
    ("step", "rows"), [("day", 28), ("hour", 28 * 24 + 18), ("quarter", 28 * 96 + 72)]
)
def test_the_table_is_cut_as_it_is_asked_for(get: Get, step: str, rows: int) -> None:
    answer = get(f"/zone/cosmo.csv?step={step}")

    assert len(_table(answer)) == rows
    assert f'"cosmo-{step}.csv"' in answer.headers["content-disposition"]


def test_a_step_that_is_none_is_the_day(get: Get) -> None:
    assert len(_table(get("/zone/cosmo.csv?step=<script>"))) == 28


def test_the_names_of_columns_speak_the_readers_language(get: Get) -> None:
    row = _table(get("/zone/cosmo.csv?lang=en"))[0]

    assert list(row)[:4] == ["zone", "begin (local time)", "begin (UTC)", "passages"]
    assert row["share listened"] == "0,990"


def test_a_zone_named_like_a_formula_is_text_for_a_spreadsheet(get: Get, zones: FakeZones) -> None:
    name = '=HYPERLINK("http://evil.example";"x")'
    zones.shown["cosmo"] = replace(cosmo(), zone=ZoneName("cosmo", name, ""))

    rows = _table(get("/zone/cosmo.csv"))

    assert {row["zone"] for row in rows} == {f"'{name}"}


@given(st.text())
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert not harmless(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_record_holds_what_the_page_shows_and_null_for_what_is_not_known(get: Get) -> None:
    record = _record(get)

    assert (record["id"], record["timezone"], record["withheld_below"]) == (
        "cosmo",
        "Europe/Paris",
        5.0,
    )
    assert [len(record[name]) for name in ("days", "gates", "usual_week", "beacons")] == [
        28,
        2,
        168,
        4,
    ]
    days = {day["begin"]: day for day in record["days"]}
    withheld, absent = days["2026-11-01T00:00:00+01:00"], days["2026-11-05T00:00:00+01:00"]
    assert (withheld["passages"], withheld["withheld"]) == (None, True)
    assert (absent["passages"], absent["withheld"]) == (None, False)
    assert absent["coverage"] < 0.8


def test_while_the_store_is_down_there_is_no_file(get: Get, zones: FakeZones) -> None:
    zones.shown["cosmo"] = replace(cosmo(), days=(), hours=(), quarters=(), store_down=True)

    assert {get(f"/zone/cosmo.{kind}").status_code for kind in ("csv", "json")} == {503}


def test_a_file_may_do_nothing_in_a_browser(get: Get) -> None:
    policy = get("/zone/cosmo.json").headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "sha256" not in policy
