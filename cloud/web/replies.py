"""How every room replies: a page under its policy, a file to keep, in the reader's language."""

import re
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from cloud.web.headers import sealed
from cloud.web.room import Room
from cloud.web.words import Language, choose

_NO_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9-]+")


def language_of(request: Request, languages: tuple[Language, ...]) -> Language:
    """Return the language that a request asks for, else the first of `languages`."""
    asked = request.query_params.get("lang")
    return choose(asked, request.headers.get("accept-language", ""), languages)


def page(text: str, room: Room, language: Language, status: int = 200) -> Response:
    """Return a page of `room`, which may do what that room's policy allows and nothing else."""
    headers = {
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Content-Security-Policy": sealed(room.policy),
    }
    return HTMLResponse(text, status, headers)


def download(body: str | bytes, media_type: str, name: str) -> Response:
    """Return a file that the browser keeps as `name`, made safe for a header."""
    stem, _, ending = name.rpartition(".")
    safe = f"{_NO_FILE_NAME.sub('-', stem)}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return Response(body, media_type=media_type, headers=headers)
