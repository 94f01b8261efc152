"""Adverts that others recorded or computed, where the data folder is there."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Vectors = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def vectors() -> Vectors:
    beside = Path(__file__).parents[4] / "shared" / "data"
    folder = Path(os.environ.get("VALLEE_DATA", beside)) / "vectors" / "ble"

    def read(name: str) -> list[dict[str, Any]]:
        file = folder / f"{name}.json"
        if not file.exists():
            pytest.skip(f"the vectors {name} are not here; set VALLEE_DATA to the data folder")
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["vectors"]
        return found

    return read
