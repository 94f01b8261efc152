"""Where somebody is sent after signing in: to a page of ours, and nowhere else."""

import re
from typing import Final
from urllib.parse import quote

from fastapi import Request

ENTER: Final = "/entrer"
HOME: Final = "/moi"
_LONGEST: Final = 500
# One slash and then no other, of either kind: browsers read //host and /\host as another site.
# Printable ASCII only: they drop tabs and line ends, and then read what is left.
_LOCAL: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def local_path(told: str | None) -> str | None:
    """Return a path of this site; None for whatever might lead elsewhere, or back to the door."""
    if told is None or len(told) > _LONGEST or _LOCAL.fullmatch(told) is None:
        return None
    path = told.partition("?")[0]
    if path == ENTER or path.startswith((f"{ENTER}/", "/sortir")):
        return None
    return told


def way_in(request: Request) -> str:
    """Return the address at which to sign in, which leads back to where the request wanted to."""
    wanted = request.url.path
    if request.url.query:
        wanted += f"?{request.url.query}"
    back = local_path(wanted) if request.method in {"GET", "HEAD"} else None
    return ENTER if back is None else f"{ENTER}?retour={quote(back, safe='/')}"
