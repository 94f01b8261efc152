"""A boot partition of Raspberry Pi OS, and the writing of a card onto it.

Theory of operation
    All files are there, and on the disk, before `cmdline.txt` is changed: only its words make a
    machine look for them. A card that was pulled out too early starts as it would have before.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from cloud.provision.card.boot_words import cloud_init_line, firstrun_line, with_serial_port
from cloud.provision.card.card import PRIVATE, Card
from cloud.provision.card.cloud_init import MARK, cloud_init
from cloud.provision.card.first_boot import claim_file
from cloud.provision.card.firstrun import firstrun
from contract.errors import BadSettings

CLAIM_FILE: Final = "vallee-claim.toml"
WHEELS: Final = "vallee-wheels"

# The claim, and what may hold the password of a wireless network; it matters where a card is not
# FAT: FAT has no modes.
_SECRETS: Final = {CLAIM_FILE, "network-config", "firstrun.sh"}
_SECRET: Final = 0o600
_OPEN: Final = 0o644


class Form(StrEnum):
    """How an image is told what to do at its first boot."""

    CLOUD_INIT = "cloud-init"
    FIRSTRUN = "firstrun"


def find_form(boot: Path) -> Form:
    """Return how the image at `boot` is told; raise BadSettings if it is none, or is taken."""
    for name in ("cmdline.txt", "config.txt"):
        if not (boot / name).is_file():
            raise BadSettings(
                f"{boot}: no boot partition of Raspberry Pi OS: it has no {name}; "
                "name the folder where the card's first partition is mounted"
            )
    form = Form.CLOUD_INIT if (boot / "user-data").is_file() else Form.FIRSTRUN
    for name in _foreign(boot):
        raise BadSettings(
            f"{boot / name}: somebody else has said there what first boot does; "
            "write the image anew, and without customisation"
        )
    return form


def write_card(boot: Path, card: Card, form: Form) -> list[Path]:
    """Write `card` onto the partition at `boot`; return what was written, in that order."""
    texts = _texts(boot, card, form)
    for name, text in texts.items():
        if PRIVATE in text:
            raise ValueError(f"{name} would hold a private key")
    written = []
    try:
        for name, text in texts.items():
            _write(boot / name, text, _SECRET if name in _SECRETS else _OPEN)
            written.append(boot / name)
    except OSError as error:
        raise BadSettings(f"{boot}: cannot be written: {error.strerror}") from None
    return written


def copy_wheels(wheels: Path, boot: Path) -> int:
    """Copy the programs as wheels onto the partition; return how many; raise BadSettings."""
    found = sorted(wheels.glob("*.whl"))
    if not any(wheel.name.startswith("smart_vallee-") for wheel in found):
        raise BadSettings(f"{wheels}: no wheel of smart-vallee is in this folder")
    try:
        shutil.rmtree(boot / WHEELS, ignore_errors=True)
        (boot / WHEELS).mkdir()
        for wheel in found:
            shutil.copyfile(wheel, boot / WHEELS / wheel.name)
    except OSError as error:
        raise BadSettings(f"{boot / WHEELS}: cannot be written: {error.strerror}") from None
    return len(found)


def _texts(boot: Path, card: Card, form: Form) -> dict[str, str]:
    line = _read(boot / "cmdline.txt")
    texts = {CLAIM_FILE: claim_file(card)}
    if form is Form.CLOUD_INIT:
        texts |= cloud_init(card)
        line = cloud_init_line(line, card)
    else:
        texts["firstrun.sh"] = firstrun(card)
        line = firstrun_line(line, card)
    if card.serial:
        texts["config.txt"] = with_serial_port(_read(boot / "config.txt"))
    return texts | {"cmdline.txt": line}


def _foreign(boot: Path) -> Iterator[str]:
    """Yield the files in which something stands that is neither ours nor the image's own."""
    for name in ("firstrun.sh", "custom.toml", "userconf.txt", "user-data"):
        if not (boot / name).is_file():
            continue
        text = _read(boot / name)
        # The image's own user-data is examples, commented.
        lines = map(str.strip, text.splitlines())
        said = any(line and not line.startswith("#") for line in lines)
        if said and MARK not in text:
            yield name


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8"
        raise BadSettings(f"{file}: cannot be read: {reason}") from None


def _write(file: Path, text: str, mode: int) -> None:
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    # Made with its mode and never changed to it: FAT has none, and refuses to be told one.
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        # FAT may know no fsync of a folder.
        with suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)
