"""The verbs of the dead-letter desk: what was refused, listed, mended, handed in again."""

import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from cloud.bootstrap.parts import registry
from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.errors import RegistryFault
from cloud.ingest.rules import RULES
from cloud.mending.hexdump import hexdump
from cloud.registry.values import DeadLetter, LetterState
from contract.errors import BadSettings

app = typer.Typer(
    help="Dead letters: what was refused, and its mend.",
    epilog="Exit code: 0 done, what is refused again included; 1 the store or the registry does not"
    " answer, or has no such letter; 2 the command is wrong.",
)


def _known_rule(rule: str | None) -> str | None:
    if rule is not None and rule not in RULES:
        raise BadSettings(f"there is no rule {rule!r}; there are: {', '.join(RULES)}")
    return rule


Numbers = Annotated[
    list[int] | None, typer.Option("--id", help="Only this letter; may be repeated.")
]
OfRule = Annotated[
    str | None,
    typer.Option(
        "--rule", callback=_known_rule, help=f"Only letters of this rule: {', '.join(RULES)}."
    ),
]
Who = Annotated[str | None, typer.Option("--who", help="Who does it; else who is logged in.")]
_FORMATS: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
_ISO: Final = "YYYY-MM-DD[THH:MM[:SS]]"
Since = Annotated[
    datetime | None,
    typer.Option(formats=_FORMATS, metavar=_ISO, help="Only readings taken then or later; UTC."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=_FORMATS, metavar=_ISO, help="Only readings taken before then; UTC."),
]


@app.callback(invoke_without_command=True)
def letters(context: typer.Context, config: ConfigFile = None) -> None:
    """Show or mend what was refused; without a verb, list it."""
    if context.invoked_subcommand is None:
        list_letters(config)


@app.command(
    "list", epilog="Example: vallee-cloud dead-letters list --rule unknown-node --state new"
)
def list_letters(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50,
    rule: OfRule = None,
    state: Annotated[LetterState | None, typer.Option(help="Only in this state.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was refused, and why."""
    with registry(settings(config)) as records:
        found = records.dead_letters(limit, rule, state)
    if as_json:
        say(json.dumps([_plain(one) for one in found]))
        return
    for one in found:
        say(
            f"{one.id:>6}  {_moment(one.at_us)}  {one.state:<9}  {one.topic!r}"
            f"  {one.rule}: {one.reason}"
        )


@app.command(epilog="Example: vallee-cloud dead-letters show 17")
def show(
    number: Annotated[int, typer.Argument(help="The letter's number, as listed.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one letter with its bytes."""
    with registry(settings(config)) as records:
        found = records.dead_letter(number)
    if found is None:
        raise RegistryFault(f"there is no dead letter {number}")
    if as_json:
        say(json.dumps(_plain(found)))
        return
    for name, value in (
        ("number", found.id),
        ("state", found.state),
        ("came", _moment(found.at_us)),
        ("topic", repr(found.topic)),
        ("epoch", found.epoch),
        ("row", found.seq),
        ("rule", found.rule),
        ("reason", found.reason),
    ):
        say(f"{name:<7} {'–' if value is None else value}")
    for line in hexdump(found.payload):
        say(line)


@app.command(
    epilog="Example: vallee-cloud dead-letters mend --rename-sensor n-001/fil=fill"
    " --since 2026-11-01 --until 2026-11-24T18:05"
)
def mend(
    config: ConfigFile = None,
    rename_sensor: Annotated[
        list[str] | None, typer.Option(help="NODE/OLD=NEW; may be repeated.")
    ] = None,
    rename_node: Annotated[list[str] | None, typer.Option(help="OLD=NEW; likewise.")] = None,
    since: Since = None,
    until: Until = None,
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a sensor or node is called now; `replay` then uses it.

    With --since and --until, only readings of that time are meant.
    """
    from cloud.bootstrap.mending import mending
    from cloud.mending.parse import node_renaming, sensor_renaming

    span = (_us(since), _us(until))
    renamings = [sensor_renaming(text, *span) for text in rename_sensor or ()]
    renamings += [node_renaming(text, *span) for text in rename_node or ()]
    if not renamings:
        raise BadSettings("nothing to mend; write --rename-sensor NODE/OLD=NEW")
    with mending(settings(config)) as desk:
        for renaming in renamings:
            desk.rename(_who(who), renaming)
    if as_json:
        say(json.dumps([asdict(one) for one in renamings]))
        return
    say(f"renamings noted: {len(renamings)}; now: vallee-cloud dead-letters replay")


@app.command(epilog="Example: vallee-cloud dead-letters replay --rule unknown-node")
def replay(
    config: ConfigFile = None,
    number: Numbers = None,
    rule: OfRule = None,
    who: Who = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Hand letters in again: all that are new, or those of one rule, or single ones.

    What is still wrong stays a dead letter, with its reason of now.
    """
    from cloud.bootstrap.mending import mending

    with mending(settings(config)) as desk:
        done = desk.replay(_who(who), number or (), rule)
    if as_json:
        say(json.dumps(asdict(done)))
        return
    say(f"letters: {done.letters}, refused again: {done.refused}, rows stored: {done.stored}")


@app.command(epilog="Example: vallee-cloud dead-letters discard --id 17 --id 18")
def discard(
    config: ConfigFile = None,
    number: Numbers = None,
    rule: OfRule = None,
    who: Who = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All that are new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give letters up, for good; they stay readable."""
    from cloud.bootstrap.mending import mending

    if not (number or rule or every):
        raise BadSettings("discard which? write --id NUMBER, --rule RULE or --all")
    with mending(settings(config)) as desk:
        count = desk.discard(_who(who), number or (), rule)
    say(json.dumps({"letters": count}) if as_json else f"letters discarded: {count}")


@app.command(epilog="Example: vallee-cloud dead-letters journal --limit 10")
def journal(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, help="How many lines, newest first.")] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was done at the desk, by whom and when; nobody can rewrite that."""
    with registry(settings(config)) as records:
        entries = records.desk_journal(limit)
    if as_json:
        say(json.dumps([asdict(entry) for entry in entries]))
        return
    for entry in entries:
        which = f"{len(entry.letters)} letters" if entry.letters else ""
        told = ", ".join(part for part in (which, entry.rule, entry.detail) if part)
        say(f"{_moment(entry.at_us)}  {entry.who!r}  {entry.action}: {told}")


def _plain(letter: DeadLetter) -> dict[str, object]:
    return {**asdict(letter), "payload": letter.payload.hex()}


def _moment(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us / 1e6, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _us(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.replace(tzinfo=UTC).timestamp()) * 1_000_000


def _who(told: str | None) -> str:
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return "unknown"
