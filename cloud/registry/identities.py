"""Identities as the rest of the cloud sees them: nodes as things, claims, certificates, a journal.

A facade of the registry beside `registry.py`, on the same database, with its own journal.
"""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection

from cloud.registry import certificates, claims, devices, identity_journal, replacing
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.identity_journal import Deed
from cloud.registry.replacing import Swap
from cloud.registry.values import Claim, Device, IdentityEntry, Mount, NodeCertificate, Stock

AUTHORITY: Final = "authority"


def open_identities(url: str, now_us: Callable[[], int] = machine_us) -> "Identities":
    """Open the identities in the registry at `url`, which is made if need be; see RegistryFault."""
    return Identities(open_database(url), now_us)


class Identities(Facade):
    """Who is a node; each call is one transaction, with its line in the journal.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    # Nodes as things.

    def add(self, device: Device, who: str = AUTHORITY) -> None:
        """Write a new thing; a name that there was once is never given again."""
        self.add_all([device], who)

    def add_all(self, things: Sequence[Device], who: str = AUTHORITY) -> None:
        """Write new things, all or none."""
        with self._database.writing() as connection:
            devices.add_all(connection, things)
            identity_journal.note_all(
                connection,
                [
                    IdentityEntry(self._now_us(), who, Deed.ADDED.value, one.node, one.stock)
                    for one in things
                ],
            )

    def device(self, node: str) -> Device | None:
        """Return a thing; None if there is none of this name."""
        with self._database.reading() as connection:
            return devices.one(connection, node)

    def devices(self) -> list[Device]:
        """Return every thing, by name."""
        with self._database.reading() as connection:
            return devices.every(connection)

    def change(self, node: str, stock: Stock, note: str, who: str) -> None:
        """Write where a thing is now; an empty note leaves the old one."""
        with self._database.writing() as connection:
            devices.change(connection, node, stock, note, self._now_us())
            self._note(connection, who, Deed.STOCK, node, f"{stock} {note}".strip())

    def replace(self, swap: Swap, who: str, revoke_why: str | None = None) -> list[Mount]:
        """Hang one node up in another's place, which is revoked too if there is a reason why.

        Returns the mounts of the new one. What was measured before stays the container's.
        """
        now_us = self._now_us()
        with self._database.writing() as connection:
            moved = replacing.replace_node(connection, swap, now_us)
            self._note(connection, who, Deed.REPLACED, swap.old, f"by {swap.new}, {swap.becomes}")
            if revoke_why is not None:
                self._revoke(connection, swap.old, revoke_why, who)
            return moved

    def revoke(self, node: str, why: str, who: str) -> None:
        """Let a node in no more, for ever; its certificates and unused claims hold no longer."""
        with self._database.writing() as connection:
            self._revoke(connection, node, why, who)

    # Claims.

    def claim(self, claim: Claim) -> None:
        """Keep a claim; the unused ones before it of its node hold no longer."""
        with self._database.writing() as connection:
            devices.must_be_free(devices.known(connection, claim.node))
            claims.keep(connection, claim)
            self._note(connection, claim.made_by, Deed.CLAIMED, claim.node, claim.number)

    def claim_by_number(self, number: str) -> Claim | None:
        """Return the claim of this number; None if there is none."""
        with self._database.reading() as connection:
            return claims.by_number(connection, number)

    # Certificates.

    def enrol(
        self, number: str, new: NodeCertificate, who: str, now_us: int
    ) -> NodeCertificate | None:
        """Use a claim up and keep the certificate that it brings, both or neither.

        The key that used it may ask again, and gets what it got. None: the claim does not hold,
        another key has used it, or its node was revoked or retired.
        """
        with self._database.writing() as connection:
            if _is_barred(connection, new.node):
                return None
            use = claims.use(connection, number, new.key, now_us)
            if use is None:
                return None
            had = certificates.of_key(connection, new.node, new.key, 0, now_us)
            if use == "again" and had is not None:
                return had
            return self._issue(connection, new, who, Deed.ENROLLED)

    def renew(
        self, serial: str, new: NodeCertificate, who: str, now_us: int
    ) -> NodeCertificate | None:
        """Keep the next certificate of who holds that of `serial`; None if it does not hold.

        The same key may ask again, and gets what it got.
        """
        with self._database.writing() as connection:
            old = certificates.by_serial(connection, serial)
            if old is None or old.revoked_us is not None or _is_barred(connection, new.node):
                return None
            # What answers a request that was asked before is newer than what it was asked with.
            had = certificates.of_key(connection, new.node, new.key, old.from_us, now_us)
            return had or self._issue(connection, new, who, Deed.RENEWED)

    def seen(self, serial: str) -> int:
        """Note that a certificate has worked: what its node got before it holds no longer.

        Returns how many those were; they belong into the next list of revoked ones.
        """
        now_us = self._now_us()
        with self._database.writing() as connection:
            last = certificates.by_serial(connection, serial)
            if last is None or last.revoked_us is not None:
                return 0
            # Whoever revokes the node meanwhile waits for his turn.
            devices.held(connection, last.node)
            ended = certificates.end_before(connection, last, now_us)
            if ended:
                detail = f"{serial}; ended: {ended}"
                self._note(connection, last.node, Deed.SEEN, last.node, detail)
            return ended

    def certificate(self, serial: str) -> NodeCertificate | None:
        """Return the certificate of this serial; None if none was issued to a node."""
        with self._database.reading() as connection:
            return certificates.by_serial(connection, serial)

    def certificates(self, node: str | None = None) -> Sequence[NodeCertificate]:
        """Return the certificates of a node, or all, each node's in the order of their issue."""
        with self._database.reading() as connection:
            return certificates.of(connection, node)

    def revoked(self) -> Sequence[NodeCertificate]:
        """Return the certificates that hold no longer though they have not expired."""
        with self._database.reading() as connection:
            return certificates.revoked(connection, self._now_us())

    # The journal.

    def journal(self, limit: int = 100, node: str | None = None) -> list[IdentityEntry]:
        """Return at most `limit` lines, of one node if it is given, newest first."""
        with self._database.reading() as connection:
            return identity_journal.newest(connection, limit, node)

    def note(self, entry: IdentityEntry) -> None:
        """Append a line."""
        with self._database.writing() as connection:
            identity_journal.note(connection, entry)

    def _revoke(self, connection: Connection, node: str, why: str, who: str) -> None:
        now_us = self._now_us()
        device = devices.known(connection, node)
        if device.revoked_us is None:
            devices.bar(connection, node, why, now_us)
            self._note(connection, who, Deed.REVOKED, node, why)
        claims.end(connection, node, now_us)
        certificates.revoke(connection, node, why, now_us)

    def _issue(
        self, connection: Connection, new: NodeCertificate, who: str, deed: Deed
    ) -> NodeCertificate:
        certificates.keep(connection, new)
        self._note(connection, who, deed, new.node, new.serial)
        return new

    def _note(self, connection: Connection, who: str, deed: Deed, node: str, detail: str) -> None:
        identity_journal.note(
            connection, IdentityEntry(self._now_us(), who, deed.value, node, detail)
        )


def _is_barred(connection: Connection, node: str) -> bool:
    device = devices.held(connection, node)
    return device is None or device.is_out
