"""The page in an export that says what every file and column of it is."""

from typing import Any, Final

from cloud.registry.tables import METADATA
from cloud.upkeep.manifest import Manifest

FILE: Final = "SCHEMA.md"

Columns = dict[str, tuple[list[str], list[str]]]
"""By measurement the names of its tags and of its fields."""

_HEAD: Final = """\
# What is in this export

Made {made_at} by release {release}; the registry's form is {form}. `sha256sum --check SHA256SUMS`
tells whether it is whole.

Each table of the registry and each measurement of the store is here twice: as JSON lines (`.jsonl`,
UTF-8, one object a line), which is exact and what `vallee-cloud load` reads, and as CSV (comma,
UTF-8, one line of names) for spreadsheets. In a CSV a text that begins like a formula has an
apostrophe before it, and lists are written as JSON.

Names that end in `_us` or `_ns` are micro- or nanoseconds since 1970-01-01 UTC, `_s` seconds,
`_mm` millimetres, `_kg`, `_l`, `_m` kilograms, litres, metres; `lat` and `lon` are degrees, WGS
84. Dates are `YYYY-MM-DD`, bytes are base64, an empty cell or null is *not known*. Numbers of
points are 64-bit floats, written so that they come back bit by bit.
"""


def schema_page(manifest: Manifest, columns: Columns) -> str:
    """Return the page, as Markdown."""
    head = _HEAD.format(made_at=manifest.made_at, release=manifest.release, form=manifest.form)
    tables = "\n".join(_table(manifest, table) for table in METADATA.sorted_tables)
    points = "\n".join(_measurement(manifest, name, *columns[name]) for name in sorted(columns))
    left_out = "".join(f"- {name}: {why}\n" for name, why in manifest.left_out.items())
    return (
        f"{head}\n## Registry: `registry/TABLE`\n\n{tables}\n"
        f"## Store: `points/MEASUREMENT`\n\n{points}\n## Not in it\n\n{left_out}"
    )


def _table(manifest: Manifest, table: Any) -> str:  # noqa: ANN401 - the registry's own
    rows = "".join(
        f"| `{column.name}` | {_kind(column)} | {_role(column)} |\n" for column in table.columns
    )
    count = manifest.tables[table.name].rows
    return f"### {table.name} ({count} rows)\n\n| column | kind | |\n|---|---|---|\n{rows}"


def _measurement(manifest: Manifest, name: str, tags: list[str], fields: list[str]) -> str:
    counts = {
        "series": sum(one.measurement == name for one in manifest.series),
        "points": sum(one.rows for one in manifest.series if one.measurement == name),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    return (
        f"### {name} ({told})\n\nTags: {_names(tags)}. Time: `time_ns`. Fields: {_names(fields)}.\n"
    )


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def _kind(column: Any) -> str:  # noqa: ANN401 - the registry's own
    python: str = column.type.python_type.__name__
    kinds = {"int": "whole number", "str": "text", "float": "number", "bool": "true or false"}
    return {**kinds, "dict": "JSON", "object": "JSON"}.get(python, python)


def _role(column: Any) -> str:  # noqa: ANN401 - the registry's own
    roles = ["key"] if column.primary_key else []
    roles += [f"names `{key.target_fullname}`" for key in sorted(column.foreign_keys, key=str)]
    return "; ".join([*roles, *([] if not column.nullable else ["may be empty"])])
