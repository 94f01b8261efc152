"""Prints the rates of what every reading passes through."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import codec, stores
from tests.bench.rate import say, show
from tests.services.influxd import Influxd
from tests.services.programs import INSTALL, find


def main() -> None:
    encode, dumps, decode, loads = codec.rates()
    show("Envelopes of 50 readings; a reading", [encode, dumps])
    show("Envelopes of 50 readings; a reading", [decode, loads])
    batch = f"{stores.COUNT:,} points in batches of {stores.BATCH}"
    # Beside us and not in /tmp, which may be memory: a commit shall wait for a real disk.
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        show(f"SQLite, FULL: {batch}", stores.sqlite_rates(Path(folder)))
        if (program := find("influxd")) is None:
            say(f"\nInfluxDB left out: no influxd here; as root: {INSTALL}")
            return
        server = Influxd(program, Path(folder))
        server.start_afresh()
        try:
            show(f"InfluxDB 1.x: {batch}", stores.influx_rates(server))
        finally:
            server.kill()


main()
