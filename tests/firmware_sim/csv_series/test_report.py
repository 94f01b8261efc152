"""What is said of a series is short, however much is wrong with it."""

from collections.abc import Callable

from firmware_sim.csv_series.report import SHOWN, report
from firmware_sim.csv_series.values import Series

MakeSeries = Callable[..., Series]


def test_a_good_series_is_one_sentence(series: Series) -> None:
    (sentence,) = report(series)

    assert sentence.endswith(
        "fill.csv: 3 bins, 8 bin-days, 0 repeats (the last row of a day counts), 0 bad rows"
    )


def test_rows_with_one_reason_are_one_sentence(make_series: MakeSeries) -> None:
    rows = "".join(f"999,{level},8,03-11-2025,x\n" for level in range(7))

    _, sentence, *_ = report(make_series("101,0,8,03-11-2025,x\n" + rows))

    assert sentence.endswith("fill.csv, line 3: bin 999 has no position in containers.csv (7 rows)")


def test_a_handful_of_reasons_is_said_and_the_rest_is_summed_up(make_series: MakeSeries) -> None:
    levels = "".join(f"101,{level},8,03-11-2025,x\n" for level in range(11, 20))
    days = "".join(f"101,0,8,{day}-13-2025,x\n" for day in range(10, 13))
    own = "101,0,8,03-11-2025,x\n102,0,8,03-11-2025,x\n103,0,8,03-11-2025,x\n"

    whole, *each, rest = report(make_series(own + levels + days))

    assert whole.endswith("12 bad rows")
    assert len(each) == SHOWN
    assert rest.endswith("and 7 more bad rows: 4 by their level, 3 by their date")


def test_bins_that_nobody_read_are_named(make_series: MakeSeries) -> None:
    *_, sentence = report(make_series("101,0,8,03-11-2025,x\n"))

    assert sentence.endswith("no good row of 102, 103")
