"""Thirty crews and five dispatchers at once before the real `vallee-cloud web`.

All of them share this machine's cores with the server. First everyone comes in at the same moment,
then they work at the pace of a shift and at twice that, then each asks again as soon as it is
answered.
"""

import asyncio
import random
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.crowd_link import Link
from tests.bench.crowd_people import Client, Crew, Dispatcher
from tests.bench.crowd_town import Town, found_town
from tests.bench.ingester import cpu_s, memory_mb
from tests.bench.rate import Rate, measure, say
from tests.services.daemon import Daemon

TITLE: Final = "A crowd at the pages"
BIN: Final = Path(sys.executable).parent
# A crew looks and tells once a minute, a dispatcher does something each ten seconds.
CREW_S: Final = 60.0
DESK_S: Final = 10.0
PACES: Final = (1.0, 2.0)
PACED_S: Final = 45.0
SATURATED_S: Final = 12.0
PEER_S: Final = 5.0
SAMPLE_S: Final = 0.2
COMMITS: Final = 300


class Pages(Daemon):
    """The web process of the product."""

    def argv(self) -> list[str]:
        """Ask for the pages; the settings are a file."""
        config = self.folder / "cloud.toml"
        config.write_text(
            f'[registry]\nurl = "sqlite:///{self.folder}/registry.sqlite"\n'
            f'[store]\nfile = "{self.folder}/points.sqlite"\n'
            f"[web]\nport = {self.port}\n"
            f'[people]\nkey_file = "{self.folder}/people.key"\n'
        )
        return ["serve", "--config", str(config)]


class Bare(Daemon):
    """A bare Starlette on uvicorn that answers "ok"."""

    def argv(self) -> list[str]:
        """Run this file's own peer."""
        return ["-m", "tests.bench.crowd_peer", str(self.port)]


@dataclass
class Watched:
    """What a server took, looked at while it worked: memory with its children, and CPU."""

    pid: int
    most_mb: float = 0.0

    async def look(self) -> None:
        """Look until cancelled."""
        while True:
            self.most_mb = max(self.most_mb, sum(memory_mb(pid) for pid in family(self.pid)))
            await asyncio.sleep(SAMPLE_S)


@dataclass(frozen=True, slots=True)
class Measured:
    """A time of the crowd: how long each kind of request took, in how many seconds."""

    seconds: float
    spent: dict[str, list[float]] = field(default_factory=dict)

    @property
    def all(self) -> list[float]:
        """All of them together."""
        return [one for some in self.spent.values() for one in some]


def run(folder: Path) -> None:
    """Print what the crowd met, and how fast a bare server and the disk are."""
    folder.mkdir()
    server = Pages(BIN / "vallee-cloud", folder)
    town = found_town(folder, server.port)
    server.start_afresh()
    try:
        asyncio.run(_crowd(server, town))
    finally:
        server.stop()
    bare = Bare(Path(sys.executable), _made(folder / "peer"))
    bare.start_afresh()
    try:
        asyncio.run(_peer(bare))
    finally:
        bare.stop()
    limit = commits(folder)
    say(f"{'limit: commits of SQLite, FULL, on this disk':<46}{limit.a_second:>39,.0f}/s")


async def _crowd(server: Pages, town: Town) -> None:
    clients = _clients(server.port, town)
    watched = Watched(server.pid)
    async with asyncio.TaskGroup() as tasks:
        looking = tasks.create_task(watched.look(), name="memory")
        before_s = await _all_at_once(clients)
        show("Everyone comes in at the same moment", before_s)
        for pace in PACES:
            begun, ours = cpu_s(server.pid), time.process_time()
            paced = await _paced(clients, pace)
            show(f"30 crews, 5 dispatchers, {pace:g} × the pace of a shift", paced)
            busy = (cpu_s(server.pid) - begun) / paced.seconds
            ours = (time.process_time() - ours) / paced.seconds
            say(f"{'CPU of a core: the server, the clients':<46}{busy:>31.0%}{ours:>10.0%}")
        show("The same, each again as soon as it is answered", await _saturated(clients))
        looking.cancel()
    say(f"{'memory of the server with its children, most':<46}{watched.most_mb:>38,.0f} MB")
    for client in clients:
        await client.link.close()


