"""Installations joined: lists out, visits in, nodes proven, records signed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from cloud.errors import RegistryFault
from cloud.installation import cards, known
from cloud.installation.facts import Evidence
from cloud.installation.forms import Card, Place, Sheet, Verdict, Visit
from cloud.installation.heard import Points, heard, sensors_at
from cloud.installation.judge import TABLE, judge, refusal
from cloud.installation.photo import kept, sha256
from cloud.installation.proof import Proof, prove
from cloud.registry.facade import machine_us
from cloud.registry.installations import Ground, Installations
from cloud.registry.values import Closed, Installation

# What draws a PDF is 10 MB that the pages do without until somebody wants one.
# ruff: noqa: PLC0415
if TYPE_CHECKING:
    from cloud.installation.record import Told

# Who proves what nobody has to look at.
BY_ITSELF: Final = "vallee-cloud"
# Somebody took node or place between reading and writing; then that is said. More often is odd.
_TRIES: Final = 3


class Seal(Protocol):
    """Who signs a PDF so that nobody can change it without being found out."""

    def sign(self, pdf: bytes, reason: str, now_us: int) -> bytes:
        """Return the PDF with a signature; raise BadAuthority if nobody may sign."""


@dataclass(frozen=True, slots=True)
class Installing:
    """What installers' pages and verbs call; every method may raise RegistryFault or StoreDown.

    Attributes:
        clock_us: the cloud's time, for what is only shown.
    """

    records: Installations
    points: Points
    seal: Seal
    clock_us: Callable[[], int] = machine_us

    def places(self, who: str) -> tuple[Place, ...]:
        """Return the places that are on the list of somebody, or on everybody's."""
        ground = self.records.ground()
        listed = known.to_visit(ground, who)
        return tuple(one for name, one in known.places(ground).items() if name in listed)

    def sheet(self, who: str) -> Sheet:
        """Return all that a phone needs to decide where there is no network.

        Beside the list these are the places where a node hangs: it may be swapped there.
        """
        ground = self.records.ground()
        return Sheet(
            self.clock_us(),
            tuple(known.places(ground).values()),
            tuple(known.nodes(ground).values()),
            known.bounds(ground),
            TABLE,
            tuple(sorted(known.to_visit(ground, who))),
        )

    def receive(self, visit: Visit, photo: bytes | None, who: str, now_us: int) -> Verdict:
        """Decide about a visit and keep it; the same visit again gets what it got.

        Without its photo it is judged, refused for that at least, and not kept: the photo may
        follow with it.
        """
        body = msgspec.json.encode(visit).decode()
        jpeg = None if photo is None else kept(photo)
        same = None if photo is None else sha256(photo) == visit.photo_sha256
        for _ in range(_TRIES):
            if (had := self.records.one(visit.id)) is not None:
                return _told(had, body)
            ground = self.records.ground()
            verdict = judge(
                Evidence(
                    visit,
                    known.places(ground).get(visit.place),
                    known.nodes(ground).get(visit.node),
                    known.bounds(ground),
                    now_us,
                    jpeg is not None,
                    same,
                )
            )
            if photo is None:
                return verdict
            entry = _entry(visit, body, verdict, who, now_us)
            entry = replace(entry, photo=None if jpeg is None else sha256(jpeg))
            done = self._keep(entry, jpeg, visit.replaces)
            if done is not None:
                return _told(done, body)
        raise RegistryFault(f"node {visit.node} or place {visit.place} keeps changing; try again")

    def cards(self) -> tuple[Card, ...]:
        """Return every installation as it is shown, the newest first."""
        now_us = self.clock_us()
        ground = self.records.ground()
        places = known.places(ground)
        return tuple(
            cards.card(one, ground, places, self._proof(ground, one, places.get(one.place), now_us))
            for one in reversed(ground.installations)
        )

    def prove(self, now_us: int, who: str = BY_ITSELF) -> list[Installation]:
        """Prove what can be proven by now, and sign its records; return what was.

        It signs here, since who shows records need not be who may sign them. Raises BadAuthority
        after all is proven; then a record is signed when it is asked for.
        """
        ground = self.records.ground()
        places = known.places(ground)
        proven = []
        for one in ground.installations:
            proof = self._proof(ground, one, places.get(one.place), now_us)
            if proof is None or proof.proven_us is None:
                continue
            body = msgspec.json.encode(proof).decode()
            if self.records.prove(one.id, proof.proven_us, body, who):
                state = replace(one, state=Closed.PROVEN, proven_us=proof.proven_us, proof=body)
                proven.append(state)
        for node in {one.node for one in proven}:
            self.record(node)
        return proven

    def record(self, node: str) -> bytes:
        """Return the signed record of how a node was hung up last.

        That of a proven node is signed once and kept; before, it says what is still missing.
        """
        ground, now_us = self.records.ground(), self.clock_us()
        visits = [one for one in ground.installations if one.node == node]
        closed = [one for one in visits if one.state is not Closed.REFUSED]
        if not closed:
            raise RegistryFault(
                f"no visit closed node {node}; see: vallee-cloud installations list"
            )
        last = closed[-1]
        if last.state is Closed.PROVEN and (had := self.records.record(last.id)) is not None:
            return had
        from cloud.installation.record import draw

        pdf = self.seal.sign(
            draw(self._record_of(ground, last, now_us)), f"Installation {last.node}", now_us
        )
        return self.records.keep_record(last.id, pdf) if last.state is Closed.PROVEN else pdf

    def _keep(
        self, entry: Installation, jpeg: bytes | None, replaces: str | None
    ) -> Installation | None:
        if entry.refused:
            return self.records.refuse(entry, jpeg)
        return self.records.mount(entry, jpeg, replaces)

    def _proof(
        self, ground: Ground, one: Installation, place: Place | None, now_us: int
    ) -> Proof | None:
        """Return what proves a visit's node so far; None if it is no question any more."""
        hangs = one.node in ground.hanging.get(one.place, ())
        if one.state is not Closed.MOUNTED or place is None or not hangs:
            return None
        names = sensors_at(place, one.node, ground.sensors)
        said = heard(self.points, place, one.node, names, one.at_us, now_us)
        lighting = msgspec.json.decode(one.body, type=Visit).supply == "lighting"
        return prove(said, one.at_us, now_us, lighting=lighting)

    def _record_of(self, ground: Ground, one: Installation, now_us: int) -> "Told":
        from cloud.installation.record import Told

        place = known.places(ground).get(one.place)
        if one.proof is not None:
            proof: Proof | None = msgspec.json.decode(one.proof, type=Proof)
        else:
            proof = self._proof(ground, one, place, now_us)
        return Told(
            visit=msgspec.json.decode(one.body, type=Visit),
            installation=one,
            place=place,
            serial=_serial(ground, one.node),
            proof=proof,
            photo=None if one.photo is None else self.records.photo(one.photo),
            outlines=known.outlines(ground),
            zone=ground.zone,
            made_us=now_us,
        )


def _entry(visit: Visit, body: str, verdict: Verdict, who: str, now_us: int) -> Installation:
    return Installation(
        visit.id,
        visit.node,
        visit.place,
        Closed.MOUNTED if verdict.ok else Closed.REFUSED,
        who,
        visit.at_us + (visit.offset_us or 0),
        now_us,
        body,
        tuple(one.code for one in verdict.refused),
    )


def _told(had: Installation, body: str) -> Verdict:
    """Return what was decided about a visit, if it is this one."""
    codes = had.refused if had.body == body else ("visit-other",)
    return Verdict(not codes, tuple(refusal(code) for code in codes))


def _serial(ground: Ground, node: str) -> str | None:
    return next((one.serial for one in ground.devices if one.node == node), None)
