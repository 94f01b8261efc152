"""Labels as they are printed: what their QR says, where they lie, what people read."""

import re
import zlib
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.provision.labels import Kind, Label, label_sheets
from tests.cloud.provision.qr_reading import Matrix, read_qr

HOST: Final = "collecte.vallee.example"
MM: Final = 72 / 25.4
RECT: Final = re.compile(r"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re f")
TEXT: Final = re.compile(r"BT ([\d.]+) ([\d.]+) Td \((.*?)\) Tj ET", re.DOTALL)
LINE: Final = re.compile(r"(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l S")
NAMES: Final = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)
Box = tuple[float, float, float, float]


def pages(pdf: bytes) -> list[str]:
    """Return the drawing of each page."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    drawn = [zlib.decompress(stream).decode("latin-1") for stream in streams if stream[:1] == b"x"]
    return [text for text in drawn if " re f" in text or " l S" in text]


def codes(page: str) -> list[tuple[tuple[int, int], Matrix]]:
    """Return each code of a page with the row and column of its label."""
    found: dict[tuple[int, int], list[Box]] = {}
    for numbers in RECT.findall(page):
        x, y, wide, high = (float(number) / MM for number in numbers)
        top = 297 - y
        place = (int((top - 0.5) // 37), int(x // 70))
        found.setdefault(place, []).append((x, top, wide, abs(high)))
    return [(place, matrix(boxes)) for place, boxes in sorted(found.items())]


def matrix(boxes: list[Box]) -> Matrix:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    side = boxes[0][3]
    size = round((max(box[0] + box[2] for box in boxes) - left) / side)
    made = [[False] * size for _ in range(size)]
    for x, y, wide, _ in boxes:
        row, first = round((y - top) / side), round((x - left) / side)
        for column in range(first, first + round(wide / side)):
            made[row][column] = True
    return made


def words(page: str) -> list[tuple[float, float, str]]:
    """Return each text with where it begins: millimetres from the left and from the top."""
    return [
        (
            float(x) / MM,
            297 - float(y) / MM,
            re.sub(r"\\(.)", r"\1", text).encode("latin-1").decode("cp1252"),
        )
        for x, y, text in TEXT.findall(page)
    ]


def test_a_code_sends_whoever_scans_it_to_the_node_or_container() -> None:
    labels = [Label(Kind.NODE, "n-131"), Label(Kind.CONTAINER, "gignac-07")]

    (page,) = pages(label_sheets(labels, HOST))

    assert [read_qr(code)[1] for _, code in codes(page)] == [
        f"https://{HOST}/n/n-131",
        f"https://{HOST}/c/gignac-07",
    ]


@given(NAMES, st.sampled_from(Kind))
@settings(max_examples=30, deadline=None)
def test_any_name_is_printed_so_that_it_reads_back(name: str, kind: Kind) -> None:
    (page,) = pages(label_sheets([Label(kind, name)], HOST))

    ((_, code),) = codes(page)
    level, text = read_qr(code)
    assert text == f"https://{HOST}/{kind}/{name}"
    assert level in {"Q", "H"}


def test_24_labels_fill_a_sheet_row_by_row_and_the_next_begins_another() -> None:
    labels = [Label(Kind.NODE, f"n-{number:03}") for number in range(25)]

    sheets = pages(label_sheets(labels, HOST))

    places = [[place for place, _ in codes(sheet)] for sheet in sheets]
    assert places == [[(row, column) for row in range(8) for column in range(3)], [(0, 0)]]


def test_places_that_are_used_already_are_skipped() -> None:
    (page,) = pages(label_sheets([Label(Kind.NODE, "n-131")], HOST, skip=4))

    assert [place for place, _ in codes(page)] == [(1, 1)]


def test_what_people_read_is_french_and_its_letters_are_all_there() -> None:
    label = Label(Kind.CONTAINER, "gignac-07", "Gignac – Œuvre (d’été)")

    (page,) = pages(label_sheets([label, Label(Kind.NODE, "n-131", "N° 42")], HOST))

    said = [text for _, _, text in words(page)]
    assert said == [
        "Conteneur",
        "gignac-07",
        "Gignac – Œuvre (d’été)",
        f"{HOST}/c/gignac-07",
        "Boîtier de mesure",
        "n-131",
        "N° 42",
        f"{HOST}/n/n-131",
    ]


@given(NAMES, st.text(max_size=200))
@settings(max_examples=30, deadline=None)
def test_whatever_a_label_says_stays_within_its_cut_marks(name: str, line: str) -> None:
    (page,) = pages(label_sheets([Label(Kind.CONTAINER, name, line)], HOST, skip=4))

    said = words(page)
    assert all(70 + 33.9 < x < 140 and 37.5 < y < 37.5 + 37 - 2 for x, y, _ in said)
    assert all(above < below for (_, above, _), (_, below, _) in pairwise(said))
    name_lines = [text for _, _, text in said[1:]]
    assert "".join(name_lines).startswith(name)


def test_cut_marks_stand_at_every_corner_of_the_grid() -> None:
    (page,) = pages(label_sheets([Label(Kind.NODE, "n-131")], HOST))

    marks = [tuple(float(number) / MM for number in line) for line in LINE.findall(page)]
    crosses = {(round((x + x2) / 2), round(297 - (y + y2) / 2, 1)) for x, y, x2, y2 in marks}
    assert crosses == {(70 * c, 0.5 + 37 * r) for c in range(4) for r in range(9)}


def test_the_quiet_zone_is_four_modules_wide() -> None:
    (page,) = pages(label_sheets([Label(Kind.NODE, "n-131")], HOST))

    x, y, _, high = (float(number) / MM for number in RECT.findall(page)[0])
    assert x - 5 == pytest.approx(4 * abs(high), abs=0.01)
    assert 297 - y - 0.5 - 5 == pytest.approx(4 * abs(high), abs=0.01)
    assert abs(high) > 0.5


@pytest.mark.parametrize("host", ["", "a b", "Vallee.example", "x/y", "evil@x", "x:port", "x\n"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="is no host"):
        label_sheets([Label(Kind.NODE, "n-131")], host)


@pytest.mark.parametrize("name", ["", "N-1", "a/b", "n-1\n", "../n", "n-1?token=x"])
def test_what_is_no_name_has_no_label(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a label"):
        Label(Kind.NODE, name)
