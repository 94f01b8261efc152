"""What a fault came to, counted."""

from dataclasses import dataclass


class NotHere(Exception):
    """This machine does not let us do that; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the fault matrix.

    Attributes:
        name: the fault's number in the matrix, such as R1.
        fault: what was done.
        amount: how often.
        readings: how many were committed while it was done.
        lost: of them, neither stored nor a dead letter nor in a loss receipt.
        doubled: points more than readings.
        recovery_s: from each mend until readings flow again; empty if that means nothing here.
        passed: whether it came to what it must.
        note: what else was counted.
    """

    name: str
    fault: str
    amount: str
    readings: int
    lost: int
    doubled: int
    recovery_s: tuple[float, ...]
    passed: bool
    note: str = ""
