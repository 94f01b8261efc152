"""The verbs of installations: where to go, what was found there, what is proven, its record."""

import getpass
import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.cli.stock import Who
from contract.errors import BadSettings

installations_app = typer.Typer(
    help="Nodes that are hung up, closed by evidence.", no_args_is_help=True
)

REFUSED: Final = 1
# What a label's QR says: https://HOST/n/NODE or https://HOST/c/PLACE.
_LABEL: Final = re.compile(r"\Ahttps://[^/]+/[nc]/")


@installations_app.command(epilog="Example: vallee-cloud installations places --load friday.csv")
def places(
    config: ConfigFile = None,
    load: Annotated[
        Path | None,
        typer.Option(help="CSV: place, street, keys, permit, node, who; for lamp posts lat, lon."),
    ] = None,
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the places to visit with keys, permits and nodes; --load writes the list anew.

    Exit code: 1 if lines of the sheet are refused; then the list stays as it was.
    """
    from cloud.bootstrap.installing import installing, list_places

    chosen, name = settings(config), _name(who)
    if load is not None:
        refusals = list_places(chosen, load, name).refusals
        if refusals:
            for one in refusals:
                say(f"{load}: {one}")
            raise typer.Exit(REFUSED)
    with installing(chosen) as opened:
        found = opened.places(name)
    if as_json:
        say(msgspec.json.encode(found).decode())
        return
    for place in found:
        taken = f" [{place.taken_by} hangs there]" if place.taken_by else ""
        where = ", ".join(one for one in (place.title, place.street, place.commune) if one)
        needs = "; ".join(one for one in (place.keys, place.permit) if one) or "–"
        say(f"{place.id:<24} {place.node or '–':<12} {where}{taken}; {needs}")
    say(f"{len(found)} places")


@installations_app.command(epilog="Example: vallee-cloud installations add --from visit.json …")
def add(  # noqa: PLR0913, PLR0917 - each piece of evidence is an option of its own
    config: ConfigFile = None,
    visit: Annotated[
        Path | None, typer.Option("--from", help="The evidence as JSON; options go over it.")
    ] = None,
    photo: Annotated[Path | None, typer.Option(help="The photo, JPEG.", dir_okay=False)] = None,
    number: Annotated[
        str | None, typer.Option("--id", help="The visit's UUID; else a new one.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="The place of the list.")] = None,
    node: Annotated[str | None, typer.Option(help="What the node's label says.")] = None,
    target: Annotated[
        str | None, typer.Option(help="What the container's label says; else as --place.")
    ] = None,
    lat: Annotated[float | None, typer.Option(help="Degrees north.")] = None,
    lon: Annotated[float | None, typer.Option(help="Degrees east.")] = None,
    accuracy: Annotated[float | None, typer.Option(help="Its error, m.")] = None,
    supply: Annotated[str | None, typer.Option(help="permanent, lighting or solar.")] = None,
    radio: Annotated[str | None, typer.Option(help="wifi, lte or lora.")] = None,
    dbm: Annotated[float | None, typer.Option(help="How strong it is; LTE: RSRP.")] = None,
    rtt_ms: Annotated[int | None, typer.Option(help="To the broker and back.")] = None,
    empty_mm: Annotated[int | None, typer.Option(help="Distance of the empty container.")] = None,
    cone: Annotated[
        list[int] | None, typer.Option(help="A distance with the hand away; 5 of them or more.")
    ] = None,
    replaces: Annotated[str | None, typer.Option(help="The node that is taken down.")] = None,
    note: Annotated[str | None, typer.Option(help="What is worth knowing.")] = None,
    at: Annotated[
        datetime | None,
        typer.Option(help="When it was, UTC; else now.", formats=["%Y-%m-%dT%H:%M"]),
    ] = None,
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Close a node by the evidence of a visit, as the installer's page does.

    Exit code: 0 mounted, 1 refused, with what to do.
    """
    from cloud.bootstrap.installing import installing
    from cloud.bootstrap.parts import now_us
    from cloud.installation.photo import sha256

    picture = None if photo is None else _bytes(photo)
    told = {
        "id": number,
        "place": _label(place),
        "node": _label(node),
        "target": _label(target) or (_label(place) if visit is None else None),
        "lat": lat,
        "lon": lon,
        "accuracy_m": accuracy,
        "supply": supply,
        "radio": radio,
        "radio_dbm": dbm,
        "rtt_ms": rtt_ms,
        "empty_mm": empty_mm,
        "cone_mm": cone,
        "replaces": replaces,
        "note": note,
        "at_us": None if at is None else int(at.replace(tzinfo=UTC).timestamp()) * 1_000_000,
        "photo_sha256": None if picture is None else sha256(picture),
    }
    now = now_us()
    evidence = _evidence(visit, {name: one for name, one in told.items() if one is not None}, now)
    with installing(settings(config)) as opened:
        verdict = opened.receive(evidence, picture, _name(who), now)
    if as_json:
        shown = {"id": evidence.id, **msgspec.to_builtins(verdict)}
        say(json.dumps(shown, ensure_ascii=False))
    else:
        for one in verdict.refused:
            say(f"{one.code}: {one.sentence_en} {one.mend_en}")
        said = f"mounted at {evidence.place}" if verdict.ok else "not mounted"
        say(f"{evidence.node} is {said}; visit {evidence.id}")
    if not verdict.ok:
        raise typer.Exit(REFUSED)


@installations_app.command("list")
def list_(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """List every visit with what it came to and what is still missing, the newest first."""
    from cloud.bootstrap.installing import installing

    with installing(settings(config)) as opened:
        cards = opened.cards()
    if as_json:
        say(msgspec.json.encode(cards).decode())
        return
    for one in cards:
        news = [f"missing: {', '.join(x.en for x in one.missing)}"] if one.missing else []
        news += [f"refused: {', '.join(one.refused)}"] if one.refused else []
        news += [f"against {', '.join(one.rivals)}"] if one.rivals else []
        said = "; ".join(news) or "–"
        say(f"{_day(one.at_us)} {one.node:<12} {one.place:<24} {one.state:<9} {one.who}; {said}")
    say(f"{len(cards)} visits")


@installations_app.command()
def prove(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Prove the nodes that have measured and been supplied for a day; for a timer, hourly."""
    from cloud.bootstrap.installing import prove as prove_all

    proven = prove_all(settings(config))
    if as_json:
        say(json.dumps([{"node": one.node, "place": one.place} for one in proven]))
        return
    for one in proven:
        say(f"{one.node} at {one.place} is proven, {_day(one.proven_us or 0)}")
    say(f"{len(proven)} nodes proven")


@installations_app.command(epilog="Example: vallee-cloud installations record n-001 --to n-001.pdf")
def record(
    node: Annotated[str, typer.Argument(help="A node that was mounted.")],
    to: Annotated[Path, typer.Option(help="The PDF to write.", dir_okay=False)],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write the signed record of how a node was hung up."""
    from cloud.bootstrap.installing import installing

    with installing(settings(config)) as opened:
        pdf = opened.record(_label(node) or node)
    try:
        to.write_bytes(pdf)
    except OSError as error:
        raise BadSettings(f"{to}: cannot be written: {error.strerror}") from None
    say(json.dumps({"file": str(to), "bytes": len(pdf)}) if as_json else f"{to} is signed")


def _evidence(file: Path | None, told: dict[str, Any], now: int) -> Any:  # noqa: ANN401 - a Visit, which is loaded late
    from cloud.installation.forms import Visit

    tree: dict[str, Any] = {"id": str(uuid.uuid4()), "at_us": now, "offset_us": 0}
    if file is not None:
        try:
            tree |= msgspec.json.decode(_bytes(file), type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise BadSettings(f"{file}: no JSON object: {error}") from None
    # No photo is a reason to be refused, and no mistake of the command line.
    tree = {"photo_sha256": "0" * 64, **tree, **told}
    try:
        return msgspec.convert(tree, Visit)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{file or 'the options'}: {error}") from None


def _label(text: str | None) -> str | None:
    """Return the name on a label, whether it was typed or scanned."""
    return None if text is None else _LABEL.sub("", text.strip())


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None


def _day(us: int) -> str:
    return f"{datetime.fromtimestamp(us / 1e6, UTC):%Y-%m-%d %H:%M}"


def _name(told: str | None) -> str:
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return "unknown"
