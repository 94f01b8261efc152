"""Who is at the other end of a TLS connection, judged by the certificate that it showed."""

from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from cloud.errors import TurnedAway
from cloud.provision.authority import Authority
from cloud.provision.forms import CLIENT

_CLAIM_AGAIN: Final = "enrol again with a new claim"


def judge_peer(shown: str | None, authority: Authority, now: datetime) -> x509.Certificate:
    """Return the certificate that a client showed (PEM), if it is ours, of a client, and in time.

    One that was signed before another authority followed is ours too.

    Raises TurnedAway. That the client holds its key the TLS handshake has proved; whether it is
    revoked the registry knows.
    """
    if shown is None:
        raise TurnedAway("to renew, connect with the certificate that there is")
    try:
        peer = x509.load_pem_x509_certificate(shown.encode())
        is_ours = authority.issuer_of(peer) is not None
        purposes = peer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise TurnedAway("this certificate is not of this authority") from None
    except x509.ExtensionNotFound:
        raise TurnedAway("this certificate is no node's") from None
    if not is_ours:
        raise TurnedAway("this certificate is not of this authority")
    if CLIENT not in purposes:
        raise TurnedAway("this certificate is a server's, not a node's")
    if now < peer.not_valid_before_utc:
        raise TurnedAway("this certificate is not yet valid; set the clock", again=True)
    if now >= peer.not_valid_after_utc:
        raise TurnedAway(
            f"this certificate expired on {peer.not_valid_after_utc:%Y-%m-%d}; {_CLAIM_AGAIN}"
        )
    return peer
