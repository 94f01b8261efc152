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
    from cloud.provision.authority import create_authority

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


def moment(at: datetime) -> str:
    """Return an instant as the verbs of identities print it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _hours(span: timedelta) -> int:
    return int(span.total_seconds()) // 3600
