"""The story that the demo tells: weeks pass, tomorrow is planned, and then it is now."""

from pathlib import Path
from typing import Final

from contract.errors import BadSettings
from demo import answers, store
from demo.answers import Plan, Replayed, count, last_line, plan
from demo.progress import bars
from demo.stack import Stack
from demo.stage import Stage
from demo.view import Screen
from demo.zone import footfall

# From the start of the server to its first answer.
SERVE_S: Final = 30.0
# What is kept of the page, and under which address it is.
FILES: Final = {"plan.geojson": "/plan.geojson", "plan.gpx": "/plan.gpx", "plan.html": "/"}


def tell(stage: Stage, stack: Stack, screen: Screen) -> tuple[Replayed, Plan]:
    """Play the history and plan with it; when this returns, the page is served."""
    _prepare(stage, stack, screen)
    replayed = _replay(stage, stack, screen)
    planned = _plan(stage, stack, screen)
    footfall(stage, stack, screen)
    _serve(stage, stack, screen)
    return replayed, planned


def keep(stage: Stage, stack: Stack, out: Path) -> None:
    """Write the plan's files and the pages, as the server gives them, into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    zones = answers.zones(stack.run("zones-kept", stage.commands.zones()))
    pages = {f"zone-{zone.zone}.html": f"/zone/{zone.zone}" for zone in zones}
    for name, path in {**FILES, **pages}.items():
        (out / name).write_bytes(stage.web.fetch(path))


def refused(stage: Stage, stack: Stack) -> int:
    """Return how many readings the ingester refused."""
    return count(stack.run("dead-letters", stage.commands.dead_letters()))


def _prepare(stage: Stage, stack: Stack, screen: Screen) -> None:
    commands = stage.commands
    if stage.played.series is not None:
        with screen.step("territory") as said:
            base = stage.settings.replay_territory.absolute()
            made = stack.run("territory", commands.make_territory(stage.played.series, base))
            said.append(made.decode().strip())
    with screen.step("registry") as said:
        stack.run("registry-load", commands.load())
        stack.run("nodes-export", commands.export(stage.nodes))
        said.append(f"{len(list(stage.nodes.glob('*.toml')))} nodes")
        live_node = stage.settings.live_node
        if stage.played.series is None and not (stage.nodes / f"{live_node}.toml").is_file():
            raise BadSettings(f"live_node: the territory has no node {live_node!r} with a sensor")
    if stage.played.extract is not None:
        with screen.step("roads") as said:
            stack.run("roads-build", commands.build_roads(stage.played.extract))
            said.append(stage.played.extract.name)
    with screen.step("broker and store") as said:
        _start_broker(stage, stack)
        _start_store(stage, stack)
        stack.stand("ingest", commands.ingest())
        said += [f"{stage.broker.name} on port {stage.broker_port}", stage.store.name]
    with screen.step("frames") as said:
        if stage.played.series is not None:
            stack.run("frames", commands.frames_of(stage.played.series, stage.frames))
            said.append(stage.played.series.name)
        else:
            days = stage.settings.days
            stack.run("frames", commands.frames(days + 1, stage.frames))
            said.append(f"{days} days")
        said.append(f"{stage.frames.stat().st_size / 1e6:.1f} MB")


def _start_broker(stage: Stage, stack: Stack) -> None:
    folder = stage.state / "broker"
    folder.mkdir()
    config = folder / stage.broker.file
    config.write_text(stage.broker.config(stage.broker_port, folder), encoding="utf-8")
    stack.stand("broker", (*stage.broker.argv, str(config)), stage.broker_port)


def _start_store(stage: Stage, stack: Stack) -> None:
    if stage.store.influxd is None:
        return
    folder = stage.state / "influxd"
    folder.mkdir()
    config = folder / "influxd.conf"
    config.write_text(store.influxd_config(stage.store_port, folder), encoding="utf-8")
    stack.stand("influxd", (stage.store.influxd, "-config", str(config)), stage.store_port)


def _replay(stage: Stage, stack: Stack, screen: Screen) -> Replayed:
    with stage.frames.open("rb") as lines:
        total = sum(1 for _ in lines)
    with screen.step("replay") as said, bars(screen.console, total) as shown:
        child = stack.begin("replay", stage.commands.replay(stage.frames, stage.nodes))
        answered = stack.finish(child, lambda: shown.show(last_line(child.answered())))
        replayed = last_line(answered)
        shown.show(replayed)
        said.append(f"{replayed.frames} bursts, {replayed.settled} readings settled")
    return replayed


def _plan(stage: Stage, stack: Stack, screen: Screen) -> Plan:
    with screen.step("forecast"):
        stack.run("forecast", stage.commands.forecast())
    with screen.step("plan"):
        planned = plan(stack.run("plan", stage.commands.plan()))
    screen.plan(planned)
    return planned


def _serve(stage: Stage, stack: Stack, screen: Screen) -> None:
    with screen.step("page") as said:
        stack.stand("serve", stage.commands.serve(), stage.web.port)
        stack.wait(lambda: stage.web.health() is not None, "the page to be served", SERVE_S)
        said.append(stage.web.address)
