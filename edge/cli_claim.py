"""`vallee-edge claim`: a node gets its name, or renews it."""

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from edge.links.clock import SystemClock
from edge.provision.outcome import End

# The boot partition of Raspberry Pi OS since Bookworm.
CLAIM_FILE: Final = Path("/boot/firmware/vallee-claim.toml")
IDENTITY: Final = Path("state/identity")

# sysexits.h: EX_TEMPFAIL, try again later.
LATER: Final = 75
_EXITS: Final = {End.NAMED: 0, End.KEPT: 0, End.LATER: LATER, End.TURNED_AWAY: 1}


def claim(
    boot: Annotated[
        Path, typer.Option("--boot", help="The claim that the card carries.", dir_okay=False)
    ] = CLAIM_FILE,
    identity: Annotated[
        Path, typer.Option(help="Folder of the node's key and certificate.", file_okay=False)
    ] = IDENTITY,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Get a name by the card's claim, or renew it when that is due; else do nothing.

    The key is made here and stays here; the claim is scrubbed once the certificate is on disk.
    Exits 0 if there is a good identity, 1 if only a person can help, 2 if the claim file is no
    such file, 75 if nothing is lost and the same call may succeed later: with coverage, say.
    """
    from edge.bootstrap_claim import claim_or_renew  # noqa: PLC0415 - `run` needs none of it

    outcome = claim_or_renew(boot, identity, SystemClock())
    if as_json:
        tree = {"end": outcome.end, "node": outcome.node, "sentence": outcome.sentence}
        sys.stdout.write(json.dumps(tree, ensure_ascii=False) + "\n")
    else:
        who = outcome.node or "no name yet"
        later = "; tried again later, readings wait" if outcome.end is End.LATER else ""
        sys.stdout.write(f"{who}: {outcome.sentence}{later}\n")
    raise typer.Exit(_EXITS[outcome.end])
