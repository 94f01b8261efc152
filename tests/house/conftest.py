"""The repository as the tests of the house see it."""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGES = ("contract", "edge", "cloud", "firmware_sim", "demo", "dashboards")


@dataclass(frozen=True)
class House:
    """Where it stands, and what is in it."""

    root: Path

    def modules(self) -> list[Path]:
        """Return every Python file of the packages, relative to the root."""
        return sorted(
            file.relative_to(self.root)
            for package in PACKAGES
            for file in (self.root / package).rglob("*.py")
        )

    def tree(self, module: Path) -> ast.Module:
        return ast.parse((self.root / module).read_text(encoding="utf-8"))

    def files(self) -> list[Path]:
        """Return every file that git has, or would take, relative to the root."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        names = sorted(Path(name) for name in listed.split("\0") if name)
        return [name for name in names if (self.root / name).is_file()]


@pytest.fixture(scope="session")
def house() -> House:
    return House(Path(__file__).parents[2])
