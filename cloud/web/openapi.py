"""Our own OpenAPI document, out of the operations' types: nothing in it is written by hand."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

from cloud.web.cab import api as cab
from cloud.web.cab.routes import STAY
from cloud.web.described import DESCRIBED
from cloud.web.dispatch import api as dispatch
from cloud.web.operations import JSON, Operation

OPERATIONS: tuple[Operation, ...] = (STAY, *cab.OPERATIONS, *dispatch.OPERATIONS)
EVERY: tuple[Operation, ...] = (*OPERATIONS, *DESCRIBED)
_ABOUT = """\
Whoever is signed in at /entrer has a session: the cookie `__Host-vallee` (`vallee` without TLS, on
the server's own machine). What changes something has to send the session's token too, which
/tournee/stay and /pose/places tell and each page carries in `<meta name="token">`, and the header
`Sec-Fetch-Site: same-origin` or an `Origin` of this site. Before an address is reached, any request
may be answered by a plain line: 400 to a Host that is not ours, 413 to a body of more than 8 MiB,
503 where too many connections are open."""
_UNAUTHORISED = 401
_REFS = "#/components/schemas/{name}"


def openapi(operations: Iterable[Operation] = EVERY, version: str = "1") -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of some operations."""
    operations = tuple(operations)
    kinds = list(dict.fromkeys(kind for one in operations for kind in _kinds(one)))
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REFS)
    known = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, known)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Smart Vallée", "version": version, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": _as_ecma(components),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-vallee"},
                "token": {"type": "apiKey", "in": "header", "name": "X-Vallee-Token"},
            },
        },
        "security": [{"session": [], "token": []}],
    }


def _as_ecma(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a schema whose patterns end as JSON Schema's regular expressions do."""
    if isinstance(value, list):
        return [_as_ecma(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _as_ecma(one) for key, one in value.items()}
    if isinstance(made.get("pattern"), str):
        made["pattern"] = made["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    return made


def _kinds(one: Operation) -> Iterable[Any]:
    for told in (one.body, *one.all_answers.values()):
        for kind in _each(told):
            if not isinstance(kind, str):
                yield kind


def _each(told: Any) -> tuple[Any, ...]:  # noqa: ANN401 - types, names, or nothing
    if told is None:
        return ()
    return told if isinstance(told, tuple) else (told,)


def _operation(one: Operation, known: dict[Any, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "summary": one.about,
        "parameters": [
            {
                "name": asked.name,
                "in": asked.place,
                "required": asked.required,
                "description": asked.about,
                "schema": {"type": "string", "pattern": f"^{asked.pattern}$"},
            }
            for asked in one.asked
        ],
        "responses": {
            str(status): {
                "description": HTTPStatus(status).phrase,
                "content": _content(kind, known),
            }
            for status, kind in one.all_answers.items()
        },
    }
    if _UNAUTHORISED not in one.all_answers:
        made["security"] = []
    if one.body is not None:
        made["requestBody"] = {"required": True, "content": _content(one.body, known)}
    return made


def _content(told: Any, known: dict[Any, Any]) -> dict[str, Any]:  # noqa: ANN401 - types, names
    return {
        kind if isinstance(kind, str) else JSON: {
            "schema": _as_named(kind) if isinstance(kind, str) else known[kind]
        }
        for kind in _each(told)
    }


def _as_named(media_type: str) -> dict[str, str]:
    """Return what is said of a media type's content, whose form is written elsewhere."""
    if media_type.endswith("+json"):
        return {"type": "object"}
    return {"type": "string", "format": "binary"}
