"""Bursts: one a slot, whole or late, whatever the clock does."""

from edge.sampling import Burst, Sampler

SECOND = 1_000_000


def sampler() -> Sampler:
    return Sampler(every_us=60 * SECOND, pings=3, patience_us=5 * SECOND)


def test_the_first_pings_of_a_slot_are_its_burst_and_the_rest_is_let_pass() -> None:
    taken = sampler()

    bursts = [burst for t in range(20) for burst in taken.add(t * SECOND, 1000 + t)]

    assert bursts == [Burst(2 * SECOND, 3, (1000, 1001, 1002))]


def test_every_slot_has_its_burst_although_the_device_drifts() -> None:
    taken = sampler()

    bursts = [
        burst
        for slot in range(100)
        for ping in range(3)
        for burst in taken.add(int((slot * 60.5 % 5999) * SECOND) + ping, 900)
    ]

    assert len(bursts) >= 99


def test_a_ping_without_echo_counts_as_ping() -> None:
    taken = sampler()

    bursts = [burst for t, echo in enumerate([900, None, 902]) for burst in taken.add(t, echo)]

    assert bursts == [Burst(2, 3, (900, 902))]


def test_a_burst_that_stays_short_is_closed_by_time() -> None:
    taken = sampler()
    taken.add(0, 900)

    assert taken.tick(4 * SECOND) == []
    assert taken.tick(6 * SECOND) == [Burst(0, 1, (900,))]
    assert taken.tick(7 * SECOND) == []


def test_a_short_burst_is_closed_by_the_next_slots_first_ping() -> None:
    taken = sampler()
    taken.add(0, 900)

    assert taken.add(60 * SECOND, 901) == [Burst(0, 1, (900,))]


def test_a_clock_that_is_set_back_does_not_silence_the_sensor() -> None:
    taken = sampler()
    for ping in range(3):
        taken.add(3600 * SECOND + ping, 900)

    bursts = [burst for ping in range(3) for burst in taken.add(ping, 901)]

    assert bursts == [Burst(2, 3, (901, 901, 901))]
