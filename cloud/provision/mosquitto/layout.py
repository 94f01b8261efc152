"""Where the files of a broker stand that is configured from here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cloud.errors import BadAuthority

INGESTER: Final = "cloud.ingester"
"""Takes envelopes and statuses, tells receipts and its own presence."""

DESK: Final = "cloud.desk"
"""Leaves each truck its plan."""

WARDEN: Final = "cloud.warden"
"""Ends live sessions, and looks on while the broker is attacked."""

ACCOUNTS: Final = (INGESTER, DESK, WARDEN)

# What mosquitto reads as the end of a value, or as the start of another line.
_UNFIT: Final = "\n\r\0"


@dataclass(frozen=True, slots=True)
class Layout:
    """The files under one absolute folder.

    mosquitto.conf, acl, passwords, ca.pem, server.pem and crl.pem are the broker's to read; data/
    and mosquitto.pid are its own; secrets/NAME are the passwords of the cloud's programs, and
    revoked.pem an identity that must never get in.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not self.folder.is_absolute() or any(sign in str(self.folder) for sign in _UNFIT):
            raise BadAuthority(f"{self.folder!s} cannot be a broker's folder; name another one")

    @property
    def conf(self) -> Path:
        """The broker's settings: mosquitto -c THIS."""
        return self.folder / "mosquitto.conf"

    @property
    def acl(self) -> Path:
        """Who may read and write what."""
        return self.folder / "acl"

    @property
    def passwords(self) -> Path:
        """Hashes of the cloud's own programs' passwords."""
        return self.folder / "passwords"

    @property
    def ca(self) -> Path:
        """Whom the broker believes about its clients: the issuing authority and the root."""
        return self.folder / "ca.pem"

    @property
    def certificate(self) -> Path:
        """The broker's own key and certificate, then the issuing authority's.

        One file, so that no reload ever finds the key of one and the certificate of another.
        """
        return self.folder / "server.pem"

    @property
    def crl(self) -> Path:
        """Which certificates are revoked."""
        return self.folder / "crl.pem"

    @property
    def pid(self) -> Path:
        """The number of the process while the broker runs."""
        return self.folder / "mosquitto.pid"

    @property
    def data(self) -> Path:
        """Where the broker keeps what it must not forget."""
        return self.folder / "data"

    @property
    def revoked(self) -> Path:
        """The key and certificate of somebody who is revoked: he must never get in."""
        return self.folder / "revoked.pem"

    def secret(self, account: str) -> Path:
        """Return where the password of one of our own programs is."""
        return self.folder / "secrets" / account
