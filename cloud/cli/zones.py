"""The verbs of business zones: count by hand, make and publish the footfall."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.cli.options import AsJson, ConfigFile, say, settings
from contract.errors import BadSettings

if TYPE_CHECKING:
    from cloud.footfall.shown import Footfall

app = typer.Typer(help="Business zones: who passes their gates.", no_args_is_help=True)

LOCAL: Final = "ISO 8601, without an offset it is the territory's local time."


@app.command("list")
def list_zones(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """List the zones with their gates and beacons."""
    with registry(settings(config)) as records:
        zones, radios, beacons = records.zones(), records.radios(), records.beacons()
    told = [
        {
            "zone": zone.id,
            "name": zone.name,
            "gates": [
                {"node": one.node, "gate": one.gate} for one in radios if one.zone == zone.id
            ],
            "beacons": [one.id for one in beacons if one.zone == zone.id],
        }
        for zone in zones
    ]
    if as_json:
        say(json.dumps(told))
        return
    for zone in zones:
        gates = [f"{one.gate} ({one.node})" for one in radios if one.zone == zone.id]
        mine = sum(one.zone == zone.id for one in beacons)
        say(f"{zone.id}  {zone.name}: {', '.join(gates) or 'no radio'}; beacons: {mine}")


@app.command()
def count(
    node: Annotated[str, typer.Argument(help="The node whose radio is at the gate, like z-001.")],
    since: Annotated[str, typer.Option("--from", help=f"When you began; {LOCAL}")],
    until: Annotated[str, typer.Option(help=f"When you ended; {LOCAL}")],
    people: Annotated[int, typer.Option(min=0, help="How many passed.")],
    config: ConfigFile = None,
) -> None:
    """Note people whom you counted at a gate by hand: from then on its figures rest on that."""
    from cloud.bootstrap.footfall import count as note

    wanted = settings(config)
    with registry(wanted) as records:
        zone = local_zone(records)
    noted = note(wanted, node, _us("--from", since, zone), _us("--until", until, zone), people)
    minutes = (noted.until_us - noted.from_us) // 60_000_000
    say(f"noted: {noted.people} people in {minutes} minutes at {noted.node}")


@app.command()
def footfall(
    config: ConfigFile = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=400, help="How far back; else as the settings say.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Estimate how many people passed, and publish that for the page and for Grafana.

    Figures that were published before are written anew.
    """
    from rich.console import Console

    from cloud.bootstrap.footfall import footfall as make
    from cloud.console import show_footfall

    wanted = settings(config)
    made = make(wanted, days, now_us())
    if as_json:
        say(json.dumps([_plain(one) for one in made]))
        return
    with registry(wanted) as records:
        zone = local_zone(records)
    if not made:
        say("no zone has a radio; see docs/how-to/count-a-zone.md")
    for one in made:
        show_footfall(one, zone, Console())


def _plain(made: "Footfall") -> dict[str, object]:
    """Return what a machine wants of a zone: days, gates, factors."""
    return {
        "zone": made.zone,
        "days": [asdict(day) for day in made.periods["day"]],
        "gates": {gate: [asdict(day) for day in days] for gate, days in made.gates.items()},
        "factors": {node: asdict(factor) for (node, _), factor in made.factors.items()},
    }


def _us(option: str, text: str, zone: ZoneInfo) -> int:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return int(moment.astimezone(UTC).timestamp()) * 1_000_000
    except (ValueError, OverflowError):
        raise BadSettings(
            f"{option}: {text!r} is no ISO 8601 time such as 2025-11-18T10:00"
        ) from None
