"""The verbs of the authority that says who is a node."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings

app = typer.Typer(
    help="The authority that says who is a node.",
    no_args_is_help=True,
    epilog="Exit code: 0 done; 1 the authority's files or the registry do not answer or refuse;"
    " 2 the command is wrong.",
)


@app.command("init", epilog="Example: vallee-cloud authority init --root /media/stick/vallee-root")
def authority_init(
    root: Annotated[
        Path, typer.Option(help="Where the root goes: a folder on a stick that is taken away.")
    ],
    config: ConfigFile = None,
    title: Annotated[str, typer.Option(help="The authority's name, 40 characters.")] = "Vallée",
) -> None:
    """Make an authority: a root, and what issues certificates under it."""
    from cloud.bootstrap.identity import now
    from cloud.provision.authority_files import create_authority

    folder = settings(config).identity.folder
    create_authority(folder, root, title, now())
    say(
        f"the authority {title!r} is in {folder}; its root's key is in {root}:"
        " keep two copies of that folder, both away from this machine"
    )


@app.command("show", epilog="Example: vallee-cloud authority show --json")
def authority_show(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Show who the authority is, until when, and how old its list of the revoked is."""
    from cloud.bootstrap.identity import now, shown

    found = shown(settings(config), now())
    if as_json:
        say(json.dumps(asdict(found)))
        return
    say(f"root     {found.root}, until {found.root_until}, SHA-256 {found.root_sha256}")
    say(f"issuing  {found.issuing}, until {found.issuing_until}")
    if found.crl_number is None:
        say("revoked  there is no good list; run: vallee-cloud authority sign")
        return
    say(
        f"revoked  {found.revoked} certificates, list {found.crl_number},"
        f" {found.crl_age_h} h old, good until {found.crl_until}"
        + ("; OLD: sign it daily" if found.crl_is_old else "")
    )
    for one in found.earlier:
        say(f"before   {one.issuing}, for {one.nodes} nodes" + _mend(one.nodes, one.folder))


@app.command(
    "rotate", epilog="Example: vallee-cloud authority rotate --root /media/stick/vallee-root"
)
def authority_rotate(
    root: Annotated[Path, typer.Option(help="The folder on the stick that has the root's key.")],
    config: ConfigFile = None,
    *,
    at_once: Annotated[
        bool,
        typer.Option(
            "--at-once",
            help="Believe nothing that the one before has signed: every node enrols anew.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let another issuing authority sign from now on, under the same root.

    Nodes keep the certificates that they have until these end, and get the next one from the new
    authority. Say --at-once if somebody else may have the key of the old one.
    """
    from cloud.bootstrap.identity import rotate

    name = rotate(settings(config), root, keeps_earlier=not at_once)
    if as_json:
        say(json.dumps({"issuing": name, "keeps_earlier": not at_once}))
        return
    say(f"{name} signs from now on; take the stick away, and restart vallee-enrol")
    if at_once:
        say("then: vallee-cloud broker write, restart the broker, and a new claim for every node")
    else:
        say("then: vallee-cloud broker apply")


@app.command("sign", epilog="Example: vallee-cloud authority sign")
def authority_sign(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Sign the list of who is revoked anew; a timer does this daily.

    A broker lets nobody in once its list has expired.
    """
    from cloud.bootstrap.identity import identities, now, sign_revocations

    chosen = settings(config)
    with identities(chosen) as records:
        listed, before = sign_revocations(chosen, records)
    age_h = None if before is None else _hours(now() - before.signed)
    if as_json:
        told = {"number": listed.number, "revoked": len(listed.serials), "age_h": age_h}
        say(json.dumps(told | {"until": listed.until.isoformat()}))
        return
    was = "there was no good one before" if age_h is None else f"the last one was {age_h} h old"
    old = before is not None and before.is_old(now())
    say(
        f"list {listed.number}: {len(listed.serials)} revoked, good until"
        f" {moment(listed.until)}; {was}" + (": sign it daily" if old else "")
    )


@app.command("serve", epilog="Example: vallee-cloud authority serve --host 0.0.0.0")
def authority_serve(
    config: ConfigFile = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Else that of identity.enrol_url, or 8444.")
    ] = None,
) -> None:
    """Serve nodes that ask for certificates, on TLS, until it is stopped."""
    from cloud.bootstrap.enrolment import port_of, serve_enrolment

    chosen = settings(config)
    serve_enrolment(chosen, host, port_of(chosen) if port is None else port)


@app.command("web", epilog="Example: vallee-cloud authority web")
def authority_web(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Give the pages a certificate for the names in web.allowed_hosts; a timer does this daily.

    One that is in its first two thirds and bears these names stays. A page server that runs shows
    the next one within a minute.
    """
    from cloud.bootstrap.page_certificate import certify_pages, lines

    made = certify_pages(settings(config))
    if as_json:
        say(json.dumps(asdict(made)))
        return
    for line in lines(made):
        say(line)


def moment(at: datetime) -> str:
    """Return an instant as the verbs of identities print it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _mend(nodes: int, folder: str) -> str:
    return "" if nodes else f"; nobody needs it any more: delete {folder}"


def _hours(span: timedelta) -> int:
    return int(span.total_seconds()) // 3600
