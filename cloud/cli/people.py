"""The verbs of people: accounts, roles, links, one-time codes, export and erasure."""

import getpass
import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.registry.values import Person, Role
from contract.errors import BadSettings

app = typer.Typer(
    help="People: who may sign in, and what is kept of them.",
    no_args_is_help=True,
    epilog="Exit code: 0 done; 1 the registry does not answer or refuses; 2 the command is wrong. "
    "A password is never an argument: it is asked for, or read from standard input.",
)

Name = Annotated[str, typer.Argument(help="The person's short name.")]
Roles = Annotated[
    list[Role], typer.Option("--role", help="What the person does here; may be repeated.")
]
Truck = Annotated[str | None, typer.Option(help="The truck that a crew drives; '' for none.")]
_HOUR_US: Final = 3_600_000_000


@app.command(epilog="Example: vallee-cloud people add camille-r --name 'Camille R.' --role crew")
def add(
    short: Name,
    name: Annotated[str, typer.Option(help="The name that others read.")],
    role: Roles,
    truck: Truck = None,
    language: Annotated[Literal["fr", "en"], typer.Option(help="What the person reads.")] = "fr",
    config: ConfigFile = None,
    *,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password, else links are the way in.")
    ] = False,
) -> None:
    """Write a new person."""
    from cloud.bootstrap.people import staff

    person = Person(short, name, frozenset(role), language, truck or None)
    with staff(settings(config)) as found:
        found.accounts.add(person, _password() if password else None, None)
    say(f"added: {short}; now: vallee-cloud people link {short}")


@app.command("list", epilog="Example: vallee-cloud people list --json")
def list_people(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """List everyone who may sign in."""
    from cloud.bootstrap.people import staff

    with staff(settings(config)) as found:
        everyone = found.accounts.everyone()
    if as_json:
        say(json.dumps([asdict(one) | {"roles": sorted(one.roles)} for one in everyone]))
        return
    for one in everyone:
        told = [", ".join(sorted(one.roles)), one.truck or "", "" if one.active else "closed"]
        say(f"{one.id:<20}  {one.name:<24}  {' · '.join(part for part in told if part)}")


@app.command(epilog="Example: vallee-cloud people role camille-r --role crew --role installer")
def role(
    short: Name,
    role: Roles,
    truck: Truck = None,
    config: ConfigFile = None,
    *,
    closed: Annotated[
        bool | None, typer.Option("--close/--open", help="Close the account, or open it again.")
    ] = None,
) -> None:
    """Say anew what a person does here; all sessions end if that is something else."""
    from cloud.bootstrap.people import staff

    with staff(settings(config)) as found:
        before = found.accounts.known(short)
        after = replace(
            before,
            roles=frozenset(role),
            truck=before.truck if truck is None else truck or None,
            active=before.active if closed is None else not closed,
        )
        ended = found.accounts.change(after, None)
    say(f"{short}: {', '.join(sorted(role))}; sessions ended: {ended}")


@app.command(epilog="Example: vallee-cloud people link camille-r --qr camille.svg")
def link(
    short: Name,
    url: Annotated[
        str | None, typer.Option(help="Where the pages are; else [people] url of the settings.")
    ] = None,
    qr: Annotated[Path | None, typer.Option(help="Write the QR into this .svg or .png.")] = None,
    hours: Annotated[
        int | None, typer.Option(min=1, max=720, help="How long it may be used.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Make a link that lets a person in once, and draw its QR.

    The address is a secret until it is used: print it on no shared screen.
    """
    from cloud.bootstrap.parts import now_us
    from cloud.bootstrap.people import site_of, staff

    known = settings(config)
    if qr is not None and qr.suffix not in {".svg", ".png"}:
        raise BadSettings(f"--qr: {qr.name!r} is neither .svg nor .png")
    with staff(known) as found:
        made = found.accounts.link(short, None, now_us(), hours * _HOUR_US if hours else None)
    address = made.address(url or site_of(known))
    say(address)
    say(f"opens once, until {_moment(made.until_us)}")
    _draw(address, qr)


@app.command(epilog="Example: vallee-cloud people end camille-r")
def end(short: Name, config: ConfigFile = None) -> None:
    """End all sessions and unused links of a person: a phone was lost."""
    from cloud.bootstrap.people import staff

    with staff(settings(config)) as found:
        say(f"{short}: sessions ended: {found.accounts.end(short, None)}")


@app.command(epilog="Example: vallee-cloud people export camille-r > camille-r.json")
def export(short: Name, config: ConfigFile = None) -> None:
    """Print all that is kept of a person, as JSON."""
    from cloud.bootstrap.people import staff

    with staff(settings(config)) as found:
        say(json.dumps(found.accounts.export(short, None), indent=2, ensure_ascii=False))


@app.command(epilog="Example: vallee-cloud people erase camille-r --yes")
def erase(
    short: Name,
    config: ConfigFile = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a person out of every table; what was done stays, without the name."""
    from cloud.bootstrap.people import staff

    if not yes:
        typer.confirm(f"Erase {short} for good?", abort=True)
    with staff(settings(config)) as found:
        found.accounts.erase(short, None)
    say(f"erased: {short}")


@app.command(epilog="Example: vallee-cloud people totp mairie-admin")
def totp(
    short: Name,
    qr: Annotated[Path | None, typer.Option(help="Write the QR into this .svg or .png.")] = None,
    config: ConfigFile = None,
) -> None:
    """Give a person a new series of one-time codes, for an authenticator app; the old one ends."""
    from cloud.bootstrap.people import staff

    if qr is not None and qr.suffix not in {".svg", ".png"}:
        raise BadSettings(f"--qr: {qr.name!r} is neither .svg nor .png")
    with staff(settings(config)) as found:
        address = found.accounts.set_codes(short, None)
    say(address)
    _draw(address, qr)


@app.command(epilog="Example: vallee-cloud people password mairie-admin")
def password(short: Name, config: ConfigFile = None) -> None:
    """Ask for a new password; all sessions of the person end."""
    from cloud.bootstrap.people import staff

    with staff(settings(config)) as found:
        found.accounts.known(short)
        found.accounts.set_password(short, _password(), None)
    say(f"{short}: the password is changed")


def _password() -> str:
    """Ask twice at a terminal; else read a line, so that no argument and no history holds it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise BadSettings("the two are not the same; nothing is changed")
    return first


def _draw(address: str, file: Path | None) -> None:
    """Write a QR into a file that only its owner reads, or onto the terminal."""
    import segno

    code = segno.make_qr(address, error="m")
    if file is None:
        if sys.stdout.isatty():
            code.terminal(compact=True)
        return
    try:
        file.touch(mode=0o600)
        code.save(str(file), scale=8, border=4)
    except OSError as error:
        raise BadSettings(f"--qr: {file}: {error.strerror}") from None
    say(f"written: {file}")


def _moment(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us / 1e6, UTC):%Y-%m-%d %H:%M} UTC"
