"""What people write of a beacon, and the bytes that it sends."""

import pytest

from edge.beacons.identity import read_address, read_identity


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (
            "ibeacon:7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01:34114:1",
            "7e3f2c105d4a4b8e9a612f0c8b1d4e0185420001",
        ),
        ("eddystone:5A1E0C7B2D9F4E6A8B3C:000000000002", "5a1e0c7b2d9f4e6a8b3c000000000002"),
        ("address:A4:c1:38:34:11:04", "a4c138341104"),
    ],
)
def test_an_identity_is_the_bytes_on_the_air(text: str, identity: str) -> None:
    assert read_identity(text).hex() == identity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01",
        "ibeacon:7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01:65536:1",
        "ibeacon:7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01:1",
        "ibeacon:7e3f2c105d4a4b8e9a612f0c8b1d4e01:1:1",
        "eddystone:5a1e0c7b2d9f4e6a8b3c:00000002",
        "eddystone:5a1e0c7b2d9f4e6a8b3g:000000000002",
        "altbeacon:5a",
    ],
)
def test_an_identity_that_is_spelled_wrongly_is_told_how(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no identity; write ibeacon:UUID:MAJOR:MINOR"):
        read_identity(text)


@pytest.mark.parametrize(
    "text", ["", "A4:C1:38:34:11", "A4-C1-38-34-11-04", "A4:C1:38:34:11:04\n", "A4:C1:38:34:11:0G"]
)
def test_an_address_that_is_spelled_wrongly_is_told_how(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no Bluetooth address; write AA:BB:CC:DD:EE:FF"):
        read_address(text)
    with pytest.raises(ValueError, match="is no Bluetooth address"):
        read_identity(f"address:{text}")