def _clients(port: int, town: Town) -> list[Client]:
    crews: list[Client] = [
        Crew(name, secret, town, Link(port, f"127.0.1.{at}"), random.Random(at))  # noqa: S311
        for at, (name, secret) in enumerate(town.links.items(), 1)
    ]
    desks = [
        Dispatcher(name, town, Link(port, f"127.0.2.{at}"), random.Random(-at))  # noqa: S311
        for at, name in enumerate(town.dispatchers, 1)
    ]
    return [*crews, *desks]


async def _all_at_once(clients: Sequence[Client]) -> Measured:
    begun_s = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for client in clients:
            tasks.create_task(client.enter(), name=client.link.source)
    return gathered(clients, time.perf_counter() - begun_s)


async def _paced(clients: Sequence[Client], pace: float) -> Measured:
    """Have each do its turns at a pace, begun at an instant of its own."""
    chance = random.Random(1)  # noqa: S311 - when somebody begins
    ends_s = time.perf_counter() + PACED_S

    async def work(client: Client, every_s: float, wait_s: float) -> None:
        at_s = time.perf_counter() + wait_s
        while at_s < ends_s:
            await asyncio.sleep(max(0.0, at_s - time.perf_counter()))
            await client.turn()
            at_s += every_s

    async with asyncio.TaskGroup() as tasks:
        for client in clients:
            every_s = (CREW_S if isinstance(client, Crew) else DESK_S) / pace
            tasks.create_task(work(client, every_s, chance.uniform(0, every_s)))
    return gathered(clients, PACED_S)


async def _saturated(clients: Sequence[Client]) -> Measured:
    begun_s = time.perf_counter()
    ends_s = begun_s + SATURATED_S

    async def work(client: Client) -> None:
        while time.perf_counter() < ends_s:
            await client.turn()

    async with asyncio.TaskGroup() as tasks:
        for client in clients:
            tasks.create_task(work(client))
    return gathered(clients, time.perf_counter() - begun_s)


async def _peer(bare: Bare) -> None:
    """Ask the bare server likewise, by as many connections."""
    links = [Link(bare.port, f"127.0.1.{at}") for at in range(1, 36)]
    begun_s = time.perf_counter()

    async def work(link: Link) -> None:
        while time.perf_counter() - begun_s < PEER_S:
            await link.get("peer: a bare Starlette on uvicorn", "/")
        await link.close()

    async with asyncio.TaskGroup() as tasks:
        for link in links:
            tasks.create_task(work(link))
    spent: dict[str, list[float]] = {}
    for link in links:
        for kind, some in link.spent.items():
            spent.setdefault(kind, []).extend(some)
    for kind, some in spent.items():
        say(f"{row(kind, some)}{len(some) / PEER_S:>10,.0f}/s")


def gathered(clients: Sequence[Client], seconds: float) -> Measured:
    """Take from all clients what they noted, which begins anew."""
    spent: dict[str, list[float]] = {}
    for client in clients:
        for kind, some in client.link.spent.items():
            spent.setdefault(kind, []).extend(some)
        client.link.spent = {}
    return Measured(seconds, spent)


def show(title: str, measured: Measured) -> None:
    """Print a table of it."""
    head = f"{'requests':>9}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}"
    say(f"\n{title:<46}{head}")
    for kind, some in sorted(measured.spent.items()):
        say(row(kind, some))
    a_second = len(measured.all) / measured.seconds
    say(f"{row('all of them', measured.all)}{a_second:>10,.1f}/s")


def row(kind: str, some: Sequence[float]) -> str:
    """Return the percentiles of some times, in milliseconds."""
    told = "".join(f"{1000 * part(some, share):>10,.1f}" for share in (0.5, 0.95, 0.99))
    return f"{kind:<46}{len(some):>9,}{told}"


def part(some: Sequence[float], share: float) -> float:
    """Return the time under which this share of them stays: one that was measured."""
    return sorted(some)[min(len(some) - 1, int(share * len(some)))]


def family(pid: int) -> Iterator[int]:
    """Return a process and all that it started."""
    yield pid
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in told.split():
        yield from family(int(child))


def commits(folder: Path) -> Rate:
    """Return how often a second this disk lets SQLite commit a row durably."""
    with closing(sqlite3.connect(folder / "commits.sqlite", isolation_level=None)) as kept:
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("PRAGMA synchronous=FULL")
        kept.execute("CREATE TABLE row (body TEXT)")

        def work(_: int) -> None:
            for _ in range(COMMITS):
                kept.execute("INSERT INTO row VALUES (?)", ("x" * 500,))

        return measure("commits", COMMITS, work)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
