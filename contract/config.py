"""How a program reads its settings: defaults in code, then a TOML file, then the environment."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

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
    unknown = _unknown(inspect.type_info(kind), tree)
    if unknown is not None:
        raise BadSettings(f"{where}: {unknown}")
    try:
        # Not strict: the environment knows only strings.
        return msgspec.convert(tree, kind, strict=False, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{where}: {_sentence(error)}") from None


def read_secret(file: Path) -> str:
    """Return the secret that `file` holds and nothing else; raise BadSettings naming the file."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8"
        raise BadSettings(f"the secret {file} cannot be read: {reason}") from None


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


def _unknown(shape: inspect.Type, tree: object, path: str = "") -> str | None:
    """Return a sentence on the first key that `shape` does not have, or None."""
    children: list[tuple[inspect.Type, object, str]] = []
    match shape:
        case inspect.StructType(fields=fields) if isinstance(tree, dict):
            allowed = {field.encode_name: field.type for field in fields}
            for key in tree.keys() - allowed.keys():
                table = f"[{path}]" if path else "the top level"
                names = ", ".join(sorted(allowed))
                return f"unknown key {_join(path, key)!r}; {table} allows {names}"
            children = [(allowed[key], value, _join(path, key)) for key, value in tree.items()]
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            if isinstance(tree, list):
                children = [(item, one, f"{path}[{index}]") for index, one in enumerate(tree)]
        case inspect.UnionType(types=types):
            children = [(option, tree, path) for option in types]
        case _:
            pass
    return next((said for child in children if (said := _unknown(*child)) is not None), None)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _from_text(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"Expected text, got {type(value).__name__}")


def _sentence(error: msgspec.ValidationError) -> str:
    """Turn `Expected … - at `$.mqtt.port`` into `mqtt.port: expected …`."""
    what, _, where = str(error).partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what[0].lower()}{what[1:]}" if key else f"{what[0].lower()}{what[1:]}"
