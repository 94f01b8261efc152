import pytest

from cloud.provision.tries import MOST, TooManyTries, Tries


def fail(tries: Tries, address: str, times: int = MOST, at_us: int = 0) -> None:
    for _ in range(times):
        tries.failed(address, at_us)


def test_nine_failures_are_not_ten() -> None:
    tries = Tries()

    fail(tries, "192.0.2.1", MOST - 1)

    tries.check("192.0.2.1", 1)


def test_who_fails_slowly_is_let_in() -> None:
    tries = Tries()
    for n in range(100):
        tries.check("192.0.2.1", n * 7_000_000)
        tries.failed("192.0.2.1", n * 7_000_000)


@pytest.mark.parametrize(
    ("failed", "asks"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff"),
        ("nowhere", "nowhere"),
    ],
)
def test_one_place_has_one_count(failed: str, asks: str) -> None:
    tries = Tries()
    fail(tries, failed)

    with pytest.raises(TooManyTries) as caught:
        tries.check(asks, 59_999_999)

    assert caught.value.again
    tries.check(asks, 60_000_000)


@pytest.mark.parametrize("other", ["192.0.2.2", "2001:db8:0:1::1"])
def test_others_are_not_hindered(other: str) -> None:
    tries = Tries()
    fail(tries, "192.0.2.1")
    fail(tries, "2001:db8::1")

    tries.check(other, 1)


def test_a_flood_of_addresses_costs_bounded_memory() -> None:
    tries = Tries()
    for number in range(20_001):
        tries.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", number)

    assert len(tries._failed) == 20_000  # noqa: SLF001 - what is bounded is not seen otherwise
