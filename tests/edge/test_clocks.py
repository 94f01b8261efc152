"""Dating: what is read before the time is known is dated when it is; a jump makes nothing false."""

from hypothesis import given
from hypothesis import strategies as st

from contract.reading import Kind, Measurement
from edge.clocks import EARLIEST_US, HOUR_US, JUMP_S, Dater
from edge.links.clock import ManualClock

S_US = 1_000_000
DAY_S = 86_400.0
TRUE_US = ManualClock().at_us


class Machine:
    """A wall clock that may be wrong beside the true time, and a dater that looks at it."""

    def __init__(
        self, wrong_s: float, *, word: bool | None = False, memory_rows: int = 100
    ) -> None:
        self.wall = ManualClock(TRUE_US + round(wrong_s * 1e6), elapsed_s=5.0, word=word)
        self.true_us = TRUE_US
        self.dater = Dater(JUMP_S, memory_rows=memory_rows)
        self.jumps: list[float] = []
        self.kept: dict[str, list[Measurement]] = {}
        self.look()

    def look(self) -> None:
        jump_s = self.dater.look(self.wall.at_us, self.wall.elapsed_s, word=self.wall.word)
        if jump_s is not None:
            self.jumps.append(jump_s)

    def wait(self, seconds: float) -> None:
        self.wall.advance(seconds)
        self.true_us += round(seconds * 1e6)
        self.look()

    def set_time(self, wrong_s: float, *, word: bool | None) -> None:
        self.wall.at_us = self.true_us + round(wrong_s * 1e6)
        self.wall.word = word
        self.look()

    def read(self, kind: Kind = Kind.LEVEL, ago_s: float = 0.0) -> list[Measurement]:
        values = {"fill_ratio": 0.5} if kind is Kind.LEVEL else {"tilt_deg": 20.0}
        at_us = self.wall.at_us - round(ago_s * 1e6)
        return self.dater.date([Measurement("fill", kind, at_us, values)])


def test_a_trusted_time_is_kept_as_it_is() -> None:
    machine = Machine(0.0, word=True)

    machine.wait(10)

    assert [one.taken_at_us for one in machine.read()] == [TRUE_US + 10 * S_US]
    assert machine.jumps == []


def test_what_is_read_before_the_time_is_known_is_dated_when_it_is() -> None:
    machine = Machine(-400 * DAY_S)
    assert machine.read() == []
    machine.wait(600)
    assert machine.read(ago_s=60) == []
    machine.wait(30)

    machine.set_time(0.0, word=True)
    dated = machine.dater.date([])

    assert [one.taken_at_us - TRUE_US for one in dated] == [0, 540 * S_US]
    assert machine.jumps == [400 * DAY_S]


def test_an_alarm_goes_at_once_without_a_time() -> None:
    machine = Machine(-400 * DAY_S)

    (alarm,) = machine.read(Kind.ALARM)

    assert alarm.taken_at_us == 0


def test_a_burst_across_the_jump_is_dated_by_the_time_before_it() -> None:
    machine = Machine(-400 * DAY_S)
    machine.wait(100)
    pinged_at_us, truly_at_us = machine.wall.at_us, machine.true_us
    machine.wait(2)

    machine.set_time(0.0, word=True)
    burst = Measurement("fill", Kind.LEVEL, pinged_at_us, {"fill_ratio": 0.5})

    assert [one.taken_at_us for one in machine.dater.date([burst])] == [truly_at_us]


def test_a_clock_that_is_slewed_does_not_jump() -> None:
    machine = Machine(1.0, word=True)

    for _ in range(10_000):
        # 500 ppm, as fast as a time service slews.
        machine.wall.at_us -= 125
        machine.wait(0.25)

    assert machine.jumps == []


def test_hours_without_a_time_server_are_no_reason_to_doubt() -> None:
    machine = Machine(0.0, word=True)

    machine.wall.word = False
    machine.wait(3 * DAY_S)

    assert len(machine.read()) == 1


