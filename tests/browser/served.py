"""An application on a real uvicorn, on loopback, as a browser meets it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

PATIENCE_S: Final = 20.0
_POLL_S: Final = 0.005


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve `app` in a thread; give the address where it is, as http://127.0.0.1:PORT."""
    # Bound here, so that the port is ours from the first moment.
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), name="uvicorn")
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    try:
        assert server.started, "uvicorn did not start"
        yield address
    finally:
        server.should_exit = True
        # What a browser holds open is not waited for.
        server.force_exit = True
        thread.join(PATIENCE_S)
        listener.close()
