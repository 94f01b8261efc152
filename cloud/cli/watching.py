"""The verb that watches whether every reading that nodes produced has its place."""

from typing import Annotated, Final

import msgspec
import typer

from cloud.bootstrap.parts import now_us
from cloud.cli.options import AsJson, ConfigFile, say, settings

OVERDUE: Final = 1


def ledger(
    config: ConfigFile = None,
    node: Annotated[str | None, typer.Option(help="Only this node, with its epochs.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How far back.")] = 30,
    *,
    as_json: AsJson = False,
) -> None:
    """Balance each node's books: produced = stored + refused + dropped + pending.

    Exits 1 if a reading has been in none of these for longer than an hour. Reads every raw point
    of the period.
    """
    from rich.console import Console

    from cloud.bootstrap.ledger import ledger as make
    from cloud.console import show_ledger

    accounts = make(settings(config), node, days, now_us())
    if as_json:
        say(msgspec.json.encode(accounts).decode())
    else:
        show_ledger(accounts, days, Console(), with_epochs=node is not None)
    if any(one.overdue for one in accounts):
        raise typer.Exit(OVERDUE)
