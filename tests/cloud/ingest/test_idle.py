"""An ingester that has nothing to do ends when it is told to, whenever that comes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

IDLE = """
import signal, threading
from cloud.ingest.mqtt import MqttBus
from contract.broker import Broker

stop, bus = threading.Event(), MqttBus(Broker(), "ingester-1", lambda: 0)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: stop.set())
print("idle", flush=True)
while not stop.is_set():
    bus.take(1, 1e-5)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_who_waits_for_messages_that_never_come_ends(how: signal.Signals) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", IDLE],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        for _ in range(8)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == b"idle\n"

    for program in programs:
        program.send_signal(how)

    try:
        assert [program.wait(20) for program in programs] == [0] * 8
    finally:
        for program in programs:
            program.kill()
            program.communicate()
