"""How the pages of people reply: in the reader's language, or by sending him on."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from cloud.registry.values import Person
from cloud.web.people.origin import wants_json
from cloud.web.people.page import PeoplePages, Said
from cloud.web.people.returning import way_in
from cloud.web.people.view import PeopleDesk
from cloud.web.replies import language_of, page
from cloud.web.words import Language, Words

SEE_OTHER: Final = 303
BAD: Final = 400
UNAUTHORISED: Final = 401
FORBIDDEN: Final = 403
TOO_MANY: Final = 429
_DONE: Final = ("added", "saved", "ended", "erased", "codes", "dropped")


@dataclass(frozen=True, slots=True)
class Replies:
    """What the answers of all people's addresses share."""

    desk: PeopleDesk
    pages: PeoplePages
    languages: tuple[Language, ...]

    def words(self, request: Request, person: Person | None = None) -> Words:
        """Return the language that was asked for, else the person's, else the browser's."""
        asked = request.query_params.get("lang")
        if person is not None and asked not in self.languages:
            return Words(person.language, self.desk.zone())
        return Words(language_of(request, self.languages), self.desk.zone())

    def page(self, text: str, words: Words, status: int = 200) -> Response:
        """Return a page of this room."""
        return page(text, self.pages.room, words.language, status)

    def not_signed_in(self, request: Request, error: Exception) -> Response:
        """Send somebody to the door, or tell a program."""
        if wants_json(request):
            return JSONResponse({"error": str(error)}, UNAUTHORISED)
        return RedirectResponse(way_in(request), SEE_OTHER)

    def not_yours(self, request: Request, error: Exception) -> Response:
        """Say that this is not for who asks."""
        if wants_json(request):
            return JSONResponse({"error": str(error)}, FORBIDDEN)
        words = self.words(request)
        return self.page(self.pages.refused(words), words, FORBIDDEN)


def done(path: str, what: str, words: Words) -> Response:
    """Send somebody on to a page that says what is done."""
    query = urlencode({"fait": what, "lang": words.language})
    return RedirectResponse(f"{path}?{query}", SEE_OTHER)


def done_of(request: Request) -> Said | None:
    """Return what the address says is done; None if it says nothing that we would."""
    told = request.query_params.get("fait")
    return Said(f"people.did.{told}", is_bad=False) if told in _DONE else None
