"""The verbs of what crews told: what is too old is deleted; the addresses are written down."""

import msgspec
import typer

from cloud.cli.options import ConfigFile, say, settings

app = typer.Typer(help="Driven: what crews told of their rounds.", no_args_is_help=True)


@app.command()
def purge(config: ConfigFile = None) -> None:
    """Delete positions after two months; what they prove, and photos, after a year.

    Call it once a day; to call it again changes nothing.
    """
    from cloud.bootstrap.driven import purge_driven

    gone = purge_driven(settings(config))
    told = f"positions deleted: {gone.positions}, proofs kept of them: {gone.proofs}"
    say(f"{told}, other: {gone.others}")


def openapi() -> None:
    """Print the OpenAPI document of the addresses for programs: crews' app and desk."""
    from cloud.web.openapi import openapi as document

    say(msgspec.json.format(msgspec.json.encode(document()), indent=2).decode())
