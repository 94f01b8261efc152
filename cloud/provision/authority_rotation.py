"""Another issuing authority in the place of the one that there is, under the same root.

What the one before has signed is believed until it ends, so its key stays: who is revoked is
listed by who issued. It lies in `earlier/`, a folder like its own was.

    earlier/NAME   whole, by one renaming: from now on there are two copies of the key
    crl.pem        of the new one; a broker has its own copies of both lists
    issuing.key    key and certificate in one file: from here on the new one signs
    issuing.pem    what is shown to people

Whatever breaks in between, either the old one signs or the new one, and it is done again.
"""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

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
    ROOT_KEY,
    Authority,
    pem_key,
    serial_of,
    signed,
)
from cloud.provision.authority_files import EARLIER, open_authority
from cloud.provision.durable import SECRET, write_durably

_KEPT: Final = (ROOT, ISSUING_KEY, CRL, CRL_NUMBER)
_BEGUN: Final = ".begun-"


def rotate_authority(
    folder: Path, root_folder: Path, now: datetime, *, keeps_earlier: bool = True
) -> Authority:
    """Let another one issue from now on, signed by the root in `root_folder`.

    Without `keeps_earlier` nothing is believed that was signed before. Raises BadAuthority.
    """
    before = open_authority(folder)
    root_key = _root_key(before, root_folder)
    made = replace(_issued(before, root_key, now), earlier=before.issuers if keeps_earlier else ())
    try:
        if keeps_earlier:
            _keep(before, folder)
        else:
            shutil.rmtree(folder / EARLIER, ignore_errors=True)
        number = _last_number(folder) + 1
        write_durably(folder / CRL_NUMBER, f"{number}\n".encode())
        write_durably(folder / CRL, made.crl((), now, FIRST_CRL_DAYS, number))
        write_durably(folder / ISSUING_KEY, pem_key(made.key) + made.issuing_pem, SECRET)
        write_durably(folder / ISSUING, made.issuing_pem)
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
    return made


def _issued(before: Authority, root_key: ec.EllipticCurvePrivateKey, now: datetime) -> Authority:
    key, root = ec.generate_private_key(ec.SECP256R1()), before.root
    # Nobody's word holds longer than his who gave it.
    days = min(ISSUING_DAYS, (root.not_valid_after_utc - now).days)
    if days <= 0:
        raise BadAuthority(
            f"the root expired on {root.not_valid_after_utc:%Y-%m-%d}; make a new authority"
        )
    begun = forms.authority(_new_name(before, now), key.public_key(), now, days, below=0)
    return Authority(root, signed(begun, root.subject, root_key), key)


def _new_name(before: Authority, now: datetime) -> str:
    """Return a name that no issuer has: by its name a list of the revoked finds its issuer."""
    title = _name(before.root).removesuffix(" root")
    taken = {_name(one) for one in before.issuers}
    first = f"{title} issuing {now:%Y-%m-%d}"
    names = (first, *(f"{first}.{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def _name(certificate: x509.Certificate) -> str:
    (found,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found.value)


def _root_key(before: Authority, root_folder: Path) -> ec.EllipticCurvePrivateKey:
    file = root_folder / ROOT_KEY
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise BadAuthority(
            f"{file}: {error.strerror}; put in the stick that `authority init` was told of"
        ) from error
    except (ValueError, TypeError) as error:
        raise BadAuthority(f"{file} is no key; take the other copy of the root") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or (
        key.public_key() != before.root.public_key()
    ):
        raise BadAuthority(f"{file} is another root's key: nodes here do not trust it")
    return key


def _keep(before: Authority, folder: Path) -> None:
    """Put an issuing authority among the earlier ones, whole or not at all."""
    place = folder / EARLIER
    place.mkdir(mode=0o700, exist_ok=True)
    for left in place.glob(f"{_BEGUN}*"):
        shutil.rmtree(left)
    target = place / serial_of(before.issuing)
    if target.exists():
        # It was done, and then something broke.
        return
    begun = Path(mkdtemp(prefix=_BEGUN, dir=place))
    for name in _KEPT:
        if (folder / name).exists():
            mode = SECRET if name == ISSUING_KEY else 0o644
            write_durably(begun / name, (folder / name).read_bytes(), mode)
    # Not the file, which may be of before the last rotation that broke.
    write_durably(begun / ISSUING, before.issuing_pem)
    begun.replace(target)


def _last_number(folder: Path) -> int:
    try:
        return int((folder / CRL_NUMBER).read_text("ascii"))
    except (OSError, ValueError):
        return 0
