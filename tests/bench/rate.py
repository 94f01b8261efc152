"""How often a second something is done, in wall time and in our own CPU time."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 3


@dataclass(frozen=True)
class Rate:
    """The best of some rounds: other work on the machine only ever slows a round down."""

    name: str
    a_second: float
    cpu_us: float

    def __str__(self) -> str:
        return f"{self.name:<58}{self.a_second:>11,.0f}{self.cpu_us:>13.2f}"


def measure(name: str, count: int, work: Callable[[int], None]) -> Rate:
    """Run `work` with the number of its round; it does `count` things each time."""
    rates = []
    for number in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work(number)
        spent_s, busy_s = time.perf_counter() - wall, time.process_time() - cpu
        rates.append(Rate(name, count / spent_s, busy_s / count * 1e6))
    return max(rates, key=lambda rate: rate.a_second)


def show(title: str, rates: list[Rate]) -> None:
    """Print a table; the last row is the peer, and how near the others come to it."""
    say(f"\n{title:<58}{'a second':>11}{'CPU µs each':>13}{'of the peer':>13}")
    for rate in rates:
        say(f"{rate}{rate.a_second / rates[-1].a_second:>13.0%}")


def say(row: str) -> None:
    """Print one row."""
    sys.stdout.write(row + "\n")
