"""The window: bounded, repeats only what is overdue, and waits longer each time."""

from hypothesis import given
from hypothesis import strategies as st

from edge.backoff import wait_s
from edge.window import Window


def window(rows: int = 10, jitter: float = 0.0) -> Window:
    return Window(rows, first_wait_s=10, ceiling_s=40, jitter=lambda: jitter)


def test_no_more_rows_than_the_window_holds_are_on_their_way() -> None:
    sending = window(rows=3)

    sending.sent([1, 2], now_s=0)

    assert sending.room == 1
    sending.settle([1])
    assert sending.room == 2


def test_a_row_is_taken_back_only_when_its_wait_is_over() -> None:
    sending = window()
    sending.sent([1, 2, 3], now_s=0)
    sending.settle([2])

    assert sending.rewind_overdue(now_s=9.9) == 0
    assert sending.rewind_overdue(now_s=10) == 2
    assert sending.cursor == 0
    assert sending.room == 10


def test_each_repeat_waits_longer_up_to_the_ceiling_and_a_receipt_ends_that() -> None:
    sending = window()
    waits = []
    now_s = 0.0
    for _ in range(4):
        sending.sent([1], now_s)
        begun = now_s
        while not sending.rewind_overdue(now_s):
            now_s += 1
        waits.append(now_s - begun)

    assert waits == [10, 20, 40, 40]
    sending.sent([1, 2], now_s)
    sending.settle([1])
    assert sending.rewind_overdue(now_s + 10) == 1


def test_when_the_ingester_comes_back_waits_begin_anew() -> None:
    sending = window()
    sending.sent([1], now_s=0)

    sending.restart(now_s=1000)

    assert sending.rewind_overdue(now_s=1009) == 0
    assert sending.rewind_overdue(now_s=1010) == 1


@given(st.integers(0, 100), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_between_half_and_all_of_its_step(attempt: int, jitter: float) -> None:
    full = min(300.0, 5.0 * 2**attempt)

    assert full / 2 <= wait_s(attempt, 5.0, 300.0, jitter) <= full
