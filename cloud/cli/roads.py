"""The verbs of roads: build them, show what is built, learn how fast they are driven."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings

if TYPE_CHECKING:
    from cloud.bootstrap.roads import About

app = typer.Typer(help="Roads: the ways that trucks may take.", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Option("--out", help="Folder to keep them in; else as the settings say.")
]


@app.command()
def build(
    extract: Annotated[Path, typer.Argument(help="OpenStreetMap extract, .osm.pbf or .osm.")],
    out: Folder = None,
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Build the roads of a territory from an OpenStreetMap extract; plans use them from then on.

    If it is interrupted, the roads stay as they were.
    """
    from rich.console import Console
    from rich.markup import escape

    from cloud.bootstrap.roads import build as make

    with Console(stderr=True).status("") as shown:
        made = make(_folder(out, config), extract, lambda done: shown.update(f"{escape(done)} …"))
    _say(made, as_json=as_json)
    if out is not None and not as_json:
        say(f'plans use them when cloud.toml says so: [roads] folder = "{out}"')


@app.command()
def show(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Show which roads are built, for which trucks, and how many streets are calibrated."""
    from cloud.bootstrap.roads import about

    _say(about(_folder(None, config)), as_json=as_json)


@app.command()
def calibrate(
    traces: Annotated[Path, typer.Argument(help="Folder of traces, *.csv; they are deleted.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Learn from traces how fast streets are driven, and delete the traces.

    A street with ten passages or more gets their median; of the others the table's speed stays.
    """
    from cloud.bootstrap.roads import calibrate as learn

    learned = learn(_folder(None, config), traces)
    if as_json:
        say(msgspec.json.encode(learned).decode())
        return
    say(f"traces deleted: {learned.files}, with {learned.passages} passages")
    say(f"streets calibrated: {learned.streets}")
    if learned.unread:
        say(f"lines that are no passage (first_node,next_node,seconds): {learned.unread}")


def _folder(out: Path | None, config: Path | None) -> Path:
    return out if out is not None else settings(config).roads.folder


def _say(made: "About", *, as_json: bool) -> None:
    if as_json:
        say(msgspec.json.encode(made).decode())
        return
    say(f"{made.extract}, map of {made.date[:10] or 'an unknown date'}, built in {made.folder}")
    say(f"ways: {made.ways}, streets for an ordinary truck: {made.streets}")
    say(f"ready for: {', '.join(made.profiles)}")
    say(f"calibrated streets: {made.calibrated}")
