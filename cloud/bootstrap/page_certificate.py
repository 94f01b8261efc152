"""A certificate for the pages from our own authority, and what a phone has to know of it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from cloud.bootstrap.identity import now
from cloud.bootstrap.page_server import OWN, page_names
from cloud.errors import BadAuthority
from cloud.provision.authority import ROOT
from cloud.provision.authority_files import open_authority
from cloud.provision.server_certificate import keep_good
from cloud.settings import Settings, Web

_LOOPBACK: Final = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Certified:
    """The pages' certificate, and the root that whoever opens them has to trust.

    Attributes:
        is_new: whether it was made just now.
        root_sha256: the root's fingerprint, as phones show it.
    """

    file: str
    is_new: bool
    names: Sequence[str]
    until: str
    root_file: str
    root_sha256: str


def certify_pages(settings: Settings, state: Path = Path()) -> Certified:
    """Give the pages a certificate, if theirs is past two thirds or bears other names.

    Relative paths count from `state`. Raises BadAuthority.
    """
    place, keys = state / settings.web.folder, state / settings.identity.folder
    authority, names, file = open_authority(keys), certificate_names(settings.web), place / OWN
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = keep_good(file, authority, names, now())
        _give_to_owner(keys, place, file)
        made = x509.load_pem_x509_certificate(file.read_bytes())
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
    return Certified(
        str(file),
        is_new,
        names,
        f"{made.not_valid_after_utc:%Y-%m-%d}",
        str(keys / ROOT),
        authority.root.fingerprint(SHA256()).hex(":").upper(),
    )


def certificate_names(web: Web) -> list[str]:
    """Return the names that the certificate bears: those of the pages, and this machine's."""
    # What stands for any name at all is no name.
    named = [name.strip("[]") for name in page_names(web) if name != "*"]
    return list(dict.fromkeys((*named, *_LOOPBACK)))


def told(settings: Settings, state: Path, *, dry_run: bool = False) -> list[str]:
    """Make what `setup` makes of it, and return the lines that it says."""
    if not settings.web.makes_its_own:
        return []
    if dry_run:
        return [f"pages: a certificate for {', '.join(certificate_names(settings.web))}"]
    try:
        return lines(certify_pages(settings, state))
    except BadAuthority as error:
        return [f"pages: no certificate yet: {error}; then run setup again"]


def lines(made: Certified) -> list[str]:
    """Return what a person is told of it."""
    done = "made" if made.is_new else "good as it is"
    return [
        f"pages: {made.file} is {done}, for {', '.join(made.names)}, until {made.until}",
        f"a phone trusts it once it has {made.root_file}; its SHA-256, to compare there:",
        made.root_sha256,
    ]


def _give_to_owner(keys: Path, *made: Path) -> None:
    """Root makes it for who runs the installation: whose the authority is."""
    if os.geteuid() == 0:
        owner = keys.stat()
        for path in made:
            os.chown(path, owner.st_uid, owner.st_gid)
