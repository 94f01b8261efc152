"""The ladder of a silent radio, with a clock that the test turns."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.links.ble import PATIENCE_S
from edge.links.watch import LADDER, RETRY_S, Step, Watch


def climbed(watch: Watch, until_s: float, *, works: bool = True) -> list[tuple[float, Step]]:
    """Let nothing be heard until `until_s`; return what was done when."""
    done: list[tuple[float, Step]] = []
    now_s = watch.wait_s(0.0)
    while now_s <= until_s:
        if (step := watch.step(now_s)) is not Step.WAIT:
            done.append((now_s, step))
            if not works:
                watch.failed(now_s)
            if step is Step.GIVE_UP:
                break
        now_s += max(0.5, watch.wait_s(now_s))
    return done


def test_silence_climbs_the_ladder_rung_by_rung() -> None:
    done = climbed(Watch(0.0), until_s=1000)

    assert done == [
        (0.0, Step.RESCAN),
        (45.0, Step.RESCAN),
        (90.0, Step.POWER_CYCLE),
        (135.0, Step.RESCAN),
        (180.0, Step.GIVE_UP),
    ]


def test_an_advert_brings_the_watch_back_to_the_foot() -> None:
    watch = Watch(0.0)
    climbed(watch, until_s=100)

    watch.heard(100.0)

    assert watch.step(144.9) is Step.WAIT
    assert watch.step(145.0) is Step.RESCAN
    assert watch.step(190.0) is Step.POWER_CYCLE


def test_while_adverts_come_nothing_is_due() -> None:
    watch = Watch(0.0)
    watch.step(0.0)

    for now_s in range(0, 10_000, 40):
        watch.heard(float(now_s))
        assert watch.step(now_s + 39.0) is Step.WAIT


def test_a_step_that_leaves_no_scan_running_is_taken_again_until_the_next_is_due() -> None:
    done = climbed(Watch(0.0), until_s=1000, works=False)

    assert [step for now_s, step in done if now_s < 45] == [Step.RESCAN] * 9
    assert {step for now_s, step in done if 90 <= now_s < 135} == {Step.POWER_CYCLE}
    assert all(later - now <= RETRY_S for (now, _), (later, _) in pairwise(done))
    assert done[-1] == (180.0, Step.GIVE_UP)


def test_a_late_program_still_listens_between_two_steps() -> None:
    watch = Watch(0.0)
    watch.step(0.0)

    assert watch.step(3600.0) is Step.RESCAN
    assert watch.step(3600.0) is Step.WAIT
    assert watch.step(3645.0) is Step.POWER_CYCLE


def test_the_wait_ends_when_something_is_due() -> None:
    watch = Watch(0.0)

    assert watch.wait_s(0.0) == 0.0
    watch.step(0.0)
    assert watch.wait_s(1.0) == 44.0
    watch.failed(1.0)
    assert watch.wait_s(1.0) == RETRY_S
    assert watch.silence_s(1.0) == 1.0


def test_recovery_takes_less_than_two_minutes_however_slowly_bluetoothd_answers() -> None:
    after_s = {rung.step: rung.after_s for rung in reversed(LADDER)}
    # Connect, off and on beside stop and start; the first advert follows within a second.
    slowest_s = 5 * PATIENCE_S

    assert after_s[Step.POWER_CYCLE] + slowest_s + 1 < 120
    # And the power is cycled in time, since the step before it is over by then.
    assert LADDER[1].after_s + 2 * PATIENCE_S < after_s[Step.POWER_CYCLE]


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from("hfs")), max_size=200))
def test_it_gives_up_only_after_three_minutes_and_after_the_power_was_cycled(
    events: list[tuple[float, str]],
) -> None:
    watch, now_s, heard_s = Watch(0.0), 0.0, 0.0
    tried: set[Step] = set()
    for wait_s, event in events:
        now_s += wait_s
        if event == "h":
            watch.heard(now_s)
            heard_s, tried = now_s, set()
        elif event == "f":
            watch.failed(now_s)
        else:
            tried.add(watch.step(now_s))
            if Step.GIVE_UP in tried:
                assert Step.POWER_CYCLE in tried
                assert now_s - heard_s > LADDER[-1].after_s - 1e-6
                return


@pytest.mark.parametrize("silent_s", [44.9, 89.9, 134.9, 179.9])
def test_no_step_comes_early(silent_s: float) -> None:
    done = climbed(Watch(0.0), until_s=silent_s)

    assert done[-1][0] <= silent_s - 44.8
