"""What is at which address of the people's pages."""

from typing import Final

from fastapi import FastAPI

from cloud.errors import NotSignedIn, NotYours
from cloud.web.people.entering import LINK, Entering
from cloud.web.people.guard import Guard
from cloud.web.people.mine import Mine
from cloud.web.people.office import PEOPLE, Office
from cloud.web.people.page import load_people_pages
from cloud.web.people.replying import Replies
from cloud.web.people.returning import ENTER, HOME
from cloud.web.people.second import Second
from cloud.web.people.view import PeopleDesk
from cloud.web.words import LANGUAGES, Language

LEAVE: Final = "/sortir"
_GET: Final = ("GET", "HEAD")
_POST: Final = ("POST",)


def add_people_routes(
    app: FastAPI,
    service: PeopleDesk,
    guard: Guard,
    languages: tuple[Language, ...] = LANGUAGES,
) -> None:
    """Put signing in, what is known of me and the accounts at their addresses.

    With them the app knows how to answer NotSignedIn and NotYours, whichever room raises them.
    """
    replies = Replies(service, load_people_pages(languages), languages)
    entering = Entering(replies, guard)
    mine, office = Mine(replies, guard, entering), Office(replies, guard)
    second = Second(mine)
    one = PEOPLE + "/{name}"
    for methods, path, answer in (
        (_GET, ENTER, entering.form),
        (_POST, ENTER, entering.sign_in),
        (_GET, LINK, entering.link),
        (_POST, LINK, entering.sign_in_by_link),
        (_POST, LEAVE, entering.sign_out),
        (_GET, HOME, mine.me),
        (_GET, f"{HOME}/export.json", mine.export),
        (_POST, f"{HOME}/password", mine.password),
        (_POST, f"{HOME}/sortir", mine.leave_all),
        (_POST, f"{HOME}/codes", second.begin),
        (_POST, f"{HOME}/codes/confirmer", second.confirm),
        (_GET, PEOPLE, office.people),
        (_POST, PEOPLE, office.add),
        (_GET, one, office.person),
        (_POST, one, office.save),
        (_POST, f"{one}/link", office.link),
        (_POST, f"{one}/end", office.end),
        (_POST, f"{one}/codes", office.drop_codes),
        (_GET, f"{one}/export.json", office.export),
        (_POST, f"{one}/erase", office.erase),
    ):
        app.add_api_route(path, answer, methods=list(methods), response_model=None)
    app.add_exception_handler(NotSignedIn, replies.not_signed_in)
    app.add_exception_handler(NotYours, replies.not_yours)
