"""The page of faults: a run of one row renews that row, and no other."""

from tests.chaos.outcome import Outcome
from tests.chaos.report import page, renewed


def outcome(name: str, readings: int) -> Outcome:
    return Outcome(name, "a fault", "once", readings, 0, 0, (), passed=True)


def names(told: str) -> list[str]:
    return [line.split("|")[1].strip() for line in told.splitlines() if line.startswith("| ")][1:]


WHOLE = page([outcome(name, 7) for name in ("R1", "R9", "R10", "fuzz")])


def test_rows_stand_by_their_number() -> None:
    told = page([outcome(name, 1) for name in ("fuzz", "R10 TLS", "R10", "R2", "R1")])

    assert names(told) == ["R1", "R2", "R10", "R10 TLS", "fuzz"]


def test_a_row_is_renewed_and_the_others_stay_to_the_letter() -> None:
    told = renewed(WHOLE, [outcome("R10", 1234)])

    before, after = WHOLE.splitlines(), told.splitlines()
    changed = [at for at, line in enumerate(after) if line != before[at]]
    assert [after[at].split("|")[1].strip() for at in changed] == ["R10"]
    assert "1,234" in after[changed[0]]


def test_a_row_that_was_not_there_comes_where_its_number_is() -> None:
    told = renewed(WHOLE, [outcome("R8", 1), outcome("R10 TLS", 1)])

    assert names(told) == ["R1", "R8", "R9", "R10", "R10 TLS", "fuzz"]
    assert [line for line in told.splitlines() if line not in WHOLE.splitlines()] == [
        line for line in told.splitlines() if line.startswith(("| R8 ", "| R10 TLS "))
    ]


def test_what_was_left_out_stays_below_the_rows() -> None:
    told = page([outcome("R1", 1)], ["R2: no line"])

    assert renewed(told, [outcome("R1", 1)]) == told
