"""The verbs of weighings: tickets in, matched, and summed up."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.cli.person import name_of

if TYPE_CHECKING:
    from cloud.weighbridge.weighings import Weighings

FAILED = 1

app = typer.Typer(
    help="Weighbridge: tickets, matched to unloadings, and tonnes by commune.",
    no_args_is_help=True,
)

Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="First day; else that of its month."),
]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; else today.")]
Csv = Annotated[
    Path | None, typer.Option("--csv", help="Write it for a spreadsheet too.", dir_okay=False)
]


@app.command("import")
def import_csv(
    file: Annotated[Path, typer.Argument(help="CSV of a weighbridge.", dir_okay=False)],
    config: ConfigFile = None,
    who: Annotated[str | None, typer.Option("--who", help="Who; else who is logged in.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be.")] = False,
    good_ones: Annotated[
        bool, typer.Option("--good-ones", help="Take the good lines though others are refused.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take the tickets of a spreadsheet, all or none, or its good lines; again changes nothing.

    Exit code: 0 all that was asked for is done, or would be; 1 lines are refused.
    """
    from cloud.bootstrap.weighbridge import read_sheet, take_in

    chosen = settings(config)
    sheet = read_sheet(chosen, file)
    is_taken = not dry_run and (good_ones or not sheet.refusals)
    if is_taken and sheet.tickets:
        take_in(chosen, sheet.tickets, name_of(who))
    if as_json:
        told = {"good": len(sheet.tickets), "known": sheet.known, "taken": is_taken}
        told |= {"net_kg": sum(one.net_kg for one in sheet.tickets)}
        say(json.dumps(told | {"refused": [asdict(one) for one in sheet.refusals]}))
    else:
        for one in sheet.refusals:
            say(f"{file}: {one}")
        done = "imported" if is_taken else "good; nothing is imported"
        say(
            f"{len(sheet.tickets)} tickets {done}, {sheet.known} known already, "
            f"{len(sheet.refusals)} refusals"
        )
    if sheet.refusals and (dry_run or not good_ones):
        raise typer.Exit(FAILED)


@app.command()
def match(
    config: ConfigFile = None,
    since: Since = None,
    until: Until = None,
    csv: Csv = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Match tickets to unloadings; list duplicates, orphans and missing ones."""
    from cloud.weighbridge.export import matching_csv

    found = _found(config, since, until)
    matching = found.matching
    if csv is not None:
        _write(csv, matching_csv(matching, found.facts.trucks, found.zone))
    if as_json:
        say(json.dumps(asdict(matching), ensure_ascii=False))
        return
    for twin in matching.twins:
        say(f"twice?   {twin.first.site} {twin.first.number} and {twin.second.number}")
    for orphan in matching.orphans:
        why = "no truck has its plate" if orphan.why == "plate" else "nobody unloaded then"
        one = orphan.ticket
        say(f"orphan   {one.site} {one.number} {one.plate} {one.net_kg} kg: {why}")
    for gone in matching.missing:
        say(f"missing  {gone.tip} {gone.truck} {gone.stream}: no ticket for unloading {gone.id}")
    say(
        f"{len(matching.pairs)} pairs, {len(matching.orphans)} orphans, "
        f"{len(matching.missing)} missing, {len(matching.twins)} possible duplicates"
    )


@app.command()
def tonnage(
    config: ConfigFile = None,
    since: Since = None,
    until: Until = None,
    csv: Csv = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Sum up what was weighed by stream, month and commune, with its matched share.

    A ticket is split over the communes of the containers that the truck lifted since its last
    unloading, by the weight that was expected in them. What it lifted is what its crew told; where
    the crew told nothing of a day, what the plan had.
    """
    from cloud.weighbridge.export import tonnage_csv

    found = _found(config, since, until)
    if csv is not None:
        _write(csv, tonnage_csv(found.tonnage, found.facts.communes))
    if as_json:
        say(json.dumps(asdict(found.tonnage), ensure_ascii=False))
        return
    for one in found.tonnage.streams:
        say(
            f"{one.month} {one.stream:<12} {one.weighed_kg / 1000:10.2f} t of {one.tickets} "
            f"tickets, {one.matched_share:.0%} matched, {one.split_share:.0%} by commune, "
            f"{one.told_share:.0%} as crews told"
        )
        for part in found.tonnage.communes:
            if (part.stream, part.month) == (one.stream, one.month):
                name = found.facts.communes.get(part.insee, "not known")
                say(f"        {name:<32} {part.kg / 1000:10.2f} t")
    if not found.tonnage.streams:
        say("no tickets in these days; import some with: vallee-cloud weighbridge import FILE")


def _found(config: Path | None, since: datetime | None, until: datetime | None) -> "Weighings":
    from cloud.bootstrap.weighbridge import weighings

    last = until.date() if until else date.today()  # noqa: DTZ011 - of this machine's user
    first = since.date() if since else last.replace(day=1)
    return weighings(settings(config), first, last)


def _write(file: Path, body: bytes) -> None:
    from contract.errors import BadSettings

    try:
        file.write_bytes(body)
    except OSError as error:
        raise BadSettings(f"{file}: cannot be written: {error.strerror}") from None
