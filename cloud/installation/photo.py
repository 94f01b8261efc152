"""A photo as it is kept: a JPEG of bounded size that says nothing but what is to be seen on it."""

import hashlib
import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

# What a phone sends is 2 to 6 MB; more is no photo of a container.
LARGEST_BYTES: Final = 12 << 20
# Any phone's sensor; more is a bomb, some bytes that become gigabytes.
LARGEST_PIXELS: Final = 120_000_000
KEPT_BYTES: Final = 300_000
# A label 10 cm wide is to be read from 2 m away.
LONGEST_SIDE: Final = 1600
_QUALITIES: Final = (82, 72, 60, 48, 36)


def kept(raw: bytes) -> bytes | None:
    """Return the photo as it is kept, without position, time or name of a phone; None: it is none.

    At most KEPT_BYTES; made smaller until it is.
    """
    if len(raw) > LARGEST_BYTES:
        return None
    picture = _picture(raw)
    while picture is not None:
        for quality in _QUALITIES:
            if len(jpeg := _jpeg(picture, quality)) <= KEPT_BYTES:
                return jpeg
        picture = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))
    return None


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _picture(raw: bytes) -> Image.Image | None:
    try:
        # Pillow warns of bombs, and here a warning is reason enough.
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(raw), formats=("JPEG",)) as opened:
                if opened.width * opened.height > LARGEST_PIXELS:
                    return None
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        Warning,
    ):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    # Onto a new sheet: whatever else the file said stays behind.
    sheet = Image.new("RGB", picture.size)
    sheet.paste(picture)
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()
