"""The verbs of the broker: its files, who is revoked, and whether it withstands an attack."""

import json
import shlex
from dataclasses import asdict
from typing import Annotated

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings
from contract.errors import BadSettings

broker_app = typer.Typer(
    help="The broker: its files, who is revoked, and whether it withstands an attack.",
    no_args_is_help=True,
)

Reload = Annotated[
    str | None,
    typer.Option(
        "--reload", metavar="COMMAND", help="How it is reloaded; else by SIGHUP to its process."
    ),
]
Restart = Annotated[
    str | None,
    typer.Option(
        "--restart", metavar="COMMAND", help="How it is restarted; else by SIGTERM: it is ended."
    ),
]


@broker_app.command(epilog="Example: vallee-cloud broker write --config cloud.toml")
def write(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Write the broker's settings, certificate, passwords, access list and list of the revoked.

    Passwords that are there stay. A broker that runs already is told by `apply`, or restarted if
    ports or addresses have changed.
    """
    from cloud.bootstrap import broker

    layout = broker.write(settings(config))
    if as_json:
        say(json.dumps({"folder": str(layout.folder), "conf": str(layout.conf)}))
        return
    say(f"written; start it with: mosquitto -c {shlex.quote(str(layout.conf))}")


@broker_app.command(
    epilog="Example: vallee-cloud broker apply. Exit code: 0 the revoked are out and the others in;"
    " 1 not so, or nobody is known to have been thrown out."
)
def apply(
    config: ConfigFile = None,
    reload: Reload = None,
    restart: Restart = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Tell the running broker who is revoked, try whether it knows, and end their sessions.

    A broker that lets a revoked one in all the same is restarted. To be run after each revocation,
    and daily: the list of the revoked gets old, and then nobody gets in.
    """
    from cloud.bootstrap import broker

    if (reload is None) != (restart is None):
        raise BadSettings("--reload and --restart go together: name both commands, or none")
    commands = broker.Commands(shlex.split(reload or ""), shlex.split(restart or ""))
    applied = broker.tell(settings(config), commands)
    if as_json:
        say(json.dumps({**asdict(applied), "good": applied.good}))
    else:
        say(applied.told)
    if not applied.good:
        raise typer.Exit(1)


@broker_app.command(
    epilog="Example: vallee-cloud broker check --json. Exit code: 0 go, 1 no-go. Leaves one dead"
    " letter, rule `malformed`, of a node whose name begins with check-."
)
def check(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Attack the running broker, and say go or no-go.

    No real node's name is used and nothing stays on the broker.
    """
    from cloud.bootstrap import broker
    from cloud.provision.attack import go

    verdicts = broker.check(settings(config))
    is_go = go(verdicts)
    if as_json:
        say(json.dumps({"go": is_go, "verdicts": [asdict(one) for one in verdicts]}))
    else:
        for one in verdicts:
            say(f"{'held' if one.held else 'FAILED':7} {one.name:23} {one.seen}")
        say("go" if is_go else "no-go")
    if not is_go:
        raise typer.Exit(1)
