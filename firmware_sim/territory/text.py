"""A file's text, and what is wrong with a value of it, in one sentence."""

from pathlib import Path

import msgspec

from firmware_sim.errors import BadTerritory


def text_of(file: Path) -> str:
    """Return the text of `file`, or raise BadTerritory."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise BadTerritory(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadTerritory(f"{file}: is not UTF-8") from None


def sentence(error: msgspec.ValidationError) -> str:
    """Turn `Expected … - at `$.models[0].depth_mm`` into `models[0].depth_mm: expected …`."""
    what, _, where = str(error).partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what[0].lower()}{what[1:]}" if key else f"{what[0].lower()}{what[1:]}"
