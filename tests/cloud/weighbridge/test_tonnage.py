"""Each kilogram that was weighed stands in one stream, one month and one commune, or in none."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Ticket, Unloading
from cloud.weighbridge.export import matching_csv, tonnage_csv
from cloud.weighbridge.match import match
from cloud.weighbridge.ports import Lift
from cloud.weighbridge.tonnage import CommuneTonnage, Tonnage, split_kg, tonnage
from tests.cloud.weighbridge.conftest import MINUTE_US, NOON_US, PARIS, TRUCKS, ticket, unloading


def lift(insee: str, minutes: float, load_kg: int, stream: str = "residual") -> Lift:
    at_us = NOON_US + round(minutes * MINUTE_US)
    return Lift("benne-1", f"c-{insee}-{minutes}", insee, stream, at_us, load_kg)


def summed(tickets: list[Ticket], unloadings: list[Unloading], lifts: list[Lift]) -> Tonnage:
    return tonnage(match(tickets, unloadings, TRUCKS, 60 * MINUTE_US), unloadings, lifts, PARIS)


def test_a_load_is_split_by_what_was_expected_since_the_last_unloading() -> None:
    lifts = [
        lift("34001", -300, 900),  # before the last unloading
        lift("34010", -100, 100),
        lift("34114", -60, 300),
        lift("34010", -30, 999, "biowaste"),  # in the other compartment
        lift("34239", 30, 500),  # after it
    ]

    found = summed([ticket("1", 5)], [unloading("early", -200), unloading("a")], lifts)

    assert found.communes == (
        CommuneTonnage("residual", "2026-11", "34010", 1000),
        CommuneTonnage("residual", "2026-11", "34114", 3000),
    )
    (stream,) = found.streams
    assert (stream.weighed_kg, stream.matched_share, stream.split_share) == (4000, 1.0, 1.0)


def test_what_is_not_matched_counts_and_says_so() -> None:
    tickets = [ticket("1"), ticket("2", 200, gross_kg=12_000)]

    found = summed(tickets, [unloading("a")], [lift("34010", -60, 10)])

    (stream,) = found.streams
    assert (stream.weighed_kg, stream.matched_kg, stream.split_kg) == (5000, 4000, 4000)
    assert stream.matched_share == 0.8
    assert CommuneTonnage("residual", "2026-11", "", 1000) in found.communes


def test_a_month_is_that_of_the_valley_s_clocks() -> None:
    # 23:30 UTC of November is December here.
    december = ticket("1", at_us=NOON_US + (6 * 24 * 60 + 12 * 60 + 30) * MINUTE_US)

    found = summed([december], [], [])

    assert [one.month for one in found.streams] == ["2026-12"]


def test_a_load_of_which_nothing_was_expected_is_split_alike() -> None:
    assert split_kg(100, {"a": 0, "b": 0, "c": 0}) == {"a": 34, "b": 33, "c": 33}


@given(
    st.integers(1, 60_000),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5000), min_size=1),
)
def test_parts_add_up_and_none_is_a_kilogram_off(net_kg: int, shares: dict[str, int]) -> None:
    parts = split_kg(net_kg, shares)

    assert sum(parts.values()) == net_kg
    whole = sum(shares.values())
    if whole:
        assert all(abs(parts[name] - net_kg * shares[name] / whole) < 1 for name in shares)


@given(
    st.lists(st.tuples(st.integers(-200, 200), st.integers(11_500, 20_000)), max_size=8),
    st.lists(st.integers(-200, 200), max_size=8),
    st.lists(st.tuples(st.sampled_from("xyz"), st.integers(-300, 200), st.integers(0, 400))),
)
def test_both_views_have_the_sum_of_the_tickets(
    weighed: list[tuple[int, int]], emptied: list[int], lifted: list[tuple[str, int, int]]
) -> None:
    tickets = [ticket(str(i), m, gross_kg=kg) for i, (m, kg) in enumerate(weighed)]
    unloadings = [unloading(str(i), minutes) for i, minutes in enumerate(emptied)]

    found = summed(tickets, unloadings, [lift(*one) for one in lifted])

    net_kg = sum(one.net_kg for one in tickets)
    assert sum(one.kg for one in found.communes) == net_kg
    assert sum(one.weighed_kg for one in found.streams) == net_kg
    unknown_kg = sum(one.kg for one in found.communes if not one.insee)
    assert sum(one.split_kg for one in found.streams) == net_kg - unknown_kg


def rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def test_a_table_for_a_spreadsheet_has_its_figures_and_no_formula() -> None:
    found = summed([ticket("1")], [unloading("a")], [lift("34010", -5, 1)])

    told = rows(tonnage_csv(found, {"34010": '=HYPERLINK("http://x")'}))

    assert told[1] == [
        *(
            "residual",
            "2026-11",
            "34010",
            '\'=HYPERLINK("http://x")',
            "4,000",
            "1,000",
            "1,000",
            "0,000",
        )
    ]


def test_a_table_of_pairs_says_what_became_of_each_and_bears_no_formula() -> None:
    tickets = [ticket("1", -1), ticket("@SUM(A1)", 300), ticket("3", plate="ZZ999ZZ")]
    found = match(tickets, [unloading("a"), unloading("+b", 600)], TRUCKS, 60 * MINUTE_US)

    told = rows(matching_csv(found, TRUCKS, PARIS))

    assert [row[0] for row in told[1:]] == [
        *("rapproché", "plaque inconnue", "orphelin", "ticket manquant"),
    ]
    assert all(len(row) == len(told[0]) for row in told)
    cells = [cell for row in told for cell in row]
    assert "'@SUM(A1)" in cells
    assert "'+b" in cells
    assert "-60" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
