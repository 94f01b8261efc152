"""Prints the reference page of all settings, made from the settings files."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

CONFIGS: Final = Path(__file__).parents[2] / "configs"
PROGRAMS: Final = {
    "edge": ("A node", "vallee-edge run", "VALLEE_EDGE"),
    "cloud": ("The cloud", "vallee-cloud VERB", "VALLEE_CLOUD"),
    "demo": ("The demo", "vallee-demo", "VALLEE_DEMO"),
}
_TABLE: Final = re.compile(r"(?:# ?)?\[+([\w.]+)\]+")
_OPTION: Final = re.compile(r"(# ?)?([a-z_]+) = (.+)")

HEAD: Final = """\
# Settings

Made from `configs/*.toml`, which are the settings' own documentation; a test holds both to the
code. What is **set** has no default. Every option can also be set by the environment, which wins
over the file: the program's prefix, then table and key in capitals, joined by two underscores, as
in `VALLEE_CLOUD_STORE__KIND=influx`. An unknown key is an error that names those that are allowed.
Secrets are named by file and never stand in a settings file.
"""


class Option(NamedTuple):
    """One option: where it stands, its default or example, and its sentence."""

    table: str
    key: str
    value: str
    sentence: str
    is_set: bool


def page() -> str:
    """Return the page."""
    return HEAD + "".join(_program(name) for name in PROGRAMS)


def options(text: str) -> Iterator[Option]:
    """Yield the options of a settings file, each with the comment lines that stand above it."""
    table, sentence = "", list[str]()
    for line in text.splitlines():
        if match := _TABLE.fullmatch(line.split(" # ")[0].rstrip()):
            table, sentence = match[1], []
        elif match := _OPTION.fullmatch(line):
            yield Option(
                table, match[2], match[3], " ".join(sentence) or "see above", match[1] is None
            )
            sentence = []
        elif line.startswith("# "):
            sentence.append(line[2:])
        else:
            sentence = []


def _program(name: str) -> str:
    title, command, prefix = PROGRAMS[name]
    text = (CONFIGS / f"{name}.toml").read_text(encoding="utf-8")
    lines = [f"\n## {title}: `{command} --config configs/{name}.toml`, prefix `{prefix}`\n\n"]
    lines += ["| option | default | |\n", "|---|---|---|\n"]
    for one in options(text):
        where = f"{one.table}.{one.key}" if one.table else one.key
        value = "**set**" if one.is_set else f"`{one.value}`"
        lines.append(f"| `{where}` | {value} | {one.sentence.replace('|', chr(92) + '|')} |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
