"""A person's device, as far as an address and a company's messages tell."""

import pytest

from edge.beacons.presence import continuity, is_private
from edge.beacons.sort import Sort
from edge.reports import PUBLIC, RANDOM


@pytest.mark.parametrize(
    ("kind", "first", "private"),
    [
        (RANDOM, 0x00, True),  # not resolvable
        (RANDOM, 0x3F, True),
        (RANDOM, 0x40, True),  # resolvable
        (RANDOM, 0x7F, True),
        (RANDOM, 0x80, False),  # reserved
        (RANDOM, 0xBF, False),
        (RANDOM, 0xC0, False),  # static
        (RANDOM, 0xFF, False),
        (PUBLIC, 0x40, False),
        (7, 0x40, False),
    ],
)
def test_only_an_address_that_changes_by_itself_is_private(
    kind: int, first: int, *, private: bool
) -> None:
    assert is_private(kind, bytes((first, 0x11, 0x22, 0x33, 0x44, 0x55))) is private


@pytest.mark.parametrize(
    ("messages", "sort"),
    [
        ("1005031c8e2f3a", Sort.PERSON),
        ("0f05a0336aa5f1 1002 5b0c", Sort.PERSON),  # another message before it
        ("0c0e00a1b2c3d4e5f60718293a4b5c5d", Sort.PERSON),
        ("0719011020758f340000000000000000000000000000000000000000", None),  # earbuds
        ("0631 0011223344556677", None),  # HomeKit packs more into its length
        ("1219100011", Sort.THING),
        ("10", None),
        ("", None),
    ],
)
def test_apples_messages_tell_who_sends_them(messages: str, sort: Sort | None) -> None:
    assert continuity(bytes.fromhex(messages)) is sort
