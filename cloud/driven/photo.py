"""Whether bytes are a photo that may be kept: a JPEG of bounded size, and nothing but a picture."""

import hashlib
import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from contract.deeds import LARGEST_PHOTO

# Any phone's sensor; more is a bomb, some bytes that become gigabytes.
LARGEST_PIXELS: Final = 50_000_000
_QUALITY: Final = 80
_START: Final = b"\xff\xd8\xff"


class NoPhoto(ValueError):
    """The bytes are no photo that may be kept; the sentence says why."""


def checked(sent: bytes, sha256: str) -> bytes:
    """Return a photo as it is kept, without position, time or name of a phone; raise NoPhoto."""
    if len(sent) > LARGEST_PHOTO:
        raise NoPhoto(f"{len(sent)} bytes are more than the {LARGEST_PHOTO} of a photo")
    if hashlib.sha256(sent).hexdigest() != sha256:
        raise NoPhoto("the bytes are not those that the address names")
    if not sent.startswith(_START):
        raise NoPhoto("this is no JPEG")
    return _bare(sent)


def _bare(sent: bytes) -> bytes:
    try:
        # Pillow warns of bombs, and here a warning is reason enough.
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(sent), formats=("JPEG",)) as opened:
                if opened.width * opened.height > LARGEST_PIXELS:
                    raise NoPhoto(f"a photo has {LARGEST_PIXELS} pixels at most")
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except NoPhoto:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        Warning,
    ):
        raise NoPhoto("this JPEG cannot be read") from None
    # Onto a new sheet: whatever else the file said stays behind.
    sheet = Image.new("RGB", upright.size)
    sheet.paste(upright)
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
