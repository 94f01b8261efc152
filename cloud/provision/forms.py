"""What each kind of certificate of ours says: who may sign, who may be a client, who a server."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CLIENT: Final = ExtendedKeyUsageOID.CLIENT_AUTH
SERVER: Final = ExtendedKeyUsageOID.SERVER_AUTH

# A node has no clock of its own: it may wake an hour behind and has to find its certificate good.
BACKDATED: Final = timedelta(hours=1)


def called(name: str) -> x509.Name:
    """Return the X.509 name of somebody who is called `name` and nothing else."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def is_p256(key: object) -> bool:
    """Tell whether `key` is a public key of the one kind that we certify."""
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def authority(
    name: str, key: ec.EllipticCurvePublicKey, now: datetime, days: int, below: int
) -> x509.CertificateBuilder:
    """Begin the certificate of an authority that may have `below` authorities under it."""
    return (
        _begun(name, key, now - BACKDATED, now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
    )


def client(
    name: str, key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    """Begin the certificate of who connects."""
    return _leaf(name, key, now, until, CLIENT)


def server(
    names: Sequence[str], key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    """Begin the certificate of what is connected to, under host names or IP addresses."""
    known_as = x509.SubjectAlternativeName([_place(name) for name in names])
    # What it is reached by stands in the extension; the subject is for people, and short.
    return _leaf(names[0][:64], key, now, until, SERVER).add_extension(known_as, critical=False)


def _leaf(
    name: str,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    until: datetime,
    purpose: x509.ObjectIdentifier,
) -> x509.CertificateBuilder:
    return (
        _begun(name, key, now - BACKDATED, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    )


def _begun(
    name: str, key: ec.EllipticCurvePublicKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _place(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
