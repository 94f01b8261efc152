"""The two ways to drive an agent: by ports in real time, and by timed frames out of a file."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass

from edge.agent import Agent
from edge.frames import Frame
from edge.ports import Clock

TICK_S = 0.25
# How many frames are fed before what came back is heard.
SLICE = 200
# An agent that is this far ahead of its receipts waits; a real node never is, history would be.
AHEAD_ROWS = 2000


async def live(
    agent: Agent, streams: Mapping[str, AsyncIterator[bytes]], clock: Clock, stop: asyncio.Event
) -> None:
    """Feed the agent from its streams until `stop` is set; then commit what it holds.

    A stream that raises ends it, too: what it raised is raised here, after the commit.
    """

    async def listen(sensor: str, stream: AsyncIterator[bytes]) -> None:
        async for data in stream:
            agent.feed(sensor, data, clock.now_us())

    async def beat() -> None:
        while True:
            agent.tick()
            await asyncio.sleep(TICK_S)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(beat(), name="tick")]
            for sensor, stream in streams.items():
                tasks.append(group.create_task(listen(sensor, stream), name=f"listen to {sensor}"))
            await stop.wait()
            for task in tasks:
                task.cancel()
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from None
    finally:
        agent.commit()


@dataclass(slots=True)
class Progress:
    """How far a replay is; `skipped` are frames of nodes or sensors that nobody plays."""

    frames: int = 0
    skipped: int = 0
    produced: int = 0
    pending: int = 0
    at_us: int = 0
    done: bool = False


async def replay(
    frames: Iterable[Frame],
    agents: Mapping[str, Agent],
    set_time: Callable[[int], None],
    report: Callable[[Progress], None],
    stop: asyncio.Event,
) -> Progress:
    """Feed each frame to its node's agent as fast as receipts come; return when all is settled."""
    progress = Progress()
    for frame in frames:
        agent = agents.get(frame.node)
        if agent is None or frame.sensor not in agent.instruments:
            progress.skipped += 1
            continue
        set_time(frame.at_us)
        agent.feed(frame.sensor, frame.data, frame.at_us)
        progress.frames += 1
        progress.at_us = frame.at_us
        if progress.frames % SLICE == 0:
            await _settle(agents, progress, report, stop, AHEAD_ROWS)
        if stop.is_set():
            break
    for agent in agents.values():
        agent.end()
    await _settle(agents, progress, report, stop, 0)
    progress.done = progress.pending == 0
    report(progress)
    return progress


async def _settle(
    agents: Mapping[str, Agent],
    progress: Progress,
    report: Callable[[Progress], None],
    stop: asyncio.Event,
    ahead_rows: int,
) -> None:
    """Hear what came back until no agent has more than `ahead_rows` unsettled."""
    await asyncio.sleep(0)
    while True:
        for agent in agents.values():
            agent.tick()
        tallies = [agent.outbox.tally() for agent in agents.values()]
        progress.produced = sum(tally.produced for tally in tallies)
        progress.pending = sum(tally.pending for tally in tallies)
        report(progress)
        if stop.is_set() or all(tally.pending <= ahead_rows for tally in tallies):
            return
        await asyncio.sleep(0.02)
