"""From a claim to a certificate, and from a certificate to the next one.

    claim + request → the registry's name for the claim, the request's key → certificate
    certificate + request → the registry's name for its serial, the request's key → certificate

A claim is used up in the transaction that keeps its certificate, after everything else was found
good: what is wrong with a request burns no claim. Whoever comes later with another key raises an
alarm; the same key gets what it got, since an answer may be lost.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from cloud.errors import TurnedAway
from cloud.provision.authority import Authority, pem, serial_of
from cloud.provision.claims import is_secret_of, make_claim
from cloud.provision.forms import BACKDATED
from cloud.provision.peer import judge_peer
from cloud.provision.requests import key_hash, key_of
from cloud.provision.reserved import is_program, must_be_no_program
from cloud.provision.tries import Tries
from cloud.registry.identities import Identities
from cloud.registry.identity_journal import Deed
from cloud.registry.values import Claim, IdentityEntry, NodeCertificate
from contract.enrol import Enrol, Enrolled, Renew, claim_parts
from contract.errors import Malformed

# A node asks for a few a year; whoever stole a key shall not fill the registry with its heirs.
MOST_A_DAY: Final = 10

_NO_CLAIM: Final = "there is no such claim"
_DAY_US: Final = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The authority and the registry, and who may try again when.

    Attributes:
        node_days: for how long a node's certificate holds.
        reserved: names of programs on the broker: there a node of this name would be one of them.
    """

    authority: Authority
    records: Identities
    node_days: int
    tries: Tries = field(default_factory=Tries)
    reserved: frozenset[str] = frozenset()

    def claim(self, node: str, who: str, now_us: int, hours: int) -> str:
        """Return a new claim for a node; it is told this once, and its secret is not kept."""
        must_be_no_program(node, self.reserved)
        text, claim = make_claim(node, who, now_us, hours)
        self.records.claim(claim)
        return text

    def enrol(self, asked: Enrol, address: str, now_us: int) -> Enrolled:
        """Return the first certificate of the node whose claim this is; raise TurnedAway."""
        self.tries.check(address, now_us)
        try:
            return self._enrol(asked, address, now_us)
        except TurnedAway:
            self.tries.failed(address, now_us)
            raise

    def renew(self, asked: Renew, shown: str | None, address: str, now_us: int) -> Enrolled:
        """Return the next certificate of who showed `shown` (PEM) to TLS; raise TurnedAway."""
        self.tries.check(address, now_us)
        try:
            return self._renew(asked, shown, address, now_us)
        except TurnedAway:
            self.tries.failed(address, now_us)
            raise

    def _enrol(self, asked: Enrol, address: str, now_us: int) -> Enrolled:
        claim = self._claim_of(asked.claim)
        key = key_of(asked.csr)
        made = self._certify(claim.node, key, now_us)
        kept = self.records.enrol(claim.number, made, address, now_us)
        if kept is None:
            self._turn_away_late(claim, made.key, address, now_us)
        return self._answer(kept)

    def _claim_of(self, text: str) -> Claim:
        try:
            number, secret = claim_parts(text)
        except Malformed as error:
            raise TurnedAway(str(error)) from None
        claim = self.records.claim_by_number(number)
        # One answer for a number that there is not and a secret that is wrong.
        if claim is None or not is_secret_of(claim, secret):
            raise TurnedAway(_NO_CLAIM)
        return claim

    def _turn_away_late(self, claim: Claim, key: str, address: str, now_us: int) -> NoReturn:
        """Say why the registry would not let a claim be used."""
        out = self._why_out(claim.node)
        if out is not None:
            self._turn_away(claim, address, now_us, out)
        found = self.records.claim_by_number(claim.number)
        if found is not None and found.used_key not in {None, key}:
            reason = "this claim was used by another key; ask for a new one, this is looked into"
            self._turn_away(claim, address, now_us, reason, Deed.ALARM)
        self._turn_away(claim, address, now_us, "this claim has expired; ask for a new one")

    def _turn_away(
        self, claim: Claim, address: str, now_us: int, reason: str, deed: Deed = Deed.TURNED_AWAY
    ) -> NoReturn:
        """Note it as well: who comes here has a secret of ours, so he is no passer-by."""
        detail = f"claim {claim.number}: {reason}"
        self.records.note(IdentityEntry(now_us, address, deed.value, claim.node, detail))
        raise TurnedAway(reason)

    def _renew(self, asked: Renew, shown: str | None, address: str, now_us: int) -> Enrolled:
        peer = judge_peer(shown, self.authority, _time(now_us))
        held = self.records.certificate(serial_of(peer))
        if held is None:
            raise TurnedAway("this certificate is no node's")
        if held.revoked_us is not None:
            detail = f"renewal with {held.serial}, which was revoked"
            self.records.note(
                IdentityEntry(now_us, address, Deed.TURNED_AWAY.value, held.node, detail)
            )
            raise TurnedAway("this certificate was revoked")
        # Whoever connects with a certificate has it: what was before it has served.
        self.records.seen(held.serial)
        made = self._certify(held.node, key_of(asked.csr), now_us)
        self._must_be_seldom(held.node, made.key, now_us)
        kept = self.records.renew(held.serial, made, address, now_us)
        if kept is None:
            raise TurnedAway(self._why_out(held.node) or "this certificate was revoked")
        return self._answer(kept)

    def _why_out(self, node: str) -> str | None:
        device = self.records.device(node)
        if device is None or device.revoked_us is not None:
            return "this node was revoked"
        return "this node is retired; hang another one up" if device.is_out else None

    def _must_be_seldom(self, node: str, key: str, now_us: int) -> None:
        issued = [
            one
            for one in self.records.certificates(node)
            if one.from_us > now_us - _DAY_US and one.key != key
        ]
        if len(issued) >= MOST_A_DAY:
            raise TurnedAway("this node has got too many certificates today", again=True)

    def _certify(self, node: str, key: ec.EllipticCurvePublicKey, now_us: int) -> NodeCertificate:
        """Sign a certificate, which is nothing until the registry has kept it."""
        if is_program(node, self.reserved):
            raise TurnedAway("this name is a program's of the cloud; ask for a node of another")
        made = self.authority.node(node, key, _time(now_us), self.node_days)
        return NodeCertificate(
            serial=serial_of(made),
            node=node,
            key=key_hash(key),
            # Finer than the certificate's own second: which of two is newer must be told.
            from_us=now_us - _us(BACKDATED),
            until_us=int(made.not_valid_after_utc.timestamp()) * 1_000_000,
            pem=pem(made).decode(),
        )

    def _answer(self, kept: NodeCertificate) -> Enrolled:
        # What is told again may have been signed by the authority before.
        issuer = self.authority.issuer_of(x509.load_pem_x509_certificate(kept.pem.encode()))
        if issuer is None:
            raise TurnedAway("this certificate holds no longer; enrol again with a new claim")
        return Enrolled(
            node=kept.node,
            certificate=kept.pem + pem(issuer).decode(),
            renew_at_us=renew_at_us(kept),
            until_us=kept.until_us,
        )


def renew_at_us(certificate: NodeCertificate) -> int:
    """Return when two thirds of a certificate's life are over."""
    issued_us = certificate.from_us + _us(BACKDATED)
    return issued_us + (certificate.until_us - issued_us) * 2 // 3


def _time(us: int) -> datetime:
    return datetime.fromtimestamp(us // 1_000_000, UTC)


def _us(span: timedelta) -> int:
    return int(span.total_seconds()) * 1_000_000
