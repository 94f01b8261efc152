"""AD structures, of which an advert is made: length, type, data."""

from typing import Final

MOST: Final = 31
_FLAGS, _SERVICES, _NAME, _SERVICE_DATA, _MANUFACTURER = 0x01, 0x03, 0x09, 0x16, 0xFF


def advert(*structures: bytes) -> bytes:
    """Join structures; raise ValueError when they do not fit into one advert."""
    data = b"".join(structures)
    if len(data) > MOST:
        raise ValueError(f"{len(data)} bytes do not fit into an advert of {MOST}")
    return data


def flags(bits: int = 0x06) -> bytes:
    """Return the flags; 0x06 is general discovery without classic Bluetooth."""
    return _structure(_FLAGS, bytes((bits,)))


def services(uuid16: int) -> bytes:
    """Return the list of services of a thing that has one."""
    return _structure(_SERVICES, uuid16.to_bytes(2, "little"))


def service_data(uuid16: int, data: bytes) -> bytes:
    """Return what a service says."""
    return _structure(_SERVICE_DATA, uuid16.to_bytes(2, "little") + data)


def manufacturer(company: int, data: bytes) -> bytes:
    """Return what a maker's software says."""
    return _structure(_MANUFACTURER, company.to_bytes(2, "little") + data)


def local_name(name: str) -> bytes:
    """Return the name that people see when they look for devices."""
    return _structure(_NAME, name.encode())


def _structure(kind: int, data: bytes) -> bytes:
    return bytes((len(data) + 1, kind)) + data
