"""How every program reads its settings: defaults in code, then a TOML file, then the environment."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from contract.errors import BadSettings

S = TypeVar("S", bound=msgspec.Struct)


def read_settings(kind: type[S], file: Path | None, environ: Mapping[str, str], prefix: str) -> S:
    """Return settings of `kind` from `file`, overridden by `environ`, checked once.

    A variable `PREFIX_TABLE__KEY` sets `key` in `[table]`. Raises BadSettings with one
    sentence that names the file, the key and what is allowed.
    """
    tree = _file(file) if file is not None else {}
    where = str(file) if file is not None else "the environment"
    _overlay(tree, environ, prefix)
    unknown = _unknown(kind, tree)
    if unknown is not None:
        raise BadSettings(f"{where}: {unknown}")
    try:
        # Not strict: the environment knows only strings.
        return msgspec.convert(tree, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{where}: {_sentence(error)}") from None


def _file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: no TOML: {error}") from None


def _overlay(tree: dict[str, Any], environ: Mapping[str, str], prefix: str) -> None:
    start = prefix + "_"
    for variable in sorted(environ):
        if not variable.startswith(start):
            continue
        *tables, key = variable[len(start) :].lower().split("__")
        place = tree
        for table in tables:
            place = place.setdefault(table, {})
            if not isinstance(place, dict):
                raise BadSettings(f"{variable}: {table!r} is no table")
        place[key] = environ[variable]


def _unknown(kind: Any, tree: object, path: str = "") -> str | None:  # noqa: ANN401 - a type form
    """Return a sentence on the first key that `kind` does not have, or None."""
    match msgspec.inspect.type_info(kind):
        case msgspec.inspect.StructType(cls=cls, fields=fields) if isinstance(tree, dict):
            allowed = {field.encode_name: field for field in fields}
            for key, value in tree.items():
                here = f"{path}.{key}" if path else key
                if key not in allowed:
                    names = ", ".join(sorted(allowed))
                    table = f"[{path}]" if path else "the top level"
                    return f"unknown key {here!r}; {table} allows {names}"
                hint = msgspec.structs.fields(cls)
                found = next(f.type for f in hint if f.encode_name == key)
                if (problem := _unknown(found, value, here)) is not None:
                    return problem
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType() if isinstance(tree, list):
            item = kind.__args__[0]
            for index, value in enumerate(tree):
                if (problem := _unknown(item, value, f"{path}[{index}]")) is not None:
                    return problem
        case msgspec.inspect.UnionType():
            for option in kind.__args__:
                if isinstance(option, type) and issubclass(option, msgspec.Struct):
                    return _unknown(option, tree, path)
        case _:
            pass
    return None


def _sentence(error: msgspec.ValidationError) -> str:
    """Turn `Expected … - at `$.mqtt.port`` into `mqtt.port: expected …`."""
    what, _, where = str(error).partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what[0].lower()}{what[1:]}" if key else f"{what[0].lower()}{what[1:]}"
