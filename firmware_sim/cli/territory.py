"""`vallee-sim territory`: a territory's folder out of a daily fill series."""

from pathlib import Path
from typing import Annotated

import typer

from firmware_sim.cli.series import open_series


def territory(
    from_csv: Annotated[
        Path,
        typer.Option(help="Daily fill series of real bins; containers.csv lies beside it."),
    ],
    base: Annotated[
        Path,
        typer.Option(help="Folder with all but the bins, such as configs/territory/wyndham."),
    ],
    out: Annotated[Path, typer.Option(help="Folder to make; it must be new or empty.")],
) -> None:
    """Make each bin of a series a container with a node w-BIN and a sensor on a cable.

    Sums up on the standard output; what was left out is said on the standard error.
    """
    # Loaded for this verb alone: the others need no pandas.
    from firmware_sim.csv_series.folder import write_territory  # noqa: PLC0415

    series = open_series(from_csv)
    count, doubts = write_territory(series, base, out)
    for sentence in doubts:
        typer.echo(sentence, err=True)
    typer.echo(f"{count} containers, {len(series.faults)} bad rows")
