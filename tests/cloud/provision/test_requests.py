from base64 import encodebytes

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from cloud.errors import TurnedAway
from cloud.provision.requests import key_of
from tests.cloud.provision.office import new_key, request

CA = x509.BasicConstraints(ca=True, path_length=None)
GOOD = request()
# What is refused has to be made first.
WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505


def test_a_good_request_gives_its_key_whatever_it_says_of_names() -> None:
    key = new_key()
    names = x509.SubjectAlternativeName([x509.DNSName("n-002"), x509.DNSName("*")])

    assert key_of(request(key, "n-002", names)) == key.public_key()


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(WEAK, id="RSA-1024"),
        pytest.param(rsa.generate_private_key(65537, 2048), id="RSA-2048"),
        pytest.param(ec.generate_private_key(ec.SECP384R1()), id="P-384"),
        pytest.param(ec.generate_private_key(ec.SECP256K1()), id="secp256k1"),
    ],
)
def test_only_p256_is_taken(key: CertificateIssuerPrivateKeyTypes) -> None:
    with pytest.raises(TurnedAway, match="P-256"):
        key_of(request(key))


def test_ed25519_is_not_taken() -> None:
    with pytest.raises(TurnedAway, match="P-256"):
        key_of(request(ed25519.Ed25519PrivateKey.generate(), hashed=False))


def test_who_asks_to_be_an_authority_is_turned_away() -> None:
    with pytest.raises(TurnedAway, match="no authority"):
        key_of(request(extension=CA))


def test_a_request_with_a_broken_signature_is_turned_away() -> None:
    der = bytearray(x509.load_pem_x509_csr(request().encode()).public_bytes(Encoding.DER))
    der[-1] ^= 1
    broken = x509.load_der_x509_csr(bytes(der)).public_bytes(Encoding.PEM).decode()

    with pytest.raises(TurnedAway, match="not signed by its own key"):
        key_of(broken)


def test_a_megabyte_is_not_read() -> None:
    with pytest.raises(TurnedAway, match="longer than 4096"):
        key_of("A" * 1_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n",
        "–––––BEGIN",
        "\ud800",
    ],
)
def test_garbage_is_turned_away(text: str) -> None:
    with pytest.raises(TurnedAway, match="no request"):
        key_of(text)


@given(st.binary(max_size=600), st.integers(0, 600))
def test_whatever_bytes_come_there_is_a_key_or_a_reason(noise: bytes, at: int) -> None:
    good = x509.load_pem_x509_csr(GOOD.encode()).public_bytes(Encoding.DER)
    spoiled = good[:at] + noise + good[at + len(noise) :]

    assert verdict(pem_of(spoiled))


def verdict(csr: str) -> str:
    try:
        key_of(csr)
    except TurnedAway as error:
        return str(error)
    return "taken"


def pem_of(der: bytes) -> str:
    body = encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE REQUEST-----\n{body}-----END CERTIFICATE REQUEST-----\n"
