"""Where somebody goes on to from his own page, by what he is."""

from collections.abc import Collection
from typing import Final

from cloud.registry.values import Person, Role

# By role, the page that he works with first. A page is shown only where it is served.
_PAGES: Final = (
    (Role.CREW, "/tournee"),
    (Role.INSTALLER, "/pose"),
    (Role.DISPATCHER, "/bureau"),
    (Role.DISPATCHER, "/alarmes"),
    (Role.DISPATCHER, "/pesees"),
    (Role.DISPATCHER, "/"),
    (Role.ZONE_MANAGER, "/zones"),
    (Role.ADMINISTRATOR, "/personnes"),
)


def onward(person: Person, served: Collection[str]) -> list[str]:
    """Return the pages that are open to a person; an administrator is let in everywhere."""
    return [
        path
        for role, path in _PAGES
        if path in served and person.roles & {role, Role.ADMINISTRATOR}
    ]
