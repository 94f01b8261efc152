"""A stock of nodes from a spreadsheet: what people save is taken, and what is wrong is named."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.provision.stock_csv import Known, StockSheet, read_stock
from cloud.registry.spreadsheet.rows import LARGEST_BYTES, MOST_ROWS
from cloud.registry.values import Device, Stock
from contract.names import is_name

NOW_US = 1_767_605_400_000_000
KNOWN = Known({"n-001": Stock.PROVEN}, {"SN-1": "n-001"}, {"gignac-07"})
HEADINGS = "node;serial;stock;note;container;lat;lon"


def read(text: str, encoding: str = "utf-8") -> StockSheet:
    return read_stock(text.encode(encoding), KNOWN, NOW_US)


def row(cells: str) -> StockSheet:
    return read(f"{HEADINGS}\n{cells}\n")


def why(sheet: StockSheet) -> str:
    (refusal,) = sheet.refusals
    assert sheet.devices == ()
    return str(refusal)


FRENCH = "Nœud;N° de série;État;Remarque;Conteneur;Latitude;Longitude\n"
FRENCH_ROW = 'n-131;SN-2;En réparation;"dit ""l\'été"";\nà revoir";gignac-07;43,6531;3,5519\n'
FRENCH_DEVICE = Device(
    "n-131",
    Stock.IN_REPAIR,
    NOW_US,
    "SN-2",
    'dit "l\'été"; à revoir; prévu pour gignac-07; à 43.653100, 3.551900',
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sheet_as_a_french_spreadsheet_saves_it_is_read(encoding: str, end: str) -> None:
    sheet = read((FRENCH + FRENCH_ROW).replace("\n", end), encoding)

    assert sheet == StockSheet((FRENCH_DEVICE,), ())


def test_a_sheet_as_an_english_spreadsheet_saves_it_is_read() -> None:
    sheet = read('node,serial,lat,lon\nn-131,SN-2,"43,6531",3.5519\nn-132,,,\n')

    assert sheet.refusals == ()
    assert [(one.node, one.stock, one.serial, one.note) for one in sheet.devices] == [
        ("n-131", Stock.IN_STOCK, "SN-2", "à 43.653100, 3.551900"),
        ("n-132", Stock.IN_STOCK, None, ""),
    ]


def test_one_column_is_enough() -> None:
    assert [one.node for one in read("noeud\nn-131\n\nn-132").devices] == ["n-131", "n-132"]


def test_what_excel_says_of_separators_is_no_heading() -> None:
    assert [one.node for one in read("sep=,\nnode,serial\nn-131,SN-2\n").devices] == ["n-131"]


def test_spaces_that_do_not_break_and_empty_columns_at_the_end_do_not_matter() -> None:
    sheet = read("node;lat;lon;;\n n-131\u00a0;\u202f43,6\u00a0;3,5;;\n;;;;\n")

    assert [one.node for one in sheet.devices] == ["n-131"]
    assert sheet.refusals == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (";;;x;;;", "node: a node needs a name"),
        ("n-001;;;;;;", "node: n-001 is there already, proven"),
        ("N-131;;;;;;", "node: 'N-131' is no name"),
        ("n_131;;;;;;", "node: 'n_131' is no name"),
        ("-n;;;;;;", "node: '-n' would be a formula"),
        ('"n-131\n";;;;;;', "node: 'n-131\\n' is no name"),
        ("../n;;;;;;", "node: '../n' is no name"),
        (f"{'n' * 64};;;;;;", "is no name"),
        ("n-\u0430;;;;;;", "node: 'n-\u0430' holds U+0430, CYRILLIC SMALL LETTER A"),
        ("n-\u0661;;;;;;", "holds U+0661, ARABIC-INDIC DIGIT ONE"),
        ("n-o01;;;;;;", "node: n-o01 looks like n-001"),
        ("n-00l;SN-2;;;;;", "node: n-00l looks like n-001"),
        ("=cmd|' /C calc'!A0;;;;;;", "would be a formula"),
        ("n-131;=1+1;;;;;", "serial: '=1+1' would be a formula"),
        ("n-131;@SUM(A1);;;;;", "serial: '@SUM(A1)' would be a formula"),
        ("n-131;SN-1;;;;;", "serial: SN-1 is the serial of n-001"),
        ("n-131;1,00E+15;;;;;", "what a spreadsheet makes of a long number"),
        (f"n-131;{'9' * 65};;;;;", "is no serial"),
        ("n-131;é;;;;;", "serial: 'é' is no serial"),
        ("n-131;;lost;;;;", "stock: 'lost' is no state"),
        ("n-131;;Monté;;;;", "mounted and proven at its place, by evidence"),
        ("n-131;;proven;;;;", "mounted and proven at its place, by evidence"),
        ("n-131;;;=HYPERLINK(1);;;", "note: '=HYPERLINK(1)' would be a formula"),
        ("n-131;;;-1+1;;;", "note: '-1+1' would be a formula"),
        (f"n-131;;;{'a' * 501};;;", "note: the remark is too long"),
        ("n-131;;;a\x07b;;;", "note: the remark holds a control character"),
        ("n-131;;;;gignac-99;;", "container: there is no container 'gignac-99'"),
        ("n-131;;;;+gignac;;", "container: '+gignac' would be a formula"),
        ("n-131;;;;;91;3", "position: '91' is no latitude: it lies between -90 and 90"),
        ("n-131;;;;;43;-180,5", "position: '-180,5' is no longitude"),
        ("n-131;;;;;NaN;3", "position: 'NaN' is no latitude"),
        ("n-131;;;;;43;inf", "position: 'inf' is no longitude"),
        ("n-131;;;;;1e1;3", "position: '1e1' is no latitude"),
        ("n-131;;;;;\u0664\u0663;3", "is no latitude"),
        ("n-131;;;;;43;", "position: a position needs latitude and longitude"),
        ("n-131;;;;;0;0,0", "position: 0, 0 lies in the sea"),
        ("n-131;SN-2", "row: 2 cells under 7 headings"),
        ("n-131;;;;;43;3;5", "row: 8 cells under 7 headings"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why_and_what_to_do(cells: str, said: str) -> None:
    line = why(row(cells))

    assert said in line
    assert line.startswith("line 2: ")
    assert line.count(": ") >= 3 or "would be a formula" in line


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "line 1: file: the file is empty"),
        (b"\xef\xbb\xbf\n \n", "line 1: file: the file is empty"),
        ("node\nn-131\n".encode("utf-16"), "line 1: file: this is UTF-16"),
        ("node\nn-131\n".encode("utf-16-le"), "line 1: file: this is UTF-16"),
        (b"PK\x03\x04\x00\x00", "a workbook or no text at all"),
        (b"node\nn-\x81\n", "line 2: file: the byte 0x81 is neither UTF-8 nor cp1252"),
        (b"node\tserial\nn-131\tx\n", "headings: 'node\\tserial' is none"),
        (b"serial;note\nSN-2;x\n", "headings: no column names the nodes"),
        (b"node;colour\nn-131;red\n", "headings: 'colour' is none: there are: node, serial"),
        (b"node;name\nn-131;n-132\n", "headings: 'node' is there 2 times"),
        (b'node;note\nn-131;"open\nn-132;x\n', "line 2: row: no CSV"),
        (b"x" * (LARGEST_BYTES + 1), "file: the file is too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(raw: bytes, said: str) -> None:
    assert said in why(read_stock(raw, KNOWN, NOW_US))


def test_more_rows_than_anybody_has_nodes_are_not_read() -> None:
    sheet = read("node\n" + "\n".join(numbered(MOST_ROWS + 2)))

    assert len(sheet.devices) == MOST_ROWS
    assert f"more than {MOST_ROWS} rows" in str(sheet.refusals[0])


def test_a_name_and_a_serial_may_stand_once_only() -> None:
    sheet = read("node;serial\nn-131;SN-2\nn-131;SN-3\nn-132;SN-2\nn-l31;SN-4\n")

    assert [one.node for one in sheet.devices] == ["n-131"]
    assert [str(refusal).rpartition(": ")[0] for refusal in sheet.refusals] == [
        "line 3: node: n-131 stands on line 2 too",
        "line 4: serial: SN-2 stands on line 2 too",
        "line 5: node: n-l31 looks like n-131",
    ]


def test_every_fault_of_a_line_is_told_with_the_line_that_it_begins_on() -> None:
    sheet = read(f'{HEADINGS}\nn-131;;;"two\nlines";;;\nN;=1;lost;;nowhere;91;0\n')

    assert [one.node for one in sheet.devices] == ["n-131"]
    assert [(one.line, one.column) for one in sheet.refusals] == [
        (4, column) for column in ("node", "serial", "stock", "container", "position")
    ]


def test_two_thousand_rows_take_less_than_two_seconds() -> None:
    rows = (f"{node};SN-{node};en stock;livré;gignac-07;43,6531;3,5519" for node in numbered(2000))
    raw = f"{HEADINGS}\n{chr(10).join(rows)}\n".encode("cp1252")

    before = time.perf_counter()
    sheet = read_stock(raw, KNOWN, NOW_US)
    took_s = time.perf_counter() - before

    assert (len(sheet.devices), sheet.refusals) == (2000, ())
    assert took_s < 2, f"{took_s:.3f} s"


@given(st.binary(max_size=300))
def test_any_bytes_give_devices_or_refusals_and_nothing_else(raw: bytes) -> None:
    sheet = read_stock(b"node;serial;note;lat;lon\n" + raw, KNOWN, NOW_US)

    assert all(is_name(one.node) for one in sheet.devices)
    assert all(one.why and one.mend and one.line >= 1 for one in sheet.refusals)


def numbered(count: int) -> Iterable[str]:
    return (f"m-{number:05}" for number in range(count))
