"""What a crew's phone and a dispatcher's browser ask for, one turn after the other."""

import hashlib
import io
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import msgspec
import numpy as np
from PIL import Image

from tests.bench.crowd_link import Link
from tests.bench.crowd_town import PASSWORD, Town

FORM: Final = "application/x-www-form-urlencoded"
# A position each ten seconds of a minute's drive.
POSITIONS: Final = 6
# One problem with a photo each so many stops.
PHOTO_EVERY: Final = 10
# As large as the app makes them.
SIDE: Final = 640
SEEN: Final = re.compile(r'name="(token|lue|base)" value="([^"]*)"')
SEE_OTHER: Final = 303


class Client(Protocol):
    """Somebody who comes in once and then does one turn after the other."""

    link: Link

    async def enter(self) -> None:
        """Come in, and open what is looked at all day."""

    async def turn(self) -> None:
        """Do what belongs together, with no wait between."""


@dataclass
class Crew:
    """A phone in a cab: it asks for its round, tells what was done, and now and then a photo."""

    name: str
    secret: str
    town: Town
    link: Link
    chance: random.Random
    epoch: str = field(default_factory=lambda: secrets.token_hex(6))
    seq: int = 0
    turns: int = 0
    round: dict[str, Any] = field(default_factory=dict)

    async def enter(self) -> None:
        """Open the link that the dispatcher sent, and the app."""
        body = urlencode({"secret": self.secret}).encode()
        await come_in(self.link, "sign in by link", "/entrer/lien", body)
        await self.link.get("the app's shell", "/tournee")
        await self.look()
        self.town.links.pop(self.name, None)

    async def turn(self) -> None:
        """Be a minute at work: look for a new plan, tell of a stop and of the way there."""
        self.turns += 1
        await self.look()
        stops = [one for one in self.round["plan"]["stops"] if one["kind"] == "container"]
        if not stops:
            return
        stop = stops[self.turns % len(stops)]
        rows = [self._row("position", **self._spot(stop)) for _ in range(POSITIONS)]
        if self.turns % PHOTO_EVERY == 1:
            photo = photo_of(self.chance)
            name = hashlib.sha256(photo).hexdigest()
            rows.append(self._row("problem", what="works", stop=stop["ref"], photo=name))
            await self._tell(rows)
            await self._put(name, photo)
        else:
            await self._tell([*rows, self._row("collected", stop=stop["ref"])])

    async def look(self) -> None:
        """Ask for the token and the round."""
        stay = await self.link.get("cab: who am I", "/tournee/stay")
        self.link.token = msgspec.json.decode(stay.body)["token"]
        told = await self.link.get("cab: round", "/tournee/round")
        self.round = msgspec.json.decode(told.body)

    async def _tell(self, rows: list[dict[str, object]]) -> None:
        body = {
            "v": 1,
            "device": self.name,
            "epoch": self.epoch,
            "truck": self.round["truck"],
            "day": self.round["day"],
            "deeds": rows,
        }
        sent = msgspec.json.encode(body)
        kind, path = "cab: deeds", "/tournee/envelopes"
        answer = await self.link.ask(kind, "POST", path, sent, "application/json")
        receipt = msgspec.json.decode(answer.body)
        if answer.status != 200 or receipt["refused"]:
            raise RuntimeError(f"deeds: {answer.status} {answer.body[:300]!r}")

    async def _put(self, name: str, photo: bytes) -> None:
        path = f"/tournee/photos/{name}"
        answer = await self.link.ask("cab: photo", "PUT", path, photo, "image/jpeg")
        if answer.status != 201:
            raise RuntimeError(f"photo: {answer.status} {answer.body[:300]!r}")

    def _row(self, kind: str, **more: object) -> dict[str, object]:
        self.seq += 1
        at_us = time.time_ns() // 1000
        return {"kind": kind, "seq": self.seq, "at_us": at_us, "offset_us": 0, **more}

    def _spot(self, stop: dict[str, Any]) -> dict[str, object]:
        """Return where a truck is, some way off its stop."""
        off = self.chance.uniform(0.002, 0.01)
        return {"lat": stop["lat"] + off, "lon": stop["lon"], "accuracy_m": 8.0}


@dataclass
class Dispatcher:
    """A browser at the desk: the board, the plan, a move that is tried, the rounds as driven."""

    name: str
    town: Town
    link: Link
    chance: random.Random
    turns: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    async def enter(self) -> None:
        """Sign in by password, and open the plan."""
        body = urlencode({"name": self.name, "password": PASSWORD}).encode()
        await come_in(self.link, "sign in by password", "/entrer", body)
        await self._plan()

    async def turn(self) -> None:
        """Do the next of four things."""
        acts = (self._board, self._plan, self._try, self._followed)
        self.turns += 1
        await acts[self.turns % len(acts)]()

    async def _board(self) -> None:
        await self.link.get("desk: board", "/")

    async def _plan(self) -> None:
        answer = await self.link.get("desk: plan", f"/bureau?jour={self.town.plan.day}")
        self.seen = dict(SEEN.findall(answer.body.decode()))

    async def _followed(self) -> None:
        path = f"/bureau/suivi?jour={self.town.plan.day}"
        await self.link.get("desk: plan against actual", path)

    async def _try(self) -> None:
        here, there = self.chance.sample(self.town.plan.routes, 2)
        stop = self.chance.choice(here.containers)
        wish = {
            **self.seen,
            "jour": self.town.plan.day,
            "conteneur": stop.ref,
            "vers": f"camion:{there.truck}",
            "essai": "1",
        }
        body = urlencode(wish).encode()
        # As the page's script asks: for the reply only.
        part = {"X-Vallee-Part": "reponse"}
        kind, path = "desk: try a move", "/bureau/deplacer"
        answer = await self.link.ask(kind, "POST", path, body, FORM, part)
        # 409: the checker says what it would break.
        if answer.status not in (200, 409):
            raise RuntimeError(f"a move: {answer.status} {answer.body[:300]!r}")


async def come_in(link: Link, kind: str, path: str, body: bytes) -> None:
    """Sign in, and keep the cookie."""
    answer = await link.ask(kind, "POST", path, body, FORM)
    if answer.status != SEE_OTHER:
        raise RuntimeError(f"{path}: {answer.status} {answer.body[:300]!r}")
    told = re.search(r"(?im)^set-cookie: ([^;]+)", answer.head)
    link.cookie = told[1] if told else ""


def photo_of(chance: random.Random) -> bytes:
    """Return a JPEG of some 200 kB, of which there is no other."""
    noise = np.random.default_rng(chance.getrandbits(63))
    file = io.BytesIO()
    pixels = noise.integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", quality=40)
    return file.getvalue()
