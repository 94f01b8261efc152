"""Where the built files lie that come with the package."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent

JSON: Final = _HERE / "json"
RULES: Final = _HERE / "provisioning" / "alerting" / "vallee.yaml"


def dashboards(folder: Path = JSON) -> dict[str, bytes]:
    """Return the dashboards of `folder` by file name, in its order."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.json"))}


def write(files: Mapping[Path, str]) -> None:
    """Write each file, and the folders it needs."""
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def differing(files: Mapping[Path, str]) -> list[Path]:
    """Return the files that are missing or hold another text, and dashboards that nobody built."""
    wrong = [file for file, text in files.items() if not file.exists() or _text(file) != text]
    folders = {file.parent for file in files if file.suffix == ".json"}
    strays = {file for folder in folders for file in folder.glob("*.json")} - files.keys()
    return sorted([*wrong, *strays])


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
