"""A CSV file as spreadsheets save it: its rows by column, each with the line that it begins on."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cloud.registry.spreadsheet.cells import bare

LARGEST_BYTES: Final = 5 << 20
MOST_ROWS: Final = 20_000

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
# Spreadsheets put spaces that do not break into numbers.
_EDGES: Final = " \t\u00a0\u202f"
# A line of Excel's own, before the headings.
_SEPARATOR: Final = "sep="


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet may hold.

    Attributes:
        headings: what each column may be called, without accents; the first is its name to people.
        needed: columns of which one must be there, with why the sheet is none without any.
        columns: the column by each of its headings.
    """

    headings: Mapping[str, tuple[str, ...]]
    needed: Mapping[tuple[str, ...], str]
    columns: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the columns by what they are called."""
        found = {name: column for column, names in self.headings.items() for name in names}
        object.__setattr__(self, "columns", found)

    @property
    def allowed(self) -> str:
        """What people may call its columns."""
        return ", ".join(names[0] for names in self.headings.values())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line is not taken: its number, the column, what is wrong there, and the mend."""

    line: int
    column: str
    why: str
    mend: str

    def __str__(self) -> str:
        """Return it as a line for a person."""
        return f"line {self.line}: {self.column}: {self.why}: {self.mend}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line that it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]


def read_rows(raw: bytes, form: Form) -> Iterator[Row | Refusal]:
    """Yield every row that is not empty, or why it is none; the last may be why nothing follows.

    `;` or `,`; cp1252 or UTF-8 with or without a mark; headings in French or English.
    """
    try:
        rows = _filled(_text(raw))
        first = next(rows, None)
        if first is None:
            raise _Unreadable(1, "file", "the file is empty", "its first line names the columns")
        columns = _columns(form, *first)
        for count, (line, cells) in enumerate(rows):
            if count == MOST_ROWS:
                raise _Unreadable(line, "file", f"more than {MOST_ROWS} rows", "divide the file")
            yield _row(line, columns, cells)
    except _Unreadable as error:
        yield error.refusal


class _Unreadable(Exception):
    """From here on the file cannot be read."""

    def __init__(self, line: int, column: str, why: str, mend: str) -> None:
        super().__init__(why)
        self.refusal = Refusal(line, column, why, mend)


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST_BYTES:
        mend = f"at most {LARGEST_BYTES >> 20} MiB; divide it"
        raise _Unreadable(1, "file", "the file is too large", mend)
    if raw.startswith(_WIDE) or b"\0" in raw:
        line = raw[: max(raw.find(b"\0"), 0)].count(b"\n") + 1
        mend = "save it as CSV UTF-8"
        raise _Unreadable(line, "file", "this is UTF-16, a workbook or no text at all", mend)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        why = f"the byte {raw[error.start]:#04x} is neither UTF-8 nor cp1252"
        raise _Unreadable(line, "file", why, "save it as CSV UTF-8") from None


def _filled(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip(_EDGES) for cell in row]
            if any(cells) and not cells[0].lower().startswith(_SEPARATOR):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        mend = "close each quote, and double those within"
        raise _Unreadable(line, "row", f"no CSV: {error}", mend) from None


def _row(line: int, columns: list[str], cells: list[str]) -> Row | Refusal:
    if len(cells) < len(columns) or any(cells[len(columns) :]):
        why = f"{len(cells)} cells under {len(columns)} headings"
        mend = "put what holds the separator between quotes, or save it with semicolons"
        return Refusal(line, "row", why, mend)
    return Row(line, dict(zip(columns, cells, strict=False)))


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip(_EDGES)), "")
    if first.lower().startswith(_SEPARATOR):
        return first[4:5] if first[4:5] in {";", ","} else ";"
    outside = "".join(first.split('"')[::2])
    return "," if outside.count(",") > outside.count(";") else ";"


def _columns(form: Form, line: int, headings: list[str]) -> list[str]:
    while headings and not headings[-1]:
        headings.pop()
    mend = f"there are: {form.allowed}"
    columns = []
    for heading in headings:
        if (column := form.columns.get(bare(heading))) is None:
            raise _Unreadable(line, "headings", f"{heading!r} is none", mend)
        columns.append(column)
    name, times = Counter(columns).most_common(1)[0]
    if times > 1:
        raise _Unreadable(line, "headings", f"{name!r} is there {times} times", "leave one")
    for any_of, why in form.needed.items():
        if not set(any_of) & set(columns):
            raise _Unreadable(line, "headings", why, mend)
    return columns
