"""Pages that ask nobody who he is while nobody has an account, and from then on for a role."""

from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from cloud.registry.people_journal import PersonDeed
from cloud.registry.values import Person, Role
from cloud.web.people.guard import Guard
from cloud.web.people.origin import Form


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may come to a page; without a guard whoever reaches this machine.

    Accounts are looked for at each request: the first one closes the gate, without a new start.
    """

    guard: Guard | None
    roles: tuple[Role, ...]

    def let_in(self, request: Request) -> Person | None:
        """Return who asks; None while there are no accounts. Raises NotSignedIn or NotYours."""
        if self.guard is None or self.guard.door.people.is_empty():
            return None
        return self.guard.let_in(request, *self.roles)

    async def let_in_form(self, request: Request) -> tuple[Person, Form] | None:
        """Return who sends a form, and the form; None, and nothing read, without accounts."""
        if self.guard is None or await run_in_threadpool(self.guard.door.people.is_empty):
            return None
        return await self.guard.let_in_form(request, *self.roles)

    def token(self, request: Request) -> str:
        """Return the token of this session, for forms; "" without one."""
        return "" if self.guard is None else self.guard.token(request)

    def note(self, person: Person, detail: str) -> None:
        """Write down what somebody did with letters, where an erasure finds it."""
        if self.guard is not None:
            self.guard.door.people.note(person.id, PersonDeed.LETTERS, detail)
