"""Who must not get in at all."""

import ssl

from cloud.provision.attacks.field import Field, Verdict
from cloud.provision.mosquitto.layout import WARDEN
from cloud.provision.mosquitto.session import Place, Refusal, session
from cloud.provision.mosquitto.wire import Hello


def anonymous(field: Field) -> Verdict:
    """Nobody comes, on either side, and somebody with a password that is none."""
    nodes, cloud, nobody = field.where.nodes, field.where.cloud, field.cast.nobody
    name, password = field.cast.victim[0], field.password
    tries = {
        "without a certificate": _enters(nodes, Hello(name), nobody),
        "with a password for a certificate": _enters(nodes, Hello(name, WARDEN, password), nobody),
        "without a password": _enters(cloud, Hello(name), None),
        "with a wrong password": _enters(cloud, Hello(name, WARDEN, f"not {password}"), None),
    }
    inside = [how for how, refusal in tries.items() if refusal is None]
    seen = f"gets in {', '.join(inside)}" if inside else "nobody gets in"
    return Verdict("anonymous", not inside, seen)


def revoked(field: Field) -> Verdict:
    """Somebody who was revoked comes back."""
    if field.cast.revoked is None:
        seen = "there is nobody revoked to try with; run: vallee-cloud broker apply"
        return Verdict("revoked", held=False, seen=seen)
    return _refused(field, "revoked", field.cast.revoked)


def foreign_authority(field: Field) -> Verdict:
    """Another authority says that somebody is the victim."""
    return _refused(field, "foreign-authority", field.cast.foreign)


def expired(field: Field) -> Verdict:
    """The victim's certificate is too old."""
    return _refused(field, "expired", field.cast.expired)


def not_yet_valid(field: Field) -> Verdict:
    """The victim's certificate is not good yet."""
    return _refused(field, "not-yet-valid", field.cast.early)


def server_certificate(field: Field) -> Verdict:
    """A server's certificate is shown by a client."""
    return _refused(field, "server-certificate", field.cast.serving)


def _refused(field: Field, name: str, who: ssl.SSLContext) -> Verdict:
    refusal = _enters(field.where.nodes, Hello(field.cast.victim[0]), who)
    return Verdict(name, refusal is not None, refusal.why if refusal else "gets in")


def _enters(place: Place, hello: Hello, who: ssl.SSLContext | None) -> Refusal | None:
    with session(place, hello, who) as opened:
        return opened if isinstance(opened, Refusal) else None
