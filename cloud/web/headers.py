"""What every answer says to the browser: nothing from outside, no frame, no guess."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A round of yesterday is worse than a slow page.
    "Cache-Control": "no-cache",
}

# A year. Not its subdomains: what else the authority serves there is not ours to say.
_TLS_ONLY: Final = "max-age=31536000"
_KEPT_NOWHERE: Final = "kept_nowhere"
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def policy(style: str, script: str, *, forms: bool = False, asks: bool = False) -> str:
    """Return the content security policy that allows exactly this style and this script.

    With `forms`, a form may be sent, and only back to where the page came from; with `asks`, the
    script may ask there too.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            *(("connect-src 'self'",) if asks else ()),
            "base-uri 'none'",
            f"form-action '{'self' if forms else 'none'}'",
        )
    )


def sealed(content_policy: str) -> str:
    """Return a page's policy with what only a header may say: nobody frames it."""
    return f"{content_policy}; frame-ancestors 'none'"


def keep_nowhere(request: Request) -> None:
    """Have no browser and no proxy keep the answer: it is for one person, who may sign out."""
    setattr(request.state, _KEPT_NOWHERE, True)


class SecurityHeaders:
    """Puts SECURITY on every answer, errors too, and on what is no page a policy of nothing.

    An answer over TLS says that this name is asked over TLS only, from now on. A browser hears
    that only where it believes the certificate.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope.get("state", {}).get(_KEPT_NOWHERE):
                    headers.setdefault("Cache-Control", "no-store")
                for name, value in SECURITY.items():
                    # A page may say itself that it needs the camera, or that a file never changes.
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _NOTHING)
                if scope.get("scheme") == "https":
                    headers["Strict-Transport-Security"] = _TLS_ONLY
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
