"""Where the broker is on which both ends meet, and how to get in: the `[mqtt]` table of either."""

from pathlib import Path
from typing import Annotated

import msgspec

from contract.config import read_secret


class Broker(msgspec.Struct, frozen=True):
    """A broker; secrets are named by file, and setting `ca_file` turns TLS on."""

    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 1883
    keepalive_s: Annotated[int, msgspec.Meta(ge=5, le=3600)] = 30
    username: str | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    def password(self) -> str | None:
        """Return what `password_file` holds; raise BadSettings if it cannot be read."""
        return read_secret(self.password_file) if self.password_file else None