def test_a_clock_set_wrong_while_running_is_trusted_no_more() -> None:
    for wrong_s in (-365 * DAY_S, 3650 * DAY_S, 60.0, -3.0):
        machine = Machine(0.0, word=True)

        machine.set_time(wrong_s, word=False)

        assert machine.read() == []
        machine.set_time(0.0, word=True)
        assert [one.taken_at_us for one in machine.dater.date([])] == [TRUE_US]


def test_a_machine_that_cannot_know_is_believed_within_reason() -> None:
    assert len(Machine(0.0, word=None).read()) == 1
    assert Machine(-60 * 365 * DAY_S, word=None).read() == []
    assert Machine(200 * 365 * DAY_S, word=None).read() == []
    shifted = Machine(0.0, word=None)
    shifted.set_time(1800.0, word=None)
    assert len(shifted.read()) == 1
    shifted.set_time(3650 * DAY_S, word=None)
    assert shifted.read() == []


def test_a_time_before_the_newest_ever_trusted_is_not_believed() -> None:
    dater = Dater(JUMP_S, newest_us=TRUE_US)

    dater.look(TRUE_US - HOUR_US, 0.0, word=None)
    assert not dater.trusted
    dater.look(TRUE_US + 1, HOUR_US / 1e6, word=None)
    assert dater.trusted


def test_even_a_vouched_for_time_of_another_century_is_not_believed() -> None:
    dater = Dater(JUMP_S)

    dater.look(EARLIEST_US - 1, 0.0, word=True)

    assert not dater.trusted


def test_memory_for_what_waits_is_bounded_and_the_loss_is_counted() -> None:
    machine = Machine(-400 * DAY_S, memory_rows=3)
    for _ in range(5):
        machine.read()
        machine.wait(60)

    machine.set_time(0.0, word=True)

    dated = machine.dater.date([])
    assert [one.taken_at_us - TRUE_US for one in dated] == [120 * S_US, 180 * S_US, 240 * S_US]
    assert (machine.dater.own_up(), machine.dater.own_up()) == (2, 0)


def test_what_still_waits_at_the_end_is_owned_up_to() -> None:
    machine = Machine(-400 * DAY_S)
    machine.read()

    machine.dater.give_up()

    assert machine.dater.own_up() == 1


def test_history_leaps_and_that_is_no_jump() -> None:
    dater = Dater()

    assert dater.look(TRUE_US, 0.0, word=True) is None
    assert dater.look(TRUE_US + 900 * S_US, 0.001, word=True) is None
    taken = Measurement("fill", Kind.LEVEL, TRUE_US, {"fill_ratio": 0.5})
    assert dater.date([taken]) == [taken]


acts = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0.1, 5000)),
        st.tuples(st.just("read"), st.floats(0, 0)),
        # Steps of a year back, ten years on, and of seconds, by somebody who is no time service.
        st.tuples(
            st.just("step"), st.sampled_from([-365 * DAY_S, 3650 * DAY_S, 30.0, -30.0, 2.5, -1e9])
        ),
        st.tuples(st.just("sync"), st.floats(0, 0)),
    ),
    max_size=40,
)


@given(st.sampled_from([0.0, -365 * DAY_S, 3650 * DAY_S, -1.76e9]), acts)
def test_wherever_the_clock_goes_no_time_is_stored_that_is_not_true(
    wrong_s: float, path: list[tuple[str, float]]
) -> None:
    machine = Machine(wrong_s)
    truth: list[int] = []
    stored: list[int] = []

    for act, amount in [*path, ("sync", 0.0)]:
        match act:
            case "wait":
                machine.wait(amount)
            case "step":
                machine.set_time(amount, word=False)
            case "sync":
                machine.set_time(0.0, word=True)
                machine.wall.word = False
            case _:
                truth.append(machine.true_us)
                stored += [one.taken_at_us for one in machine.read()]
    stored += [one.taken_at_us for one in machine.dater.date([])]

    assert len(stored) == len(truth)
    assert all(abs(a - b) <= 2 for a, b in zip(sorted(stored), truth, strict=True))
