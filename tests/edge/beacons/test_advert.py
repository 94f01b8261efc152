"""AD structures: what is whole is taken, a lie about a length ends the walk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.beacons.advert import Advert, read_advert


def structure(kind: int, data: bytes) -> bytes:
    return bytes((len(data) + 1, kind)) + data


def test_data_is_sorted_by_who_defined_it() -> None:
    data = bytes.fromhex("020106 05ff4c001005 0516d2fc4000 0303aafe")

    assert read_advert(data) == Advert({0x004C: b"\x10\x05"}, {0xFCD2: b"\x40\x00"}, cut=False)


def test_a_length_of_zero_ends_an_advert_and_is_no_fault() -> None:
    assert read_advert(bytes.fromhex("04ff4c0010 00 ffffff")) == Advert(
        {0x004C: b"\x10"}, {}, cut=False
    )


@pytest.mark.parametrize(
    "data",
    [
        "04ff4c0010 1fff1234",  # longer than what is there
        "04ff4c0010 05",  # nothing behind the length
        "04ff4c0010 02ff12",  # no whole company id
        "04ff4c0010 0116",  # no service at all
        "04ff4c0010 ff16aafe00",  # longer than an advert can be
    ],
)
def test_what_stands_before_a_lie_is_kept(data: str) -> None:
    assert read_advert(bytes.fromhex(data)) == Advert({0x004C: b"\x10"}, {}, cut=True)


def test_of_two_structures_of_one_company_the_first_counts() -> None:
    assert read_advert(bytes.fromhex("04ff4c0010 04ff4c0012")).manufacturer == {0x004C: b"\x10"}


structures = st.lists(
    st.tuples(st.integers(0, 255), st.binary(min_size=2, max_size=27)), max_size=6
)


@given(structures)
def test_whole_structures_are_never_called_malformed(parts: list[tuple[int, bytes]]) -> None:
    advert = read_advert(b"".join(structure(kind, data) for kind, data in parts))

    told = {
        kind: [(int.from_bytes(data[:2], "little"), data[2:]) for k, data in parts if k == kind]
        for kind in (0xFF, 0x16)
    }
    assert not advert.cut
    assert advert.manufacturer == dict(reversed(told[0xFF]))
    assert advert.service == dict(reversed(told[0x16]))


@given(st.binary(max_size=255))
def test_any_bytes_are_an_advert(data: bytes) -> None:
    advert = read_advert(data)

    carried = [*advert.manufacturer.values(), *advert.service.values()]
    assert all(part in data for part in carried)
