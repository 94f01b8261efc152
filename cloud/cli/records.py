"""The verbs of the registry: what stands where, and what its nodes are told."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cloud.bootstrap.parts import registry
from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.registry.nodes import node_files
from contract.errors import BadSettings

registry_app = typer.Typer(help="The registry: territory, containers, nodes.", no_args_is_help=True)
nodes_app = typer.Typer(help="The nodes on poles and lids.", no_args_is_help=True)


@registry_app.command("load")
def registry_load(
    folder: Annotated[Path, typer.Argument(help="A territory, as in configs/territory.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Load a territory's files, all or nothing; loading again updates."""
    with registry(settings(config)) as records:
        loaded = asdict(records.load_territory(folder))
    say(json.dumps(loaded) if as_json else ", ".join(f"{k}: {v}" for k, v in loaded.items()))


@nodes_app.command("export")
def nodes_export(
    folder: Annotated[Path, typer.Argument(help="Where to write NODE.toml files.")],
    config: ConfigFile = None,
    port: Annotated[str, typer.Option(help="Serial port of every sensor.")] = "/dev/serial0",
    every_s: Annotated[int, typer.Option(min=1, help="Seconds between readings.")] = 900,
    only: Annotated[list[str] | None, typer.Option(help="Only this node; may be repeated.")] = None,
) -> None:
    """Write the edge settings of each node with a radio or a mounted sensor."""
    with registry(settings(config)) as records:
        files = node_files(records, port=port, every_s=every_s)
    unknown = sorted(set(only or ()) - files.keys())
    if unknown:
        raise BadSettings(f"--only {unknown[0]}: no such node with a radio or a mounted sensor")
    folder.mkdir(parents=True, exist_ok=True)
    for node in only or files:
        (folder / f"{node}.toml").write_text(files[node], encoding="utf-8")
    say(f"{len(only or files)} nodes written to {folder}")
