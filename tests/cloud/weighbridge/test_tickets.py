"""A sheet of tickets: what weighbridges export is taken, and what is wrong is named by its line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Ticket
from cloud.weighbridge.tickets import TicketSheet, read_tickets
from tests.cloud.weighbridge.conftest import KNOWN, NOON_US, at

HEADINGS = "Numéro;Site;Immatriculation;Brut (kg);Tare (kg);Flux;Date;Heure"
ROW = "T-1;ISDND Soumont;ab-123-cd;15 340;11 000;OMR;24/11/2026;07:45"


def read(text: str, encoding: str = "utf-8") -> TicketSheet:
    return read_tickets(text.encode(encoding), KNOWN, NOON_US)


def why(cells: str, headings: str = HEADINGS) -> str:
    sheet = read(f"{headings}\n{cells}\n")
    (refusal,) = sheet.refusals
    assert sheet.tickets == ()
    return str(refusal)


MORNING = Ticket("T-1", "soumont", "AB123CD", 15_340, 11_000, "residual", at("2026-11-24 07:45"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sheet_as_a_french_weighbridge_exports_it_is_read(encoding: str, end: str) -> None:
    sheet = read(f"{HEADINGS}\n{ROW}\n".replace("\n", end), encoding)

    assert sheet == TicketSheet((MORNING,), 0, ())
    assert MORNING.net_kg == 4340


def test_tonnes_with_a_decimal_comma_are_the_same_ticket() -> None:
    head = "n° ticket;exutoire;plaque;Poids brut (t);Poids tare (t);Poids net (t);déchet;date heure"

    sheet = read(f"{head}\nT-1;soumont;AB 123 CD;15,34;11,00;4,34;residual;2026-11-24 07:45:00\n")

    assert sheet == TicketSheet((MORNING,), 0, ())


def test_an_english_sheet_with_commas_is_the_same_ticket() -> None:
    head = "number,site,plate,gross (t),tare (kg),stream,day,time"

    sheet = read(f'{head}\nT-1,soumont,AB123CD,"15,34",11000,omr,24/11/2026,7h45\n')

    assert sheet == TicketSheet((MORNING,), 0, ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("15 340", "11 000", "gross 11000 kg less tare 11000 kg leaves 0 kg"),
        ("15 340", "9 000", "leaves -2000 kg: are gross and tare exchanged?"),
        ("15 340", "11 005", "5 kg net is no load"),
        ("15 340", "-15 340", "is negative"),
        ("15 340", "", "'' is no weight"),
        ("15 340", "nan", "is no weight"),
        ("15 340", "1e999", "is no weight"),
        ("15 340", "61 000", "more than any truck: kg or t?"),
        ("15 340", "999999999", "more than any truck"),
        ("11 000", "11", "a tare of 11 kg is no truck: kg or t?"),
        ("11 000", "0", "a tare of 0 kg is no truck"),
        ("T-1", "", "a ticket needs its number"),
        ("T-1", "=1+1", "would be a formula"),
        ("T-1", "1,23E+08", "what a spreadsheet makes of a long number"),
        ("T-1", "x" * 65, "is no number"),
        ("ISDND Soumont", "Lyon", "no site that we know: add it to weighbridge.sites"),
        ("OMR", "or", "no stream that we know: add it to weighbridge.streams"),
        ("ab-123-cd", "--", "would be a formula"),
        ("ab-123-cd", "éè", "is no number plate"),
        ("24/11/2026", "11/24/2026", "is no time"),
        ("24/11/2026", "24.11", "is no date"),
        ("24/11/2026", "24/11/1926", "too long ago"),
        ("24/11/2026", "25/11/2026", "has not come yet"),
        ("07:45", "", "has no time of day"),
        ("07:45", "25:00", "is no time"),
        ("24/11/2026;07:45", "29/03/2026;02:30", "no clock showed that"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_reason(old: str, new: str, said: str) -> None:
    assert old in ROW

    told = why(ROW.replace(old, new))

    assert told.startswith("line 2: ")
    assert said in told


def test_a_net_that_is_not_the_difference_is_refused() -> None:
    told = why(f"{ROW};4 999", f"{HEADINGS};Net (kg)")

    assert "net 4999 kg is not gross 15340 kg less tare 11000 kg" in told


@pytest.mark.parametrize("heading", ["Brut", "Brut (lb)"])
def test_a_weight_without_a_unit_that_we_know_is_none(heading: str) -> None:
    told = why(ROW, HEADINGS.replace("Brut (kg)", heading))

    assert told.startswith(f"line 1: headings: '{heading}' is none: there are: ")


def test_a_sheet_without_a_column_of_tares_says_so() -> None:
    told = why("T-1;soumont;AB123CD;15340;omr;24/11/2026", "n;site;plate;brut kg;flux;date")

    assert "no column holds the tare, with (kg) or (t) in its heading" in told


def test_the_same_sheet_again_changes_nothing() -> None:
    known = replace(KNOWN, tickets={MORNING.key: MORNING})

    sheet = read_tickets(f"{HEADINGS}\n{ROW}\n".encode(), known, NOON_US)

    assert sheet == TicketSheet((), 1, ())


def test_a_number_that_says_something_else_now_is_refused() -> None:
    known = replace(KNOWN, tickets={MORNING.key: replace(MORNING, gross_kg=15_430)})

    sheet = read_tickets(f"{HEADINGS}\n{ROW}\n".encode(), known, NOON_US)

    assert sheet.tickets == ()
    assert "imported before, and says something else: it said 15430 - 11000" in str(
        sheet.refusals[0]
    )


def test_a_number_twice_in_a_sheet_is_refused_the_second_time() -> None:
    sheet = read(f"{HEADINGS}\n{ROW}\n{ROW}\n")

    assert sheet.tickets == (MORNING,)
    assert "line 3: number: T-1 of soumont stands on line 2 too" in str(sheet.refusals[0])


@given(st.binary(max_size=300))
def test_any_bytes_are_tickets_or_refusals(raw: bytes) -> None:
    sheet = read_tickets(HEADINGS.encode() + b"\n" + raw, KNOWN, NOON_US)

    for one in sheet.tickets:
        assert 0 < one.net_kg < one.gross_kg
    for refusal in sheet.refusals:
        assert str(refusal).isprintable()


@given(st.integers(1000, 30_000), st.integers(10, 30_000))
def test_whatever_a_truck_can_weigh_is_read_to_the_kilogram(tare: int, net: int) -> None:
    cells = f"T-1;soumont;AB123CD;{tare + net};{tare / 1000:.3f};OMR;24/11/2026;07:45"

    sheet = read(f"{HEADINGS.replace('Tare (kg)', 'Tare (t)')}\n{cells.replace('.', ',')}\n")

    assert sheet.tickets == (replace(MORNING, gross_kg=tare + net, tare_kg=tare),)
