"""For a crew: each time that the desk looked where its truck was, and why; nobody's name."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from cloud.driven.rounds import Rounds
from cloud.registry.local import local_day
from cloud.registry.values import Look
from cloud.web.dispatch.api import Dispatch
from cloud.web.dispatch.page import DispatchPages
from cloud.web.replies import language_of, page
from cloud.web.words import Language

_LOOKS: Final = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """One address, for whoever is signed in; it is about the one who asks, and nobody else."""

    dispatch: Dispatch
    pages: DispatchPages
    languages: tuple[Language, ...]

    def mine(self, request: Request) -> Response:
        """Show the looks at the trucks of one's own shifts."""
        person = self.dispatch.guard.let_in(request)
        rounds, language = self.dispatch.rounds, language_of(request, self.languages)
        trucks = {one.id: one.name for one in rounds.registry.trucks()}
        text = self.pages.looked(looks_of(rounds, person.id), trucks, rounds.zone(), language)
        return page(text, self.pages.plain, language)


def looks_of(rounds: Rounds, person: str) -> list[Look]:
    """Return the looks at a person's trucks on the days on which he drove them, newest first."""
    zone = rounds.zone()
    found = [
        one
        for truck, days in rounds.driven.rounds_of(person).items()
        for one in rounds.driven.looks(truck, limit=_LOOKS)
        if local_day(one.at_us, zone) in days
    ]
    return sorted(found, key=lambda one: -one.at_us)
