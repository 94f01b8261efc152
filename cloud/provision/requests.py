"""What a request for a certificate is worth: its key, if it is one that we certify, and no more."""

from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cloud.errors import TurnedAway
from cloud.provision.forms import is_p256
from contract.enrol import LONGEST_REQUEST


def key_of(csr: str) -> ec.EllipticCurvePublicKey:
    """Return the key that a request proves to hold; raise TurnedAway, whatever `csr` is.

    The names in it are not read: who somebody is the registry knows.
    """
    if len(csr) > LONGEST_REQUEST:
        raise TurnedAway(f"the request is longer than {LONGEST_REQUEST} characters")
    try:
        request = x509.load_pem_x509_csr(csr.encode("ascii"))
        key = request.public_key()
        extensions = list(request.extensions)
        is_signed = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        raise TurnedAway("this is no request for a certificate (PKCS #10 as PEM)") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not is_p256(key):
        raise TurnedAway("only P-256 keys are certified")
    if not is_signed:
        raise TurnedAway("the request is not signed by its own key")
    # We would not grant it anyway; who asks for it is no node of ours.
    if any(isinstance(one.value, x509.BasicConstraints) and one.value.ca for one in extensions):
        raise TurnedAway("a node is no authority")
    return key


def key_hash(key: ec.EllipticCurvePublicKey) -> str:
    """Return the name that the registry has for a key: its SHA-256 in hex."""
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(spki).hexdigest()
