"""`vallee-cloud`: from an envelope on the broker to a truck at a container."""

import gc
import logging
import sys
from typing import Final

import typer

from cloud.cli import (
    alarms,
    authority,
    brokers,
    deriving,
    driven,
    identities,
    installing,
    keeping,
    letters,
    people,
    planning,
    records,
    roads,
    rounds,
    stock,
    upkeep,
    watching,
    weighbridge,
    zones,
)
from cloud.errors import BadExtract, BadTerritory, CloudError
from contract.errors import BadSettings

LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
USAGE: Final = 2
FAILED: Final = 1

app = typer.Typer(
    help="From an envelope on the broker to a truck at a container.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verb in (
    keeping.ingest,
    planning.forecast,
    planning.plan,
    planning.replan,
    planning.despatch,
    planning.plans,
    deriving.rebuild,
    deriving.rollup,
    watching.ledger,
    keeping.serve,
    upkeep.setup,
    upkeep.backup,
    upkeep.restore,
    upkeep.export,
    upkeep.load,
    driven.openapi,
):
    app.command()(verb)
stock.add_verbs(records.nodes_app)
identities.add_verbs(records.nodes_app)
app.add_typer(alarms.app, name="alarms")
app.add_typer(authority.app, name="authority")
app.add_typer(brokers.broker_app, name="broker")
app.add_typer(driven.app, name="driven")
app.add_typer(installing.installations_app, name="installations")
app.add_typer(letters.app, name="dead-letters")
app.add_typer(people.app, name="people")
app.add_typer(records.registry_app, name="registry")
app.add_typer(records.nodes_app, name="nodes")
app.add_typer(roads.app, name="roads")
app.add_typer(rounds.app, name="rounds")
app.add_typer(weighbridge.app, name="weighbridge")
app.add_typer(zones.app, name="zones")


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    # What a verb loads stays: to look through it for garbage again and again takes a tenth of it.
    gc.set_threshold(20_000)
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    # Which tables are up to date is no news to who asked for a forecast.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        app()
    except (BadSettings, BadTerritory, BadExtract) as error:
        sys.stderr.write(f"vallee-cloud: {error}\n")
        sys.exit(USAGE)
    except CloudError as error:
        sys.stderr.write(f"vallee-cloud: {error}\n")
        sys.exit(FAILED)
