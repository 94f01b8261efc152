"""The verbs of nodes as things: their cards, their labels, the sheet they came with, the visits."""

import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings

FAILED = 1

Who = Annotated[str | None, typer.Option("--who", help="Who does it; else who is logged in.")]


class ImageForm(StrEnum):
    """How an image is told what to do at its first boot; `auto` looks at the image."""

    AUTO = "auto"
    CLOUD_INIT = "cloud-init"
    FIRSTRUN = "firstrun"


class Labelled(StrEnum):
    """What labels are stuck on."""

    NODES = "nodes"
    CONTAINERS = "containers"


def card(  # noqa: PLR0913 - each is an option of its own
    node: Annotated[str, typer.Argument(help="A node in stock that the territory knows.")],
    boot: Annotated[
        Path, typer.Option(help="Where the card's boot partition is mounted.", file_okay=False)
    ],
    config: ConfigFile = None,
    form: Annotated[
        ImageForm, typer.Option(help="cloud-init from Trixie on, firstrun for Bookworm.")
    ] = ImageForm.AUTO,
    wifi: Annotated[
        Path | None,
        typer.Option(help="TOML with ssid, password, and country and hidden if need be."),
    ] = None,
    wheels: Annotated[
        Path | None, typer.Option(help="Folder of wheels, for an image without vallee-edge.")
    ] = None,
    *,
    port: Annotated[str, typer.Option(help="Serial port of every sensor.")] = "/dev/serial0",
    every_s: Annotated[int, typer.Option(min=1, help="Seconds between readings.")] = 900,
    hours: Annotated[
        int | None, typer.Option(min=1, max=8760, help="How long its claim holds.")
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Write onto a card's boot partition which node its machine becomes.

    The card holds a claim and no private key: the node makes its key itself. Claims that the
    node had before hold no longer, so another card that was written for it is void.
    """
    from cloud.bootstrap.cards import Order, write
    from cloud.provision.card.boot_partition import Form

    chosen = None if form is ImageForm.AUTO else Form(form.value)
    order = Order(node, boot, chosen, wifi, wheels, port, every_s, hours)
    written = [path.name for path in write(settings(config), order, _name(who))]
    if as_json:
        say(json.dumps({"node": node, "written": written}))
        return
    say(f"{boot} is the card of {node}: {', '.join(written)}")


def labels(
    file: Annotated[Path, typer.Argument(help="The PDF to write.", dir_okay=False)],
    what: Annotated[Labelled, typer.Option(help="What they are stuck on.")] = Labelled.NODES,
    config: ConfigFile = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this one; may be repeated.")] = None,
    host: Annotated[
        str | None, typer.Option(help="Where a code leads; else the host of identity.enrol_url.")
    ] = None,
    skip: Annotated[
        int, typer.Option(min=0, max=23, help="Labels that the first sheet lacks already.")
    ] = 0,
    *,
    as_json: AsJson = False,
) -> None:
    """Write labels to print on A4, 3 × 8 of 70 × 37 mm, in French; no code holds a secret."""
    from cloud.bootstrap.stock import print_labels
    from cloud.provision.labels import Kind
    from contract.errors import BadSettings

    kind = Kind.NODE if what is Labelled.NODES else Kind.CONTAINER
    count, pdf = print_labels(settings(config), kind, only or (), host, skip)
    try:
        file.write_bytes(pdf)
    except OSError as error:
        raise BadSettings(f"{file}: cannot be written: {error.strerror}") from None
    told = {"file": str(file), "labels": count}
    say(json.dumps(told) if as_json else f"{count} labels in {file}; print them at 100 %")


def import_csv(
    file: Annotated[Path, typer.Argument(help="CSV with a column of nodes.", dir_okay=False)],
    config: ConfigFile = None,
    who: Who = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be.")] = False,
    good_ones: Annotated[
        bool, typer.Option("--good-ones", help="Take the good lines though others are refused.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take the nodes of a spreadsheet into stock, all or none, or its good lines.

    Exit code: 0 all that was asked for is done, or would be; 1 lines are refused.
    """
    from cloud.bootstrap.stock import read_sheet, take_in

    chosen = settings(config)
    sheet = read_sheet(chosen, file)
    is_taken = not dry_run and (good_ones or not sheet.refusals)
    if is_taken and sheet.devices:
        take_in(chosen, sheet.devices, _name(who))
    if as_json:
        told = {"good": [one.node for one in sheet.devices], "taken": is_taken}
        say(json.dumps(told | {"refused": [asdict(one) for one in sheet.refusals]}))
    else:
        for one in sheet.refusals:
            say(f"{file}: {one}")
        done = "taken into stock" if is_taken else "good; nothing is taken"
        say(f"{len(sheet.devices)} nodes {done}, {len(sheet.refusals)} refusals")
    if sheet.refusals and (dry_run or not good_ones):
        raise typer.Exit(FAILED)


def worklist(
    config: ConfigFile = None,
    silent_h: Annotated[int, typer.Option(min=1, help="Hours without a word.")] = 24,
    unproven_h: Annotated[int, typer.Option(min=1, help="Hours from mounted to proven.")] = 36,
    runs_out_days: Annotated[int, typer.Option(min=1, help="Days left of a certificate.")] = 14,
    *,
    as_json: AsJson = False,
) -> None:
    """List the nodes that somebody has to drive to, the most urgent first."""
    from cloud.bootstrap.stock import due_visits
    from cloud.provision.worklist import DAY_US, HOUR_US, Limits

    limits = Limits(silent_h * HOUR_US, unproven_h * HOUR_US, runs_out_days * DAY_US)
    due = due_visits(settings(config), limits)
    if as_json:
        say(json.dumps([asdict(one) for one in due]))
        return
    for one in due:
        reasons = ", ".join(f"{reason.why} ({_day(reason.at_us)})" for reason in one.reasons)
        say(f"{one.node:<24} {', '.join(one.containers) or '–':<24} {reasons}")
    say(f"{len(due)} visits")


def _day(us: int) -> str:
    return f"{datetime.fromtimestamp(us / 1e6, UTC):%Y-%m-%d %H:%M} UTC"


def _name(told: str | None) -> str:
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return "unknown"


def add_verbs(nodes: typer.Typer) -> None:
    """Add the verbs of this file to those of nodes."""
    nodes.command("card")(card)
    nodes.command("labels")(labels)
    nodes.command("import")(import_csv)
    nodes.command("worklist")(worklist)
