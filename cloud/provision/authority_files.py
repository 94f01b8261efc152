"""Where an authority is kept, and what is made there once.

    root.pem     what nodes trust           issuing.key  0600, whoever has it makes nodes
    issuing.pem  what certificates say      crl.pem      who is revoked;  crl.number its number
    earlier/     one such folder for each issuing authority that came before

The root's key is elsewhere, offline. `issuing.key` may hold the key's certificate behind it: then
the two were changed at once, and that certificate counts.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from cloud.errors import BadAuthority
from cloud.provision import forms
from cloud.provision.authority import (
    CRL,
    CRL_NUMBER,
    FIRST_CRL_DAYS,
    ISSUING,
    ISSUING_DAYS,
    ISSUING_KEY,
    ROOT,
    ROOT_DAYS,
    ROOT_KEY,
    Authority,
    pem_key,
    signed,
)
from cloud.provision.durable import SECRET, write_durably

EARLIER: Final = "earlier"

_LONGEST_TITLE: Final = 40
_OTHERS: Final = 0o077
_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"


def create_authority(folder: Path, root_folder: Path, title: str, now: datetime) -> Authority:
    """Make a root into `root_folder`, to be taken offline, and its issuing authority in `folder`.

    Raises BadAuthority if something is there already: an authority is never overwritten.
    """
    if not (title.isprintable() and 1 <= len(title.strip()) <= _LONGEST_TITLE):
        raise BadAuthority(f"the title is a line of 1 to {_LONGEST_TITLE} characters")
    _must_be_free(folder, root_folder)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, name = f"{title} root", f"{title} issuing {now:%Y-%m-%d}"
    root = signed(
        forms.authority(root_name, root_key.public_key(), now, ROOT_DAYS, below=1),
        forms.called(root_name),
        root_key,
    )
    issuing = signed(
        forms.authority(name, key.public_key(), now, ISSUING_DAYS, below=0), root.subject, root_key
    )
    made = Authority(root, issuing, key)
    _write(made, root_key, folder, root_folder, made.crl((), now, FIRST_CRL_DAYS, 1))
    return made


def open_authority(folder: Path) -> Authority:
    """Open what `create_authority` made; raise BadAuthority with the mend."""
    secret = folder / ISSUING_KEY
    try:
        root = x509.load_pem_x509_certificate((folder / ROOT).read_bytes())
        if secret.stat().st_mode & _OTHERS:
            raise BadAuthority(f"others may read {secret}; run: chmod 600 {secret}")
        own = secret.read_bytes()
        key = load_pem_private_key(own, password=None)
        shown = own if _CERTIFICATE in own else (folder / ISSUING).read_bytes()
        issuing = x509.load_pem_x509_certificate(shown)
        issuing.verify_directly_issued_by(root)
    except FileNotFoundError as error:
        raise BadAuthority(
            f"there is no {error.filename}; make an authority with: vallee-cloud authority init"
        ) from error
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BadAuthority(
            f"{folder}: {ROOT}, {ISSUING} and {ISSUING_KEY} do not belong together; "
            "put back those of the last backup"
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != issuing.public_key():
        raise BadAuthority(
            f"{secret} is not the key of {ISSUING}; put back that of the last backup"
        )
    earlier = tuple(one.issuing for one, _ in earlier_authorities(folder))
    return Authority(root, issuing, key, tuple(one for one in earlier if one != issuing))


def earlier_authorities(folder: Path) -> list[tuple[Authority, Path]]:
    """Open those who issued before, newest first, each with its own folder; see BadAuthority."""
    places = [one for one in (folder / EARLIER).glob("[!.]*") if one.is_dir()]
    opened = [(open_authority(one), one) for one in places]
    return sorted(opened, key=lambda one: one[0].issuing.not_valid_before_utc, reverse=True)


def _must_be_free(folder: Path, root_folder: Path) -> None:
    if root_folder.resolve().is_relative_to(folder.resolve()):
        raise BadAuthority(
            f"the root's folder {root_folder} lies in {folder}, which is online; "
            "name a folder on a stick that you can take away"
        )
    for file in (root_folder / ROOT_KEY, root_folder / ROOT, *(folder / one for one in _ONLINE)):
        if file.exists():
            raise BadAuthority(f"{file} is there already; an authority is never overwritten")


_ONLINE: Final = (ROOT, ISSUING, ISSUING_KEY, CRL, CRL_NUMBER)


def _write(
    made: Authority,
    root_key: ec.EllipticCurvePrivateKey,
    folder: Path,
    root_folder: Path,
    crl: bytes,
) -> None:
    try:
        for one in (root_folder, folder):
            one.mkdir(mode=0o750, parents=True, exist_ok=True)
        write_durably(root_folder / ROOT_KEY, pem_key(root_key), SECRET)
        write_durably(root_folder / ROOT, made.root_pem)
        write_durably(folder / ROOT, made.root_pem)
        write_durably(folder / CRL_NUMBER, b"1\n")
        write_durably(folder / CRL, crl)
        write_durably(folder / ISSUING, made.issuing_pem)
        # Last: with it there is an authority, and before there is none.
        write_durably(folder / ISSUING_KEY, pem_key(made.key), SECRET)
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
