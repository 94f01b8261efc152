"""An address for programs: what it takes, and every answer that it may give."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cloud.errors import CloudError, NoPlan, NotSignedIn, NotYours
from cloud.registry.driven_desk import NotTheNewest
from contract.errors import Malformed

JSON: Final = "application/json"
JSON_BYTES: Final = 16 * 1024
"""What the desk sends is a name or two and a day."""


class Trouble(msgspec.Struct, frozen=True):
    """Why there is no other answer: one sentence."""

    error: str


USUAL: Final[Mapping[int, Any]] = {400: Trouble, 401: Trouble, 403: Trouble, 503: Trouble}
"""What each address may answer that `add` put there."""


class Unfit(Exception):
    """A request that cannot be answered; the sentence says what is wrong with it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter in the address or its query; `pattern` is what it has to match as a whole."""

    name: str
    about: str
    pattern: str
    place: str = "query"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What stands at an address.

    Attributes:
        answers: by status, the type of the JSON, or a media type of what is no JSON; None: nothing
            is said; several are a tuple.
        body: the type of the JSON that is sent, or its media type; None if nothing is.
        largest: bytes of the body at most.
        usual: answers that its neighbours may give too.
    """

    method: str
    path: str
    about: str
    answers: dict[int, Any]
    body: Any = None
    largest: int = JSON_BYTES
    asked: tuple[Asked, ...] = ()
    usual: Mapping[int, Any] = field(default_factory=lambda: USUAL)

    @property
    def all_answers(self) -> dict[int, Any]:
        """Every answer, those that each address may give among them."""
        too_long = {} if self.body is None else {413: Trouble}
        return dict(sorted({**too_long, **self.usual, **self.answers}.items()))


Act = Callable[[Request, bytes], Response]
"""Answers a request whose body was read; it runs in a thread."""

_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (NotSignedIn, 401),
    (NotYours, 403),
    (NotTheNewest, 409),
    (NoPlan, 409),
    (Malformed, 400),
    (CloudError, 503),
)


def add(app: FastAPI, operation: Operation, act: Act) -> None:
    """Put an operation at its address; it answers as it says, whatever is raised in it."""

    async def answer(request: Request) -> Response:
        try:
            body = await _read(request, operation)
            return await run_in_threadpool(act, request, body)
        except Unfit as error:
            return said(Trouble(str(error)), error.status)
        except HTTPException as error:
            return said(Trouble(str(error.detail)), error.status_code)
        except (CloudError, Malformed) as error:
            status = next(status for kind, status in _STATUS if isinstance(error, kind))
            return said(Trouble(str(error)), status)

    handler: Callable[[Request], Awaitable[Response]] = answer
    app.add_api_route(operation.path, handler, methods=[operation.method], response_model=None)


def said(what: object, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(what), status, media_type=JSON)


def read(body: bytes, kind: type[Any]) -> Any:  # noqa: ANN401 - a value of `kind`
    """Return the JSON of a body; raise Unfit with one sentence."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Unfit(400, f"the body is not as it should be: {error}") from None


async def _read(request: Request, operation: Operation) -> bytes:
    """Read a body as far as it may go."""
    if operation.body is None:
        return b""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > operation.largest:
            raise Unfit(413, f"a body here has {operation.largest} bytes at most")
    return bytes(body)
