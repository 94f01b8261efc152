"""The verbs of nodes' identities: which there are, who may get in, who takes whose place."""

import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer

from cloud.cli.authority import moment
from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.registry.values import Device, NodeCertificate, Stock

Who = Annotated[str | None, typer.Option("--who", help="Who does it; else who is logged in.")]
Node = Annotated[str, typer.Argument(help="A node that is there as a thing; see: nodes list.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the journal.")]

# Until then a live session of the revoked node goes on.
_NOW_TELL: Final = "now tell the broker: vallee-cloud broker apply"


def add_verbs(nodes_app: typer.Typer) -> None:
    """Give the verbs of nodes to those who have them all."""
    for name, verb, example in (
        ("add", nodes_add, "n-131 n-132 --note 'carton 7'"),
        ("list", nodes_list, "--stock in-stock --json"),
        ("claim", nodes_claim, "n-131 > claim.txt"),
        ("replace", nodes_replace, "n-001 n-131 --revoke --why stolen"),
        ("revoke", nodes_revoke, "n-001 --why stolen"),
        ("journal", nodes_journal, "--node n-001"),
    ):
        nodes_app.command(name, epilog=f"Example: vallee-cloud nodes {name} {example}")(verb)


def nodes_add(
    nodes: Annotated[list[str], typer.Argument(help="Names: a-z, 0-9 and dashes within.")],
    config: ConfigFile = None,
    serial: Annotated[
        str | None, typer.Option(help="What is printed on the board; for one node only.")
    ] = None,
    note: Annotated[str, typer.Option(help="What is worth knowing.")] = "",
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Take new nodes into stock; a name is given once and for ever."""
    from cloud.bootstrap.identity import add
    from cloud.bootstrap.parts import now_us
    from contract.errors import BadSettings

    if serial is not None and len(nodes) > 1:
        raise BadSettings("--serial is of one board; add its node alone")
    devices = [Device(node, Stock.IN_STOCK, now_us(), serial, note) for node in nodes]
    add(settings(config), devices, _name(who))
    say(json.dumps(nodes) if as_json else f"nodes in stock: {', '.join(nodes)}")


def nodes_list(
    config: ConfigFile = None,
    stock: Annotated[Stock | None, typer.Option(help="Only in this state.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List nodes as things: where each is in its life, and until when it may get in."""
    from cloud.bootstrap.identity import identities

    with identities(settings(config)) as records:
        devices = [one for one in records.devices() if stock in (None, one.stock)]
        newest = {one.node: one for one in records.certificates() if one.revoked_us is None}
    if as_json:
        say(json.dumps([_plain(one, newest.get(one.node)) for one in devices]))
        return
    for one in devices:
        say(_line(one, newest.get(one.node)))


def nodes_claim(
    node: Node,
    config: ConfigFile = None,
    hours: Annotated[
        int | None, typer.Option(min=1, max=8760, help="How long; else identity.claim_hours.")
    ] = None,
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print a new claim for a node, this once; the unused ones before it hold no longer."""
    from cloud.bootstrap.identity import enrolling
    from cloud.bootstrap.parts import now_us

    chosen = settings(config)
    with enrolling(chosen) as enrolment:
        length = hours or chosen.identity.claim_hours
        claim = enrolment.claim(node, _name(who), now_us(), length)
    say(json.dumps({"node": node, "claim": claim, "hours": length}) if as_json else claim)


def nodes_replace(  # noqa: PLR0913 - each is an option of its own
    old: Annotated[str, typer.Argument(help="The node that hangs there.")],
    new: Annotated[str, typer.Argument(help="The node in stock that takes its place.")],
    config: ConfigFile = None,
    at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], help="When, UTC; else now."),
    ] = None,
    why: Why = "replaced",
    who: Who = None,
    *,
    retire: Annotated[bool, typer.Option("--retire", help="The old one is not repaired.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Let the old one in no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hang one node up in another's place; the container keeps its history.

    With --revoke the old one's name is never used again.
    """
    from cloud.bootstrap.identity import replace
    from cloud.bootstrap.parts import now_us
    from cloud.registry.replacing import Swap

    at_us = now_us() if at is None else int(at.replace(tzinfo=UTC).timestamp()) * 1_000_000
    swap = Swap(old, new, at_us, Stock.RETIRED if retire else Stock.IN_REPAIR)
    moved = replace(settings(config), swap, _name(who), why if revoke else None)
    if as_json:
        say(json.dumps([asdict(one) for one in moved]))
        return
    for one in moved:
        say(f"{one.container}: {new}/{one.sensor} instead of {old}/{one.sensor}")
    say(f"{old} is {swap.becomes}{' and revoked' if revoke else ''}; before you load the territory")
    say(f"again, write {new} for {old} in its containers.csv")
    if revoke:
        say(_NOW_TELL)


def nodes_revoke(
    node: Node,
    config: ConfigFile = None,
    why: Why = "no reason given",
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Let a node in no more, for ever; its name is never used again."""
    from cloud.bootstrap.identity import revoke

    listed = revoke(settings(config), node, why, _name(who))
    told = {"node": node, "crl_number": listed.number}
    if as_json:
        say(json.dumps(told))
        return
    say(f"node {node} is revoked, in list {listed.number}; {_NOW_TELL}")


def nodes_journal(
    config: ConfigFile = None,
    node: Annotated[str | None, typer.Option(help="Only of this node.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many lines, newest first.")] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was done with identities, alarms too; nobody can rewrite that."""
    from cloud.bootstrap.identity import identities

    with identities(settings(config)) as records:
        entries = records.journal(limit, node)
    if as_json:
        say(json.dumps([asdict(one) for one in entries]))
        return
    for one in entries:
        say(f"{moment(_time(one.at_us))}  {one.who!r}  {one.what}  {one.node}  {one.detail}")


def _plain(device: Device, certificate: NodeCertificate | None) -> dict[str, Any]:
    until_us = None if certificate is None else certificate.until_us
    return {**asdict(device), "certificate_until_us": until_us}


def _line(device: Device, certificate: NodeCertificate | None) -> str:
    if device.revoked_us is not None:
        word = f"revoked {moment(_time(device.revoked_us))}: {device.revoked_why}"
    elif certificate is None:
        word = "never enrolled"
    else:
        word = f"certificate until {moment(_time(certificate.until_us))}"
    note = f"  {device.note!r}" if device.note else ""
    return f"{device.node:<24} {device.stock:<10} {device.serial or '–':<20} {word}{note}"


def _time(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1e6, UTC)


def _name(told: str | None) -> str:
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return "unknown"
