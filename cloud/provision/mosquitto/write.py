"""A broker's files, written: its settings, its certificate, its list of the revoked, its access."""

import ipaddress
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cloud.errors import BadAuthority
from cloud.provision.authority import Authority
from cloud.provision.durable import SECRET, write_durably
from cloud.provision.mosquitto.acl import acl
from cloud.provision.mosquitto.canary import Canary
from cloud.provision.mosquitto.config import config
from cloud.provision.mosquitto.crl import CrlOf, joined
from cloud.provision.mosquitto.layout import ACCOUNTS, Layout
from cloud.provision.mosquitto.passwords import SALT_BYTES, passwords
from cloud.provision.server_certificate import keep_good
from cloud.settings import Mosquitto

_SECRET_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class Revoked:
    """Who may not get in any more.

    Attributes:
        serials: of certificates, each with the time of its revocation.
        denied: nodes that may do nothing, whatever certificate they show; a live session ends.
    """

    serials: tuple[tuple[int, datetime], ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a broker was given: its list of the revoked as it must stay, and whom it denies."""

    crl_pem: bytes
    denied: tuple[str, ...] = ()


def write_broker(
    settings: Mosquitto, layout: Layout, authority: Authority, user: str, now: datetime
) -> None:
    """Write all that does not change from day to day; passwords that are there stay."""
    text = config(settings, layout, user)
    try:
        for folder in (layout.folder, layout.data, layout.secret(ACCOUNTS[0]).parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_passwords(layout)
        write_trusted(layout, authority)
        write_server(settings, layout, authority, now)
        write_durably(layout.conf, text.encode())
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error


def write_trusted(layout: Layout, authority: Authority) -> None:
    """Write whom the broker believes; it reads that at its start only, and needs no more.

    For whoever is let in sends along who issued its certificate, and that one's is the root.
    """
    write_durably(layout.ca, authority.chain_pem)


def write_server(settings: Mosquitto, layout: Layout, authority: Authority, now: datetime) -> None:
    """Give the broker a new certificate, if its own is past two thirds or bears other names."""
    keep_good(layout.certificate, authority, server_names(settings), now)


def write_revoked(
    layout: Layout, lists: Sequence[CrlOf], revoked: Revoked, canary: Canary, now: datetime
) -> Written:
    """Write who may not get in, `canary` among them; raise BadAuthority, with nothing written.

    The last of the lists is of who issues today, and so is the canary.
    """
    crl_pem = joined(lists, [canary.serial, *(one for one, _ in revoked.serials)], now)
    access = acl(revoked.denied)
    try:
        write_durably(layout.acl, access.encode())
        write_durably(layout.revoked, canary.own_pem, SECRET)
        write_durably(layout.crl, crl_pem)
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
    return Written(crl_pem, revoked.denied)


def mend_list(layout: Layout, written: Written) -> bool:
    """Write the list again if the disk has another one, or none; tell whether it was so."""
    # Missing or not to be read: the same to a broker, and mended in the same way.
    with suppress(OSError):
        if layout.crl.read_bytes() == written.crl_pem:
            return False
    # What cannot be written stays spoilt: a broker does not start with it, and so lets nobody in.
    with suppress(OSError):
        write_durably(layout.crl, written.crl_pem)
    return True


def server_names(settings: Mosquitto) -> Sequence[str]:
    """Return the names that the broker's certificate bears; an address that it listens on too."""
    try:
        address = ipaddress.ip_address(settings.host)
    except ValueError:
        return list(dict.fromkeys((*settings.names, settings.host)))
    here = () if address.is_unspecified else (settings.host,)
    return list(dict.fromkeys((*settings.names, *here)))


def _write_passwords(layout: Layout) -> None:
    told = {}
    for account in ACCOUNTS:
        file = layout.secret(account)
        if not file.exists():
            write_durably(file, secrets.token_urlsafe(_SECRET_BYTES).encode() + b"\n", SECRET)
        told[account] = file.read_text().strip()
    hashes = passwords(told, secrets.token_bytes(SALT_BYTES))
    write_durably(layout.passwords, hashes.encode(), SECRET)
