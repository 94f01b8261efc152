import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from demo.process import start

Python = Callable[[str], tuple[str, ...]]
IsAlive = Callable[[int], bool]
Eventually = Callable[[Callable[[], bool]], bool]

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
while True: time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
DEMO = """
import os, sys, time
from pathlib import Path
from demo.process import start
child = start("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], os.environ,
              Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_program_tells_how_it_ended(
    tmp_path: Path, python: Python, eventually: Eventually
) -> None:
    ended = start("ended", python("raise SystemExit(7)"), os.environ, tmp_path)
    killed = start("killed", python("import os; os.kill(os.getpid(), 9)"), os.environ, tmp_path)

    assert eventually(lambda: None not in (ended.code, killed.code))
    assert (ended.code, killed.code) == (7, -signal.SIGKILL)

    ended.stop()
    killed.stop()


def test_the_last_lines_of_a_log_are_told(
    tmp_path: Path, python: Python, eventually: Eventually
) -> None:
    child = start("talker", python("print(*range(100), sep='\\n')"), os.environ, tmp_path)
    assert eventually(lambda: child.code is not None)

    words = child.last_words()

    child.stop()
    assert words.split() == [str(number) for number in range(85, 100)]


def test_an_answer_does_not_mix_with_the_log(
    tmp_path: Path, python: Python, eventually: Eventually
) -> None:
    code = "import sys; print('answer'); print('noise', file=sys.stderr)"
    child = start("answerer", python(code), os.environ, tmp_path, answers=True)
    assert eventually(lambda: child.code is not None)

    child.stop()

    assert (child.answered(), child.last_words()) == (b"answer\n", "noise")


def test_a_program_that_ignores_sigterm_is_ended_all_the_same(
    tmp_path: Path, python: Python, is_alive: IsAlive, eventually: Eventually
) -> None:
    child = start("stubborn", python(STUBBORN), os.environ, tmp_path)
    assert eventually(lambda: child.last_words() == "ready")

    child.stop(patience_s=0.1)

    assert not is_alive(child.pid)


def test_what_a_program_started_itself_ends_with_it(
    tmp_path: Path, python: Python, is_alive: IsAlive, eventually: Eventually
) -> None:
    child = start("parent", python(PARENT), os.environ, tmp_path)
    assert eventually(lambda: child.last_words() != "")
    grandchild = int(child.last_words())

    child.stop()

    assert eventually(lambda: not is_alive(grandchild))


def test_a_program_that_has_ended_takes_what_it_left_behind_with_it(
    tmp_path: Path, python: Python, is_alive: IsAlive, eventually: Eventually
) -> None:
    code = PARENT.replace("time.sleep(600)\n", "")
    child = start("parent", python(code), os.environ, tmp_path)
    assert eventually(lambda: child.code == 0)
    grandchild = int(child.last_words())

    child.stop()

    assert eventually(lambda: not is_alive(grandchild))


def test_stopping_twice_is_harmless(tmp_path: Path, python: Python) -> None:
    child = start("sleeper", python("import time; time.sleep(600)"), os.environ, tmp_path)
    child.stop()

    child.stop()

    assert child.pid


def test_a_killed_demo_leaves_no_program_behind(
    tmp_path: Path, python: Python, is_alive: IsAlive, eventually: Eventually
) -> None:
    with subprocess.Popen(
        [*python(DEMO), str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        pid = int(demo.stdout.readline())
        assert is_alive(pid)

        demo.kill()

    assert eventually(lambda: not is_alive(pid))


def test_ctrl_c_in_the_terminal_does_not_reach_a_program(tmp_path: Path, python: Python) -> None:
    child = start("sleeper", python("import time; time.sleep(600)"), os.environ, tmp_path)

    session = os.getsid(child.pid)

    child.stop()
    assert session == child.pid
    assert session != os.getsid(0)
