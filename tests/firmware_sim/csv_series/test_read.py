"""Every good row is read, and every bad one is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firmware_sim.csv_series.read import read_series
from firmware_sim.csv_series.values import Series
from firmware_sim.errors import BadRequest

TODAY = date(2025, 12, 1)
HEAD = "Bin ID,Fullness,fullnessThreshold,timestamp,reason"
BINS = "serial,description,latitude,longitude,threshold,n_readings,stream,suburb\n"
GOOD = [f"101,{level},8,{day:02d}-11-2025,x" for day, level in enumerate((0, 4, 10), start=1)]

WriteSeries = Callable[..., Path]
MakeSeries = Callable[..., Series]


def told(series: Series) -> dict[str, list[tuple[str, float]]]:
    return {
        diary.bin.id: list(zip(diary.days.astype(str), diary.fill_ratio.tolist(), strict=True))
        for diary in series.diaries
    }


def test_each_bin_has_a_diary_in_the_order_of_days(make_series: MakeSeries) -> None:
    series = make_series("101,6,8,05-11-2025,x\n101,0,8,03-11-2025,x\n102,10,8,04-11-2025,x\n")

    assert told(series) == {
        "101": [("2025-11-03", 0.0), ("2025-11-05", 0.6)],
        "102": [("2025-11-04", 1.0)],
    }


def test_two_bins_on_one_spot_stay_two(series: Series) -> None:
    places = [(one.bin.lat, one.bin.lon) for one in series.diaries]

    assert [one.bin.id for one in series.diaries] == ["101", "102", "103"]
    assert places[0] == places[1]


def test_of_two_rows_of_a_bin_and_day_the_later_one_counts(make_series: MakeSeries) -> None:
    series = make_series("101,8,8,03-11-2025,x\n101,8,8,03-11-2025,x\n101,0,8,03-11-2025,x\n")

    assert told(series) == {"101": [("2025-11-03", 0.0)]}
    assert series.repeats == 2


def test_a_bad_repeat_does_not_take_the_place_of_a_good_row(make_series: MakeSeries) -> None:
    series = make_series("101,8,8,03-11-2025,x\n101,much,8,03-11-2025,x\n")

    assert told(series) == {"101": [("2025-11-03", 0.8)]}


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        (",4,8,03-11-2025,x", "id", "'' is no bin"),
        ("a b,4,8,03-11-2025,x", "id", "'a b' is no bin"),
        ("101,11,8,03-11-2025,x", "level", "'11' is no level of 0 … 10"),
        ("101,-1,8,03-11-2025,x", "level", "'-1' is no level"),
        ("101,,8,03-11-2025,x", "level", "'' is no level"),
        ("101,nan,8,03-11-2025,x", "level", "'nan' is no level"),
        ("101,inf,8,03-11-2025,x", "level", "'inf' is no level"),
        ("101,4,8,2025-11-03,x", "date", "'2025-11-03' is no day"),
        ("101,4,8,31-11-2025,x", "date", "'31-11-2025' is no day"),
        ("101,4,8,02-12-2025,x", "date", "'02-12-2025' is no day of the past"),
        ("101,4,8,02-12-1899,x", "date", "'02-12-1899' is no day"),
        ("101,4", "date", "'' is no day"),
        ("999,4,8,03-11-2025,x", "position", "bin 999 has no position"),
        ("101,4,8,03-11-2025,x,y,z", "fields", "more fields than columns"),
    ],
)
def test_a_bad_row_is_named_and_costs_no_good_one(
    make_series: MakeSeries, row: str, kind: str, words: str
) -> None:
    series = make_series(f"101,2,8,01-11-2025,x\n\n{row}\n101,4,8,02-11-2025,x\n")

    (fault,) = series.faults
    assert (fault.line, fault.kind) == (4, kind)
    assert words in fault.reason
    assert told(series) == {"101": [("2025-11-01", 0.2), ("2025-11-02", 0.4)]}


@pytest.mark.parametrize("place", ["", "x,y", "-137.9,144.6", "-37.9,", "nan,nan"])
def test_a_bin_without_a_position_is_no_bin(make_series: MakeSeries, place: str) -> None:
    bins = f"{BINS}101,A,-37.9,144.6,8,3,general,Werribee\n102,B,{place},8,3,general,Werribee\n"

    series = make_series("101,2,8,01-11-2025,x\n102,2,8,01-11-2025,x\n", bins)

    assert list(told(series)) == ["101"]
    assert [(fault.line, fault.kind) for fault in series.faults] == [(3, "position")]


def test_a_placed_bin_that_was_never_read_is_known_as_such(make_series: MakeSeries) -> None:
    assert make_series("101,2,8,01-11-2025,x\n").unread == ("102", "103")


def test_quotes_carriage_returns_and_a_byte_order_mark_change_nothing(
    write_series: WriteSeries,
) -> None:
    plain = told(read_series(write_series(), TODAY))
    file = write_series()
    lines = file.read_text(encoding="utf-8").splitlines()
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in lines]

    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(quoted).encode())

    assert told(read_series(file, TODAY)) == plain


def test_columns_may_stand_in_any_order_and_there_may_be_more(write_series: WriteSeries) -> None:
    file = write_series("03-11-2025,101,x,6\n", head="timestamp,Bin ID,more,Fullness\n")

    assert told(read_series(file, TODAY)) == {"101": [("2025-11-03", 0.6)]}


@pytest.mark.parametrize(
    ("head", "rows", "sentence"),
    [
        ("Bin ID,timestamp\n", "101,03-11-2025\n", r"fill\.csv, line 1: no column Fullness"),
        ("", "", r"fill\.csv: is no CSV"),
        (f"{HEAD}\n", "", r"fill\.csv: has no good row"),
        (f"{HEAD}\n", "101,11,8,03-11-2025,x\n", r"fill\.csv: has no good row"),
    ],
)
def test_a_file_without_a_good_row_is_one_sentence(
    write_series: WriteSeries, head: str, rows: str, sentence: str
) -> None:
    file = write_series(rows, head=head)

    with pytest.raises(BadRequest, match=sentence) as refusal:
        read_series(file, TODAY)

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("missing", ["fill.csv", "containers.csv"])
def test_a_missing_file_is_one_sentence(write_series: WriteSeries, missing: str) -> None:
    file = write_series()
    file.with_name(missing).unlink()

    with pytest.raises(BadRequest, match=rf"{missing}: cannot be read: No such file"):
        read_series(file, TODAY)


# What is no line of its own: an end of line, and what a codec cannot write.
JUNK = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40)


# No deadline: each case writes and reads files.
@settings(deadline=None)
@example([(0, ",,0")])
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), JUNK), max_size=8))
def test_whatever_stands_between_them_every_good_row_is_read(junk: list[tuple[int, str]]) -> None:
    lines = list(GOOD)
    for at, text in junk:
        # Of a fifth column only: whatever the others hold, there is no level.
        lines.insert(at, f"101,,,,{text}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "fill.csv"
        file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8", newline="")
        place = "101,A,-37.9,144.6,8,3,general,Werribee\n"
        file.with_name("containers.csv").write_text(BINS + place, encoding="utf-8")

        series = read_series(file, TODAY)

    assert [level for _, level in told(series)["101"]] == [0.0, 0.4, 1.0]
    assert [fault.line for fault in series.faults] == [
        number for number, line in enumerate(lines, start=2) if line not in GOOD
    ]
