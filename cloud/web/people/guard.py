"""Who may come to an address: the one question that every page with people behind it asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from cloud.errors import NotSignedIn, NotYours
from cloud.people.door import Door
from cloud.people.secrets import derived, same
from cloud.registry.values import Person, Role
from cloud.web.headers import keep_nowhere
from cloud.web.people.origin import (
    TOKEN_FIELD,
    TOKEN_HEADER,
    Form,
    host_of,
    is_from_our_page,
    is_here,
    is_tls,
    is_unsafe,
    read_form,
)

COOKIE: Final = "vallee"
# A browser takes such a cookie from this very host only, over TLS: no sister domain plants one.
SECURE_COOKIE: Final = "__Host-vallee"
_FORM_TOKEN: Final = "form"  # noqa: S105 - what a token is derived for


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets people in by the cookie of their session, and forms by its token."""

    door: Door
    now_us: Callable[[], int]

    def let_in(
        self, request: Request, *roles: Role, form: Mapping[str, str] | None = None
    ) -> Person:
        """Return who asks, if he has one of `roles`; without roles, whoever is signed in.

        An administrator is let in everywhere, as himself. What may change something has to come
        from our own page and carry its token: in the header X-Vallee-Token, or in the field
        "token" of a `form` that was read before. Raises NotSignedIn or NotYours.
        """
        secret = self.secret(request)
        person = self.door.who_is(secret, host_of(request), self.now_us())
        if person is None:
            raise NotSignedIn("sign in first")
        keep_nowhere(request)
        if is_unsafe(request):
            self._must_be_ours(request, secret, form or {})
        if roles and not person.roles & {*roles, Role.ADMINISTRATOR}:
            raise NotYours("this is not for your role")
        return person

    async def let_in_form(self, request: Request, *roles: Role) -> tuple[Person, Form]:
        """Read the form of a request and let its sender in likewise."""
        form = await read_form(request)
        person = await run_in_threadpool(lambda: self.let_in(request, *roles, form=form))
        return person, form

    def token(self, request: Request) -> str:
        """Return the token of this session, for forms and `<meta name="token">`; "" without one."""
        secret = self.secret(request)
        return derived(secret, _FORM_TOKEN) if secret else ""

    def secret(self, request: Request) -> str:
        """Return the secret of the cookie; "" if there is none."""
        return request.cookies.get(_cookie(request), "")

    def give_cookie(self, request: Request, answer: Response, secret: str) -> None:
        """Put the cookie of a new session on an answer; it goes when the browser is closed."""
        answer.set_cookie(
            _cookie(request),
            secret,
            path="/",
            secure=_is_secure(request),
            httponly=True,
            samesite="strict",
        )

    def take_cookie(self, request: Request, answer: Response) -> None:
        """Take the cookie of a session back."""
        answer.delete_cookie(
            _cookie(request),
            path="/",
            secure=_is_secure(request),
            httponly=True,
            samesite="strict",
        )

    def _must_be_ours(self, request: Request, secret: str, form: Mapping[str, str]) -> None:
        if not is_from_our_page(request):
            raise NotYours("another site made the browser send this")
        told = request.headers.get(TOKEN_HEADER) or form.get(TOKEN_FIELD, "")
        if not same(told, derived(secret, _FORM_TOKEN)):
            raise NotYours("the page is not of this session; load it again")


def _is_secure(request: Request) -> bool:
    """Tell whether the cookie may only travel over TLS: always, but on this machine."""
    return is_tls(request) or not is_here(request)


def _cookie(request: Request) -> str:
    return SECURE_COOKIE if _is_secure(request) else COOKIE
