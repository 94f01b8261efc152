"""Why a phone's request is turned away, with the sentence that its screen shows."""

from collections.abc import Mapping
from typing import Final

import msgspec

from cloud.errors import CloudError, NotSignedIn, NotYours


class Problem(msgspec.Struct, frozen=True):
    """Why a request was turned away, and what to do, French first."""

    code: str
    sentence_fr: str
    sentence_en: str
    mend_fr: str
    mend_en: str


class TooLong(CloudError):
    """The body is longer than the address takes."""


_MALFORMED: Final = Problem(
    "malformed",
    "Le serveur ne comprend pas cet envoi.",
    "The server does not understand what was sent.",
    "Rechargez la page avec du réseau, puis corrigez la visite.",
    "Load the page again where there is coverage, then correct the visit.",
)
_DOWN: Final = Problem(
    "down",
    "Le serveur ne peut pas travailler en ce moment.",
    "The server cannot work at the moment.",
    "Le téléphone réessaie de lui-même.",
    "The phone tries again by itself.",
)
# What each error is called over HTTP; the first that fits counts.
PROBLEMS: Final[Mapping[type[Exception], tuple[int, Problem]]] = {
    NotSignedIn: (
        401,
        Problem(
            "not-signed-in",
            "Vous n’êtes pas connecté.",
            "You are not signed in.",
            "Ouvrez votre lien de connexion.",
            "Open your sign-in link.",
        ),
    ),
    NotYours: (
        403,
        Problem(
            "not-yours",
            "Ceci n’est pas permis à ce compte, ou la page est d’avant.",
            "This account may not do this, or the page is of before.",
            "Rechargez la page.",
            "Load the page again.",
        ),
    ),
    TooLong: (
        413,
        Problem(
            "too-long",
            "L’envoi est trop gros.",
            "What was sent is too large.",
            "Reprenez la photo.",
            "Take the photo again.",
        ),
    ),
    msgspec.MsgspecError: (400, _MALFORMED),
    UnicodeDecodeError: (400, _MALFORMED),
    RecursionError: (400, _MALFORMED),
    CloudError: (503, _DOWN),
}


def problem_of(error: Exception) -> tuple[int, Problem] | None:
    """Return the status and the sentence of an error; None if it is none of these."""
    return next((told for kind, told in PROBLEMS.items() if isinstance(error, kind)), None)
