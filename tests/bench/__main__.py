"""Prints the rates of what every reading and every advert passes through, and the pages' crowd.

`python -m tests.bench crowd` measures the crowd alone and writes its part of the page anew.
"""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import (
    adverts,
    codec,
    crowd,
    disk,
    footfall,
    ingester,
    nodered,
    outbox,
    radio,
    stores,
)
from tests.bench.limit import influxd_limit
from tests.bench.page import PAGE, Tee, page, with_part
from tests.bench.rate import say, show
from tests.services.influxd import Influxd
from tests.services.programs import INSTALL, find


def main() -> None:
    """Print everything; what needs a program that is not here is left out by name."""
    encode, dumps, decode, loads = codec.rates()
    show("Envelopes of 50 readings; a reading", [encode, dumps])
    show("Envelopes of 50 readings; a reading", [decode, loads])
    show("Adverts, a mix of twelve", adverts.rates())
    # Beside us and not in /tmp, which may be memory: a commit shall wait for a real disk.
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        _stores(Path(folder))
        nodered.run(Path(folder))
    # A socket's path may have 107 characters.
    with TemporaryDirectory() as folder:
        if program := find("dbus-daemon"):
            radio.run(program, Path(folder))
        else:
            _left_out("dbus-daemon")
    footfall.run()


def _stores(folder: Path) -> None:
    batch = f"{stores.COUNT:,} points in batches of {stores.BATCH}"
    show(f"SQLite, FULL: {batch}", stores.sqlite_rates(folder))
    kept = outbox.rates(folder)
    show("Outbox, SQLite, FULL; a reading, beside one a commit", kept)
    disk.run(folder)
    if (program := find("influxd")) is None:
        _left_out("influxd")
        return
    server = Influxd(program, folder)
    server.start_afresh()
    try:
        show(f"InfluxDB 1.x: {batch}", stores.influx_rates(server))
        show("InfluxDB 1.x, what it takes; a reading", [influxd_limit(server)])
    finally:
        server.kill()
    if find("mosquitto") is None:
        _left_out("mosquitto")
    else:
        ingester.run(folder / "ingester")


def _left_out(name: str) -> None:
    say(f"\nleft out: no {name} here; as root: {INSTALL}")


def _crowd() -> None:
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        crowd.run(Path(folder) / "crowd")


def _printed(work: Callable[[], None]) -> str:
    printed = Tee(sys.stdout)
    with redirect_stdout(printed):
        work()
    return printed.text


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked not in ([], ["crowd"]):
        sys.exit("python -m tests.bench [crowd]")
    written = PAGE.read_text() if asked else page(_printed(main))
    PAGE.write_text(with_part(written, crowd.TITLE, _printed(_crowd)))
