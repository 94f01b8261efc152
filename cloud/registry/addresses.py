"""Network addresses as places that somebody knocks from."""

from ipaddress import IPv6Address, ip_address
from typing import Final

# Whoever has one IPv6 address has all of its /64.
_SUBNET_BITS: Final = 64
_LONGEST: Final = 64


def place_of(address: str) -> str:
    """Return what is one place: an IPv4 address, or the subnet of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_LONGEST]
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{int(found) >> (128 - _SUBNET_BITS):x}/{_SUBNET_BITS}"
