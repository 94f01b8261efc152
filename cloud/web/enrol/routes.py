"""What is at which address for nodes: a first certificate, the next one, the root's.

Every answer is one of `contract.enrol`, errors too. Nothing that a request holds is logged but the
address that it came from.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from cloud.errors import CloudError, TurnedAway
from cloud.provision.enrolment import Enrolment
from cloud.provision.tries import WITHIN_US, TooManyTries
from cloud.web.enrol.tls import shown_by
from cloud.web.headers import SecurityHeaders
from contract.enrol import Enrol, Enrolled, Renew, Turned

# A claim, a request of 4 KiB, and what JSON makes of its line ends.
LARGEST_BODY: Final = 8192

_BAD: Final = 400
_FORBIDDEN: Final = 403
_TOO_LARGE: Final = 413
_TOO_MANY: Final = 429
_UNAVAILABLE: Final = 503

log = logging.getLogger(__name__)

A = TypeVar("A", Enrol, Renew)


def create_enrol_app(enrolment: Enrolment, now_us: Callable[[], int]) -> FastAPI:
    """Build the application that nodes ask for certificates."""
    app = FastAPI(title="Smart Vallée", docs_url=None, redoc_url=None, openapi_url=None)
    answers = _Answers(enrolment, now_us)
    for path, answer in (("/enrol", answers.enrol), ("/renew", answers.renew)):
        app.add_api_route(path, answer, methods=["POST"], response_model=None)
    app.add_api_route("/root.pem", answers.root, methods=["GET"], response_model=None)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(TurnedAway, _turned_away)
    app.add_exception_handler(CloudError, _down)
    app.add_middleware(SecurityHeaders)
    return app


@dataclass(frozen=True, slots=True)
class _Answers:
    """One method an address; what waits for the registry runs in threads."""

    enrolment: Enrolment
    now_us: Callable[[], int]

    async def enrol(self, request: Request) -> Response:
        address = _address(request)
        asked = await self._asked(request, Enrol)
        enrolled = await run_in_threadpool(self.enrolment.enrol, asked, address, self.now_us())
        log.info("node %s enrolled, from %s", enrolled.node, address)
        return _json(enrolled)

    async def renew(self, request: Request) -> Response:
        address = _address(request)
        asked = await self._asked(request, Renew)
        enrolled = await run_in_threadpool(
            self.enrolment.renew, asked, shown_by(request.scope), address, self.now_us()
        )
        log.info("node %s has its next certificate, from %s", enrolled.node, address)
        return _json(enrolled)

    def root(self) -> Response:
        pem = self.enrolment.authority.root_pem
        return Response(pem, media_type="application/x-pem-file")

    async def _asked(self, request: Request, kind: type[A]) -> A:
        """Read a body, once its sender may try and as far as it may be long."""
        address = _address(request)
        self.enrolment.tries.check(address, self.now_us())
        try:
            return msgspec.json.decode(await _body(request), type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self.enrolment.tries.failed(address, self.now_us())
            # A sentence of msgspec names a field, never a value.
            raise TurnedAway(f"this is no request of a node: {error}") from None
        except HTTPException:
            self.enrolment.tries.failed(address, self.now_us())
            raise
        except ClientDisconnect:
            # Nobody reads the answer.
            raise TurnedAway("the request broke off", again=True) from None


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "0")
    if not told.isascii() or not told.isdigit() or int(told[:16]) > LARGEST_BODY:
        raise HTTPException(_TOO_LARGE)
    body = b""
    # Without a length, or with one that lies, it is read as far as it may go.
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HTTPException(_TOO_LARGE)
    return body


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _json(answer: Enrolled | Turned, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")


async def _turned_away(request: Request, error: Exception) -> Response:
    again = isinstance(error, TurnedAway) and error.again
    too_many = isinstance(error, TooManyTries)
    # Who knocks on and on shall not fill the log.
    level = logging.DEBUG if too_many else logging.WARNING
    log.log(level, "turned away at %s: %s: %s", request.url.path, _address(request), error)
    answer = _json(Turned(str(error), again=again), _TOO_MANY if too_many else _FORBIDDEN)
    if too_many:
        answer.headers["Retry-After"] = str(WITHIN_US // 1_000_000)
    return answer


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _BAD
    reason = (
        f"the request is longer than {LARGEST_BODY} bytes"
        if status == _TOO_LARGE
        else "there is nothing here but POST /enrol, POST /renew and GET /root.pem"
    )
    return _json(Turned(reason), status)


async def _down(request: Request, error: Exception) -> Response:
    log.error("no answer at %s: %s", request.url.path, error)
    return _json(Turned("the authority cannot work now; try again later", again=True), _UNAVAILABLE)
