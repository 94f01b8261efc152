"""The window: bounded, repeats only what is overdue, and waits longer each time."""

from hypothesis import given
from hypothesis import strategies as st

from edge.backoff import wait_s
from edge.window import Overdue, Window


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

    assert sending.take_back(now_s=9.9) == []
    assert sending.take_back(now_s=10) == [Overdue((1, 3), overtaken=True)]
    assert sending.room == 10
    assert 1 in sending
    sending.release()
    assert 1 not in sending


def test_what_stays_unanswered_is_overtaken_only_by_what_left_with_it_or_later() -> None:
    sending = window()
    sending.sent([1], now_s=0)
    sending.sent([2], now_s=1)
    sending.sent([3], now_s=2)

    sending.settle([2])

    assert sending.take_back(now_s=12) == [
        Overdue((1,), overtaken=True),
        Overdue((3,), overtaken=False),
    ]


def test_what_never_left_is_taken_back_at_once_and_no_other() -> None:
    sending = window()
    sending.sent([1, 2, 3], now_s=0)
    sending.sent([4], now_s=0)
    sending.settle([2])

    assert sending.take_back_untaken([1, 2, 3]) == [1, 3]
    assert sending.room == 9
    sending.release()
    assert [seq in sending for seq in (1, 3, 4)] == [False, False, True]
    assert sending.take_back(now_s=10) == [Overdue((4,), overtaken=True)]


def test_rows_that_are_sent_again_take_half_of_the_window_at_most() -> None:
    sending = window(rows=6)
    sending.sent(range(1, 7), now_s=0)
    sending.take_back(now_s=10)

    sending.release()

    assert [seq for seq in range(1, 7) if seq not in sending] == [1, 2, 3]


def test_a_row_that_the_outbox_lost_makes_room_for_another() -> None:
    sending = window(rows=2)
    sending.sent([1, 2], now_s=0)
    sending.take_back(now_s=10)
    sending.release()

    assert sending.forget_missing(there=[]) == [1]

    sending.release()
    assert 2 not in sending


def test_each_repeat_waits_longer_up_to_the_ceiling_and_a_receipt_ends_that() -> None:
    sending = window()
    waits = []
    now_s = 0.0
    for _ in range(4):
        sending.release()
        sending.sent([1], now_s)
        begun = now_s
        while not sending.take_back(now_s):
            now_s += 1
        waits.append(now_s - begun)

    assert waits == [10, 20, 40, 40]
    sending.sent([1, 2], now_s)
    sending.settle([1])
    assert sending.take_back(now_s + 10)


def test_when_the_ingester_comes_back_waits_begin_anew() -> None:
    sending = window()
    sending.sent([1], now_s=0)

    sending.restart(now_s=1000)

    assert not sending.take_back(now_s=1009)
    assert sending.take_back(now_s=1010)


@given(st.integers(0, 100), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_between_half_and_all_of_its_step(attempt: int, jitter: float) -> None:
    full = min(300.0, 5.0 * 2**attempt)

    assert full / 2 <= wait_s(attempt, 5.0, 300.0, jitter) <= full
