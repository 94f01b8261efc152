"""Any text as YAML reads it back: a block where a person should be able to read it, else quoted."""

from typing import Final

# What YAML calls printable and reads as it is inside double quotes, apart from ASCII.
_PLAIN: Final = ((0xA1, 0x2027), (0x202A, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD))
_SHORT: Final = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\0": r"\0"}
_BYTE: Final = 0xFF
_TWO_BYTES: Final = 0xFFFF


def quoted(text: str) -> str:
    """Return `text` between double quotes, everything doubtful escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def block(text: str, indent: int) -> str:
    """Return `text` as a literal block after a key whose own line is indented by `indent`.

    What a block would not give back unchanged comes out quoted.
    """
    if not _fits_a_block(text):
        return quoted(text)
    margin = " " * (indent + 2)
    return "|\n" + "\n".join(margin + line if line else "" for line in text[:-1].split("\n"))


def _fits_a_block(text: str) -> bool:
    one_end = text.endswith("\n") and not text.endswith("\n\n")
    plain = all(char == "\n" or _is_plain(char) for char in text)
    return one_end and plain and text[0] not in " \n"


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if _is_plain(char):
        return char
    number = ord(char)
    if number <= _BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= _TWO_BYTES else f"\\U{number:08x}"


def _is_plain(char: str) -> bool:
    return " " <= char <= "~" or any(low <= ord(char) <= high for low, high in _PLAIN)
