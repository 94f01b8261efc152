"""What can go wrong in the cloud, named by what the caller can do.

CloudError
├── StoreDown        the store cannot be reached: try again
├── BrokerDown       the broker cannot be reached: try again
├── PointsRefused    the store will never take these points: dead letter
├── RegistryFault    the registry says no, in one sentence: tell the person
├── BadTerritory     a territory file is wrong, line by line: tell the person
├── BadExtract       a file is no map that roads can be read from: tell the person
├── TurnedAway       who asks may not get in, or not so: tell it, note it
├── NotSignedIn      nobody is signed in, or no longer: sign in
├── NotYours         who is signed in may not do this, or not from there: tell it
├── BadAuthority     the authority's files are missing or wrong: tell the person
├── BadCopy, NotEmpty  a backup or an export does not fit, see cloud/upkeep/errors.py
├── NoRoad           places cannot be reached by road: tell the person, go on without
└── NoPlan           no plan that the checker accepts was found: say why
"""


class CloudError(Exception):
    """Something in the cloud went wrong."""


class StoreDown(CloudError):
    """The store cannot be reached or is not ready; try again."""


class BrokerDown(CloudError):
    """The broker cannot be reached, or did not answer; what was to be sent can be sent again."""


class PointsRefused(CloudError):
    """The store will never take some of these points; the sentence is the store's own reason."""


class RegistryFault(CloudError):
    """The registry cannot do what was asked; the sentence holds the mend."""


class BadTerritory(CloudError):
    """A territory's files are wrong; the message has one line per fault."""


class BadExtract(CloudError):
    """A file is no map that roads can be read from; the sentence says why."""


class TurnedAway(CloudError):
    """Who asks for an identity does not get it; the sentence may be told to anybody.

    `again` says whether the same request may succeed later.
    """

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


class NotSignedIn(CloudError):
    """Nobody is signed in, or his stay has ended; sign in and come back."""


class NotYours(CloudError):
    """Who is signed in may not do this, or it did not come from our own page."""


class BadAuthority(CloudError):
    """The authority's files are missing or do not belong together; the sentence holds the mend."""


class NoRoad(CloudError):
    """Places cannot be reached; the message has one sentence a place, with its name."""


class NoPlan(CloudError):
    """No plan was found that the checker accepts; the sentence says what stood in the way."""
