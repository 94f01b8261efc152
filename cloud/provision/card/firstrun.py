"""First boot as a script that systemd is told to run by the kernel's command line, on Bookworm."""

import hashlib
import shlex
from itertools import count
from typing import Final

from cloud.provision.card.card import Card
from cloud.provision.card.cloud_init import MARK
from cloud.provision.card.first_boot import CardFile, FirstBoot, first_boot
from cloud.provision.card.wifi import FILE, key_file

# A script that fails is run again at the next start, rather than the machine being switched off,
# which is what systemd would do.
RUN: Final = (
    "systemd.run=/boot/firmware/firstrun.sh",
    "systemd.run_success_action=reboot",
    "systemd.run_failure_action=reboot",
    "systemd.unit=kernel-command-line.target",
)

_HEAD: Final = """\
#!/bin/bash
# {mark} for {node}. Holds no claim and no key; it goes when it is done.
# VALLEE_ROOT is for trying it elsewhere than on a node.
set -euo pipefail
ROOT="${{VALLEE_ROOT:-}}"

put() {{ # PATH MODE, and the text on standard input; a power cut leaves the old file or the new one
    mkdir -p "$ROOT$(dirname "$1")"
    (umask 077 && cat >"$ROOT$1.vallee")
    chmod "$2" "$ROOT$1.vallee"
    mv "$ROOT$1.vallee" "$ROOT$1"
}}
"""

_TAIL: Final = """
sync
VALLEE_ROOT="$ROOT" "$ROOT"{script}

# Done: never again. The order matters to a power cut: without the words nobody looks for the file.
sed -i -e 's/ systemd\\.run[^ ]*//g' -e 's/ systemd\\.unit=kernel-command-line\\.target//g' \\
    "$ROOT/boot/firmware/cmdline.txt"
sync
rm -f "$ROOT/boot/firmware/firstrun.sh"
sync
"""


def firstrun(card: Card) -> str:
    """Return the text of `firstrun.sh`."""
    boot = first_boot(card)
    network = (CardFile(FILE, 0o600, key_file(card.wifi)),) if card.wifi else ()
    return script(FirstBoot(boot.node, (*network, *boot.files), boot.script))


def script(boot: FirstBoot) -> str:
    """Return what must happen at first boot as a script for bash."""
    head = _HEAD.format(mark=MARK, node=boot.node)
    tail = _TAIL.format(script=shlex.quote(boot.script))
    return head + "".join(map(_put, boot.files)) + tail


def _put(file: CardFile) -> str:
    if not file.text.endswith("\n") or "\0" in file.text:
        raise ValueError(f"{file.path}: a here-document ends with a line end, and holds no zero")
    end = _delimiter(file.text)
    return f"\nput {shlex.quote(file.path)} {file.mode:04o} <<'{end}'\n{file.text}{end}\n"


def _delimiter(text: str) -> str:
    """Return a word that is no line of `text`: else the rest of it would be commands."""
    lines = set(text.split("\n"))
    if "VALLEE_END" not in lines:
        return "VALLEE_END"
    for number in count():
        word = f"VALLEE_{hashlib.sha256(f'{number}{text}'.encode()).hexdigest()[:16]}"
        if word not in lines:
            return word
    raise AssertionError
