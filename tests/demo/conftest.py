"""A stack of tiny Python programs, and whether a process is still there."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.signals import Wish
from demo.stack import Stack

# Longer than a busy machine needs to start Python.
PATIENCE_S = 20.0


@pytest.fixture
def python() -> Callable[[str], tuple[str, ...]]:
    """Give the command line of a Python program."""
    return lambda code: (sys.executable, "-c", code)


@pytest.fixture
def wish() -> Wish:
    return Wish()


@pytest.fixture
def stack(tmp_path: Path, wish: Wish) -> Iterator[Stack]:
    """Give an empty stack with its logs in tmp_path; it is ended after the test if not in it."""
    with Stack(tmp_path, dict(os.environ), wish) as opened:
        yield opened


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Tell whether a process runs; one that ended and was not yet collected does not."""

    def look(pid: int) -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        return state != "Z"

    return look


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], bool]:
    """Tell whether something becomes true in time."""

    def ask(question: Callable[[], bool]) -> bool:
        until_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while not question():
            if time.monotonic() > until_s:
                return False
            pause.wait(0.01)
        return True

    return ask
