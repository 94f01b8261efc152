"""Identities as people write them."""

import pytest

from firmware_sim.territory import Eddystone, Fixed, IBeacon, Identity
from firmware_sim.territory.identity import read_identity

UUID = "7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (f"ibeacon:{UUID}:34114:1", IBeacon(bytes.fromhex(UUID.replace("-", "")), 34114, 1)),
        (
            "eddystone:5a1e0c7b2d9f4e6a8b3c:0000000000AF",
            Eddystone(bytes.fromhex("5a1e0c7b2d9f4e6a8b3c"), b"\0\0\0\0\0\xaf"),
        ),
        ("address:C4:11:22:33:44:5f", Fixed(b"\xc4\x11\x22\x33\x44\x5f")),
    ],
)
def test_each_of_the_three_forms_is_read(text: str, identity: Identity) -> None:
    assert read_identity(text) == identity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "altbeacon:1:2",
        f"ibeacon:{UUID}:65536:1",
        f"ibeacon:{UUID}:1",
        f"ibeacon:{UUID.replace('-', '')}0000:1:1",
        "eddystone:5a1e:000000000002",
        "address:C4-11-22-33-44-55",
        "address:",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not ibeacon:|is no address such as"):
        read_identity(text)
