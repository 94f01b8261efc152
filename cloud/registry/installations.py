"""Installations as the rest of the cloud sees them: where to go, who was there, what is proven.

A facade of the registry beside `registry.py`, on the same database, with the journal of identities.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from cloud.errors import RegistryFault
from cloud.registry import devices, identity_journal, installations_rows, read, tables
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.installations_hanging import hang, hanging, is_free
from cloud.registry.values import (
    Closed,
    Commune,
    Container,
    Device,
    IdentityEntry,
    Installation,
    PlaceToVisit,
    Sensor,
    Stock,
)

LISTED: Final = "places listed"
VISITED: Final = "visited"
PROVEN: Final = "proven"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of places and nodes, all as of one instant.

    Attributes:
        hanging: the nodes that hang at each place where one does.
        zone: the territory's local time (IANA).
    """

    places: Sequence[PlaceToVisit]
    containers: Sequence[Container]
    communes: Sequence[Commune]
    devices: Sequence[Device]
    sensors: Mapping[tuple[str, str], Sensor]
    installations: Sequence[Installation]
    hanging: Mapping[str, Collection[str]]
    zone: str


def open_installations(url: str, now_us: Callable[[], int] = machine_us) -> "Installations":
    """Open the installations in the registry at `url`, which is made if need be."""
    return Installations(open_database(url), now_us)


class Installations(Facade):
    """Where nodes were hung up, by whom, on what evidence; each call is one transaction.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    def ground(self) -> Ground:
        """Return what is known of places and nodes."""
        with self._database.reading() as connection:
            return _ground(connection)

    def list_places(self, places: Sequence[PlaceToVisit], who: str) -> None:
        """Write the list of places to visit anew, as a whole."""
        with self._database.writing() as connection:
            installations_rows.list_places(connection, places)
            self._note(connection, who, LISTED, "-", f"{len(places)} places")

    def one(self, number: str) -> Installation | None:
        """Return a visit; None if none of this id came in."""
        with self._database.reading() as connection:
            return installations_rows.one(connection, number)

    def every(self) -> list[Installation]:
        """Return every visit, the oldest first."""
        with self._database.reading() as connection:
            return installations_rows.every(connection)

    def photo(self, sha256: str) -> bytes | None:
        """Return a photo that is kept; None if there is none."""
        with self._database.reading() as connection:
            return installations_rows.photo(connection, sha256)

    def refuse(self, visit: Installation, jpeg: bytes | None) -> Installation:
        """Keep a visit that closed nothing; return what is kept under its id."""
        with self._database.writing() as connection:
            if (kept := installations_rows.one(connection, visit.id)) is not None:
                return kept
            refused = replace(visit, state=Closed.REFUSED)
            installations_rows.keep(connection, refused, jpeg)
            why = f"refused at {visit.place}: {', '.join(visit.refused)}"
            self._note(connection, visit.who, VISITED, visit.node, why)
            return refused

    def mount(
        self, visit: Installation, jpeg: bytes | None, replaces: str | None = None
    ) -> Installation | None:
        """Hang a node up: its mounts, its stock, the visit and a line in the journal, or nothing.

        Returns what is kept under the visit's id; None if node or place were taken meanwhile.
        """
        now_us = self._now_us()
        with self._database.writing() as connection:
            free = is_free(connection, visit, replaces)
            if (kept := installations_rows.one(connection, visit.id)) is not None:
                return kept
            if not free:
                return None
            mounted = replace(visit, state=Closed.MOUNTED, refused=())
            installations_rows.keep(connection, mounted, jpeg)
            hang(connection, mounted, replaces, now_us)
            swap = f", replaces {replaces}" if replaces else ""
            detail = f"{Stock.MOUNTED} at {visit.place}{swap}; visit {visit.id}"
            self._note(connection, visit.who, VISITED, visit.node, detail)
            return mounted

    def prove(self, number: str, proven_us: int, proof: str, who: str) -> bool:
        """Write that a mounted node is proven; tell whether it still was to be."""
        now_us = self._now_us()
        with self._database.writing() as connection:
            visit = installations_rows.one(connection, number)
            if visit is None:
                raise RegistryFault(f"no visit {number} came in")
            device = devices.known(connection, visit.node)
            # Whoever proved it meanwhile is seen, now that its node is held.
            visit = installations_rows.one(connection, number)
            if visit is None or visit.state is not Closed.MOUNTED or not _may_prove(device):
                return False
            devices.change(connection, device.node, Stock.PROVEN, "", now_us)
            installations_rows.prove(connection, number, proven_us, proof)
            self._note(connection, who, PROVEN, device.node, proof)
            return True

    def record(self, number: str) -> bytes | None:
        """Return the signed record of a visit; None if none was signed."""
        with self._database.reading() as connection:
            return installations_rows.record(connection, number)

    def keep_record(self, number: str, pdf: bytes) -> bytes:
        """Keep the signed record of a visit; return the one that was kept first."""
        with self._database.writing() as connection:
            if (kept := installations_rows.record(connection, number)) is not None:
                return kept
            installations_rows.keep_record(connection, number, pdf)
            return pdf

    def _note(self, connection: Connection, who: str, what: str, node: str, detail: str) -> None:
        entry = IdentityEntry(self._now_us(), who, what, node, detail)
        identity_journal.note(connection, entry)


def _ground(connection: Connection) -> Ground:
    return Ground(
        installations_rows.places(connection),
        read.containers(connection),
        read.every(connection, tables.communes, Commune),
        devices.every(connection),
        read.sensors(connection),
        installations_rows.every(connection),
        hanging(connection),
        read.zone(connection).key,
    )


def _may_prove(device: Device) -> bool:
    return device.stock is Stock.MOUNTED and device.revoked_us is None
