"""The command lines of our own programs, as a person would type them."""

import sys
from dataclasses import dataclass
from pathlib import Path

Argv = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commands:
    """Command lines around one territory and one world of number `seed`.

    Its history runs from `start` to `until`, ISO 8601.
    """

    scripts: Path
    territory: Path
    start: str
    until: str
    seed: int

    def load(self) -> Argv:
        """Return the line that fills the registry."""
        return (*self._cloud("registry", "load"), str(self.territory), "--json")

    def export(self, folder: Path) -> Argv:
        """Return the line that writes the settings of every node."""
        return (*self._cloud("nodes", "export"), str(folder))

    def export_live(self, folder: Path, node: str, port: Path, every_s: int) -> Argv:
        """Return the line that writes the settings of one node on a port."""
        only = ("--only", node, "--port", str(port), "--every-s", str(every_s))
        return (*self.export(folder), *only)

    def build_roads(self, extract: Path) -> Argv:
        """Return the line that builds the roads of an OpenStreetMap extract."""
        return (*self._cloud("roads", "build"), str(extract), "--json")

    def make_territory(self, series: Path, base: Path) -> Argv:
        """Return the line that makes the territory out of a daily fill series."""
        told = ("territory", "--from-csv", str(series), "--base", str(base))
        return (self._script("vallee-sim"), *told, "--out", str(self.territory))

    def frames_of(self, series: Path, out: Path) -> Argv:
        """Return the line that writes what the sensors of a daily fill series say until now."""
        told = ("--from-csv", str(series), "--territory", str(self.territory))
        ends = ("--until", self.until, "--seed", str(self.seed))
        return (self._script("vallee-sim"), "frames", *told, *ends, "--out", str(out))

    def frames(self, days: int, out: Path) -> Argv:
        """Return the line that writes timed frames of all nodes, from the start until now."""
        ends = ("--days", str(days), "--until", self.until)
        return (*self._sim("frames"), *ends, "--out", str(out))

    def device(self, node: str, link: Path) -> Argv:
        """Return the line that plays one node's sensor on a pseudo-terminal."""
        return (*self._sim("live"), "--node", node, "--link", str(link))

    def replay(self, frames: Path, nodes: Path) -> Argv:
        """Return the line that plays timed frames through the nodes' agents."""
        return (self._script("vallee-edge"), "replay", str(frames), "--nodes", str(nodes), "--json")

    def agent(self, config: Path) -> Argv:
        """Return the line that runs one node."""
        return (self._script("vallee-edge"), "run", "--config", str(config))

    def ingest(self) -> Argv:
        """Return the line that runs the ingester."""
        return self._cloud("ingest")

    def dead_letters(self) -> Argv:
        """Return the line that lists all that was refused."""
        return self._cloud("dead-letters", "list", "--limit", "1000000", "--json")

    def forecast(self) -> Argv:
        """Return the line that issues a forecast."""
        return self._cloud("forecast", "--json")

    def plan(self) -> Argv:
        """Return the line that issues a plan."""
        return self._cloud("plan", "--json")

    def zones(self) -> Argv:
        """Return the line that lists the business zones and their gates."""
        return self._cloud("zones", "list", "--json")

    def passages(self, node: str, since: str, until: str) -> Argv:
        """Return the line that counts, as somebody with a clicker would, who passes a gate."""
        return (*self._sim("passages"), "--node", node, "--from", since, "--until", until, "--json")

    def count(self, node: str, since: str, until: str, people: int) -> Argv:
        """Return the line that notes what was counted by hand."""
        told = ("--from", since, "--until", until, "--people", str(people))
        return (*self._cloud("zones", "count"), node, *told)

    def footfall(self) -> Argv:
        """Return the line that publishes the zones' passages."""
        return self._cloud("zones", "footfall", "--json")

    def radio(self, node: str, folder: Path) -> Argv:
        """Return the line that plays what a gate's radio hears, on a bus of its own."""
        return (*self._sim("radio"), "--node", node, "--bus-folder", str(folder))

    def add_person(self, who: str, truck: str | None) -> Argv:
        """Return the line that lets in a dispatcher, who also drives a truck and hangs up nodes."""
        told = ["--name", "Démo", "--role", "dispatcher", "--role", "installer"]
        if truck is not None:
            told += ["--role", "crew", "--truck", truck]
        return (*self._cloud("people", "add"), who, *told)

    def link(self, who: str, address: str) -> Argv:
        """Return the line that makes a link which lets somebody in once."""
        return (*self._cloud("people", "link"), who, "--url", address.rstrip("/"))

    def serve(self) -> Argv:
        """Return the line that serves the page."""
        return self._cloud("serve")

    def _cloud(self, *verb: str) -> Argv:
        return (self._script("vallee-cloud"), *verb)

    def _sim(self, verb: str) -> Argv:
        world = (
            "--territory",
            str(self.territory),
            "--start",
            self.start,
            "--seed",
            str(self.seed),
        )
        return (self._script("vallee-sim"), verb, *world)

    def _script(self, name: str) -> str:
        return str(self.scripts / name)


def scripts_folder() -> Path:
    """Return the folder of the programs that were installed with this one."""
    return Path(sys.executable).parent
