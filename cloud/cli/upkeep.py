"""The verbs that keep an installation alive: setup, backup, restore, export, load."""

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from msgspec import json, structs

from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.upkeep.manifest import Manifest
from contract.errors import BadSettings

BACKUPS: Final = Path("/var/backups/vallee")

Seal = Annotated[
    Path | None,
    typer.Option(
        "--seal",
        metavar="FILE",
        help="A secret that the identity folder is sealed with; without it, it is left out.",
    ),
]


def setup(  # noqa: PLR0913 - each is an option of its own
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Settings to begin with, where /etc/vallee has none yet."),
    ] = None,
    root: Annotated[
        Path, typer.Option(help="Where to write; another folder for an image, or to look.")
    ] = Path("/"),
    programs: Annotated[
        Path | None, typer.Option(help="Folder of the programs; else that of this one.")
    ] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many nightly backups are kept.")] = 14,
    seal: Seal = None,
    *,
    edge: Annotated[bool, typer.Option("--edge", help="A node's unit, not the cloud's.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print it all, write nothing.")
    ] = False,
    enable: Annotated[
        bool, typer.Option("--enable", help="Start it all, now and at boot.")
    ] = False,
) -> None:
    """Write systemd units, timers, users and folders; nothing is started without --enable.

    Pages that go beyond this machine get a certificate of our authority, if the settings name none.
    It may be run again at any time: what is as it should be stays, and what somebody else wrote is
    never replaced.
    """
    from cloud.bootstrap.upkeep import Wish
    from cloud.bootstrap.upkeep import enable as start
    from cloud.bootstrap.upkeep import pages as tell_of_pages
    from cloud.bootstrap.upkeep import setup as run

    if enable and (dry_run or root != Path("/")):
        raise BadSettings(
            "--enable starts what stands on this machine: not with --root or --dry-run"
        )
    place = (programs or Path(sys.argv[0]).resolve().parent).absolute()
    wish = Wish(root, place, config, keep, seal, edge)
    settled, units = run(wish, os.environ, dry_run=dry_run)
    for file, fate in settled:
        if dry_run:
            say(
                f"==> {root / file.path} ({'would be ' * (fate != 'as it was')}{fate})\n{file.text}"
            )
        else:
            say(f"{fate:<9}  {root / file.path}")
    for line in tell_of_pages(wish, os.environ, dry_run=dry_run):
        say(line)
    if enable:
        start(units)
    elif not dry_run:
        say(f"nothing is started; as root: vallee-cloud setup --enable, or {_by_hand(units)}")


def backup(
    config: ConfigFile = None,
    to: Annotated[Path, typer.Option(help="Folder of the backups.")] = BACKUPS,
    keep: Annotated[int, typer.Option(min=1, help="How many stay there.")] = 14,
    seal: Seal = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Back up registry and store while everything runs on; run it every night."""
    from cloud.bootstrap.upkeep import backup as run

    target, made = run(settings(config), to, keep, seal)
    _tell(made, target, as_json=as_json)


def restore(
    copy: Annotated[Path, typer.Argument(help="One backup: a folder vallee-….")],
    config: ConfigFile = None,
    seal: Seal = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back onto a machine that has nothing yet; nothing is ever overwritten."""
    from cloud.bootstrap.upkeep import restore as run

    _tell(run(settings(config), copy, seal), copy, as_json=as_json)


def export(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write everything in open formats: JSON lines and CSV, with a page that says what is what."""
    from cloud.bootstrap.upkeep import export as run

    _tell(run(settings(config), folder), folder, as_json=as_json)


def load(
    folder: Annotated[Path, typer.Argument(help="An export.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Load an export into a registry and a store that are empty, of whatever kind."""
    from cloud.bootstrap.upkeep import load as run

    _tell(run(settings(config), folder), folder, as_json=as_json)


def _tell(made: Manifest, folder: Path, *, as_json: bool) -> None:
    if as_json:
        short = structs.asdict(made) | {"series": len(made.series), "points": made.points}
        say(json.encode(short | {"folder": str(folder)}).decode())
        return
    say(
        f"{folder}: {len(made.tables)} tables with {made.rows} rows,"
        f" {len(made.series)} series with {made.points} points; {made.instant}"
    )
    for name, why in made.left_out.items():
        say(f"not in it: {name}: {why}")


def _by_hand(units: list[str]) -> str:
    return f"systemctl enable --now {' '.join(units)}"
