"""Why a message of an alarm is not with its reader yet."""

from cloud.errors import CloudError


class Undelivered(CloudError):
    """The other side did not take a message; it is tried again.

    `only_this` says that others to the same server may well be taken.
    """

    def __init__(self, reason: str, *, only_this: bool = False) -> None:
        super().__init__(reason)
        self.only_this = only_this
