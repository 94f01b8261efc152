import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.errors import Interrupted, NoAnswer, ProgramFailed
from demo.listening import free_port, free_port_from, listens
from demo.signals import Wish
from demo.stack import Stack

Python = Callable[[str], tuple[str, ...]]
IsAlive = Callable[[int], bool]

SLEEPER = "import time; time.sleep(600)"
# Writes its name when it is asked to end.
POLITE = """
import signal, socket, sys, time
def goodbye(*_):
    with open({file!r}, "a") as book:
        book.write({name!r} + "\\n")
    sys.exit()
signal.signal(signal.SIGTERM, goodbye)
listener = socket.create_server(("127.0.0.1", {port}))
while True: time.sleep(60)
"""


def _polite(stack: Stack, python: Python, name: str, book: Path) -> int:
    port = free_port()
    return stack.stand(name, python(POLITE.format(file=str(book), name=name, port=port)), port).pid


def test_programs_end_in_the_reverse_order_of_their_start(
    tmp_path: Path, python: Python, is_alive: IsAlive
) -> None:
    book = tmp_path / "book"
    with Stack(tmp_path, dict(os.environ), Wish()) as stack:
        pids = [_polite(stack, python, name, book) for name in ("first", "second", "third")]

    assert book.read_text().split() == ["third", "second", "first"]
    assert not any(is_alive(pid) for pid in pids)


def test_only_programs_of_the_stack_are_ended(
    tmp_path: Path, python: Python, is_alive: IsAlive
) -> None:
    with subprocess.Popen(python(SLEEPER)) as outsider:
        with Stack(tmp_path, dict(os.environ), Wish()) as stack:
            inside = stack.stand("sleeper", python(SLEEPER)).pid

        assert is_alive(outsider.pid)
        assert not is_alive(inside)
        outsider.kill()


def test_all_programs_end_when_something_fails(
    tmp_path: Path, python: Python, is_alive: IsAlive
) -> None:
    stack = Stack(tmp_path, dict(os.environ), Wish())
    pids = [stack.stand("one", python(SLEEPER)).pid, stack.begin("two", python(SLEEPER)).pid]

    with pytest.raises(ProgramFailed), stack:
        stack.run("broken", python("raise SystemExit(1)"))

    assert not any(is_alive(pid) for pid in pids)


def test_a_program_run_to_its_end_gives_its_answer(stack: Stack, python: Python) -> None:
    answer = stack.run("answerer", python("print(42)"))

    assert answer == b"42\n"


def test_a_program_that_fails_is_named_with_its_code_and_its_last_words(
    stack: Stack, python: Python
) -> None:
    with pytest.raises(ProgramFailed) as failed:
        stack.run("broken", python("import sys; sys.stderr.write('no salt'); sys.exit(3)"))

    assert str(failed.value) == "broken failed (exit code 3)\nno salt"


def test_a_standing_program_that_ends_is_a_failure_whatever_its_code(
    stack: Stack, python: Python
) -> None:
    stack.stand("fugitive", python("print('bye')"))

    with pytest.raises(ProgramFailed, match=r"fugitive failed \(exit code 0\)\nbye"):
        stack.run("other", python(SLEEPER))


def test_a_wish_to_end_interrupts_every_wait(stack: Stack, python: Python, wish: Wish) -> None:
    wish.note(15)

    with pytest.raises(Interrupted) as interrupted:
        stack.run("sleeper", python(SLEEPER))

    assert interrupted.value.number == 15


def test_a_wait_has_its_limit(stack: Stack) -> None:
    with pytest.raises(NoAnswer, match="in vain for better weather"):
        stack.wait(lambda: False, "better weather", 0.0)


def test_a_listener_counts_only_for_the_process_that_holds_it(stack: Stack, python: Python) -> None:
    child = stack.stand("sleeper", python(SLEEPER))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        assert listens(os.getpid(), port)
        assert not listens(child.pid, port)


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]

        assert free_port_from(taken) > taken


def test_memory_of_all_programs_is_measured_together(stack: Stack, python: Python) -> None:
    pids = [stack.stand(name, python(SLEEPER)).pid for name in ("one", "two")]

    stack.peak.look(pids)

    assert stack.peak.processes == 3
    assert stack.peak.mb > 10
