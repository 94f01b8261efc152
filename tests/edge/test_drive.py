"""The drivers around the agent: timed frames as fast as receipts come, ports in real time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from edge.agent import Agent
from edge.drive import Progress, live, replay
from edge.errors import EdgeError
from edge.frames import Frame
from edge.links.clock import DataClock, SystemClock
from edge.links.fake import FakeUplink
from edge.ports import LinkUp

MakeAgent = Callable[..., Agent]
MINUTE_US = 60_000_000
START_US = 1_764_000_000_000_000


def burst(node: str, minute: int, sensor: str = "fill") -> Frame:
    return Frame(START_US + minute * MINUTE_US, node, sensor, "ff032022" * 3)


def settled_by_itself(agent: Agent) -> FakeUplink:
    """Let each envelope come back as a receipt, as a broker and an ingester would."""
    uplink = agent.uplink
    assert isinstance(uplink, FakeUplink)
    loop = asyncio.get_running_loop()

    def answer() -> None:
        for receipt in uplink.receipt():
            agent.hear(receipt)
        loop.call_later(0.005, answer)

    agent.hear(LinkUp())
    loop.call_soon(answer)
    return uplink


async def play(
    make_agent: MakeAgent, frames: list[Frame], stop: asyncio.Event | None = None
) -> tuple[Progress, dict[str, Agent], list[Progress]]:
    clock = DataClock()
    agents = {}
    for node in ("n-001", "n-002"):
        agent = make_agent(node=node, clock=clock)
        settled_by_itself(agent)
        agents[node] = agent
    reports: list[Progress] = []

    def set_time(at_us: int) -> None:
        clock.at_us = at_us

    progress = await replay(
        frames, agents, set_time, lambda one: reports.append(replace(one)), stop or asyncio.Event()
    )
    return progress, agents, reports


def test_a_replay_ends_when_every_reading_of_every_node_is_settled(make_agent: MakeAgent) -> None:
    frames = [burst(node, minute) for minute in range(300) for node in ("n-001", "n-002")]

    progress, agents, reports = asyncio.run(play(make_agent, frames))

    assert progress.done
    assert (progress.frames, progress.produced, progress.pending) == (600, 600, 0)
    assert all(agent.outbox.tally().settled == 300 for agent in agents.values())
    assert [one.frames for one in reports] == sorted(one.frames for one in reports)


def test_frames_that_nobody_plays_are_counted_and_passed_over(make_agent: MakeAgent) -> None:
    frames = [burst("n-003", 0), burst("n-001", 0, sensor="tilt"), burst("n-001", 0)]

    progress, _, _ = asyncio.run(play(make_agent, frames))

    assert (progress.skipped, progress.frames, progress.produced) == (2, 1, 1)


def test_a_replay_that_is_stopped_says_that_it_is_not_done(make_agent: MakeAgent) -> None:
    async def stopped() -> Progress:
        stop = asyncio.Event()
        stop.set()
        progress, _, _ = await play(make_agent, [burst("n-001", 0)] * 500, stop)
        return progress

    assert asyncio.run(stopped()).frames < 500


def test_a_live_agent_commits_what_it_holds_when_it_is_stopped(make_agent: MakeAgent) -> None:
    async def listen() -> int:
        agent, stop = make_agent(), asyncio.Event()

        async def stream() -> AsyncIterator[bytes]:
            yield bytes.fromhex("ff032022" * 2)
            yield bytes.fromhex("ff032022")
            stop.set()
            await asyncio.Event().wait()

        await live(agent, {"fill": stream()}, SystemClock(), stop)
        return agent.outbox.tally().produced

    assert asyncio.run(listen()) == 1


def test_a_stream_that_fails_ends_a_live_agent_after_a_commit(make_agent: MakeAgent) -> None:
    agent = make_agent()

    async def stream() -> AsyncIterator[bytes]:
        yield bytes.fromhex("ff032022" * 3)
        raise EdgeError("nothing was heard")

    async def listen() -> None:
        await live(agent, {"fill": stream()}, SystemClock(), asyncio.Event())

    with pytest.raises(EdgeError, match="nothing was heard"):
        asyncio.run(listen())

    assert agent.outbox.tally().produced == 1
