"""What a form says of a person, as somebody typed it."""

from collections.abc import Mapping
from typing import Final

from cloud.registry.values import Person, Role
from cloud.web.people.page import Said
from contract.names import is_name

_LONGEST_NAME: Final = 80
_LONGEST_TOLD: Final = 80


def person_of(form: Mapping[str, str]) -> tuple[Person, Said | None]:
    """Read a person, and what is wrong with him; None: nothing."""
    short, name = form.get("id", "").strip(), " ".join(form.get("name", "").split())
    truck = form.get("truck", "").strip()
    roles = frozenset(role for role in Role if f"role-{role}" in form)
    person = Person(
        short[:_LONGEST_TOLD],
        name,
        roles,
        "en" if form.get("language") == "en" else "fr",
        truck or None,
    )
    return person, _fault(person)


def _fault(person: Person) -> Said | None:
    if not is_name(person.id):
        return Said("people.bad.short", (("told", person.id),))
    if not (1 <= len(person.name) <= _LONGEST_NAME and person.name.isprintable()):
        return Said("people.bad.name")
    if not person.roles:
        return Said("people.bad.roles")
    if person.truck is not None and not is_name(person.truck):
        return Said("people.bad.truck", (("told", person.truck[:_LONGEST_TOLD]),))
    return None
