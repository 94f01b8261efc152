"""How long a request's body may be."""

from typing import Final

from fastapi.responses import PlainTextResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A photo as a phone takes it; what an address needs less of, it bounds itself.
LARGEST_BODY: Final = 8 << 20
_TOO_LARGE: Final = 413


class BodyLimit:
    """Refuses a body that says it is too long, and cuts off one that turns out to be."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._says_more(Headers(scope=scope).get("content-length", "0")):
            refusal = PlainTextResponse(f"413: {self._largest} bytes at most\n", _TOO_LARGE)
            await refusal(scope, receive, send)
            return
        count = 0

        async def receive_some() -> Message:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            if count > self._largest:
                # The page of an error is the application's own.
                raise HTTPException(_TOO_LARGE)
            return message

        await self._app(scope, receive_some, send)

    def _says_more(self, told: str) -> bool:
        # Longer numbers than this one's are larger, and slow to read.
        return not (told.isascii() and told.isdigit()) or int(told[:16]) > self._largest
