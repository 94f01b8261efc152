"""What the pages do without until somebody asks for it is not loaded at their start."""

import subprocess
import sys

import pytest

# What each weighs beside the rest, in MB: measured by RSS, one after the other.
SELDOM = {
    "ortools": 20,
    "scipy.optimize": 20,
    "fpdf": 20,
    "pyhanko": 30,
    "pandas": 30,
    "matplotlib": 30,
}


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """Give the names of all that the start of the pages loads."""
    told = "import sys, cloud.bootstrap.serve; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return frozenset(run.stdout.split())


@pytest.mark.parametrize("name", SELDOM)
def test_the_pages_load_what_is_needed_seldom_when_it_is_needed(
    loaded: frozenset[str], name: str
) -> None:
    assert "cloud.bootstrap.serve" in loaded
    assert name not in loaded
