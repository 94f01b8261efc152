"""Where a request comes from: which machine, over what, and from whose page."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

Form = Mapping[str, str]

TOKEN_HEADER: Final = "X-Vallee-Token"  # noqa: S105 - a header's name
TOKEN_FIELD: Final = "token"  # noqa: S105 - a field's name
# A form of these pages holds a token, a few names and a password.
FORM_BYTES: Final = 8192
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BAD: Final = 400


def is_unsafe(request: Request) -> bool:
    """Tell whether a request may change something."""
    return request.method not in _SAFE


def is_from_our_page(request: Request) -> bool:
    """Tell whether the browser itself says that a page of ours sent this.

    Our pages send no referrer, which makes the Origin of their forms "null": it proves nothing,
    and then Sec-Fetch-Site has to. Whoever says neither is no browser of these years.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    if site not in (None, "same-origin"):
        return False
    if origin != "null":
        return _is_ours(origin, request)
    return site == "same-origin"


def is_here(request: Request) -> bool:
    """Tell whether a request comes from this machine."""
    try:
        found = ip_address(address_of(request))
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def is_tls(request: Request) -> bool:
    """Tell whether a request came over TLS, as far as the server or its proxy knows."""
    return request.url.scheme == "https"


def address_of(request: Request) -> str:
    """Return the address of who asks."""
    return request.client.host if request.client else ""


def host_of(request: Request) -> str:
    """Return the name under which this server was asked, with its port."""
    return request.headers.get("host", "").lower()


def wants_json(request: Request) -> bool:
    """Tell whether a program asks, not somebody who reads pages."""
    accept = request.headers.get("accept", "")
    sent = request.headers.get("content-type", "")
    if "text/html" in accept:
        return False
    return (
        "json" in accept
        or "json" in sent
        or TOKEN_HEADER in request.headers
        or request.url.path.startswith("/api/")
    )


async def read_form(request: Request) -> Form:
    """Read a form; of fields that come twice the last counts. Raise HTTPException for no form."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES:
            raise HTTPException(_BAD)
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise HTTPException(_BAD) from None
    return {name: values[-1] for name, values in fields.items()}


def _is_ours(origin: str, request: Request) -> bool:
    try:
        told = urlsplit(origin)
    except ValueError:
        return False
    if is_tls(request) and told.scheme != "https":
        return False
    return told.netloc.lower() == host_of(request)
