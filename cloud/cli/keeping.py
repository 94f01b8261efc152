"""The verbs that take and show: ingest, serve."""

import signal
import threading

from cloud.cli.options import ConfigFile, settings


def ingest(config: ConfigFile = None) -> None:
    """Store what nodes send and receipt it, until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from cloud.bootstrap.ingest import ingest as run

    run(settings(config), stop)


def serve(config: ConfigFile = None) -> None:
    """Serve the page, until SIGINT or SIGTERM."""
    from cloud.bootstrap.serve import serve as run

    run(settings(config))
