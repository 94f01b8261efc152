"""Bytes as a person may read them, whatever they are."""

from typing import Final

_LINE: Final = 16
_PRINTABLE: Final = range(0x20, 0x7F)


def hexdump(payload: bytes) -> list[str]:
    """Return `payload` as lines of offset, bytes in hexadecimal, and what of them is ASCII."""
    lines = []
    for at in range(0, len(payload), _LINE):
        part = payload[at : at + _LINE]
        shown = "".join(chr(byte) if byte in _PRINTABLE else "." for byte in part)
        lines.append(f"{at:06x}  {part.hex(' '):<{3 * _LINE - 1}}  {shown}")
    return lines


def plain_text(payload: bytes) -> str | None:
    """Return `payload` as text if it is printable text and nothing else; else None."""
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return (
        text if text.strip() and all(one.isprintable() or one in "\n\t" for one in text) else None
    )
