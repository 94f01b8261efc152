"""One pyproject.toml for every tool, and the commands that people type."""

import importlib
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any, Protocol

import pytest


class House(Protocol):
    root: Path


@pytest.fixture(scope="module")
def pyproject(house: House) -> dict[str, Any]:
    return tomllib.loads((house.root / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_tool_reads_the_same_python(pyproject: dict[str, Any]) -> None:
    tools = pyproject["tool"]

    assert pyproject["project"]["requires-python"] == ">=3.11"
    assert tools["ruff"]["target-version"] == "py311"
    assert tools["mypy"]["python_version"] == "3.11"


def test_every_dependency_says_how_old_it_may_be(pyproject: dict[str, Any]) -> None:
    extras = pyproject["project"]["optional-dependencies"]
    named = [
        *pyproject["project"]["dependencies"],
        *(one for some in extras.values() for one in some),
    ]

    loose = [one for one in named if not re.search("[>=]=|^smart-vallee", one)]

    assert loose == []


def test_two_extras_that_need_the_same_part_agree_on_its_age(pyproject: dict[str, Any]) -> None:
    wanted: dict[str, set[str]] = {}
    for some in pyproject["project"]["optional-dependencies"].values():
        for one in some:
            name = re.split(r"[<>=\[]", one)[0]
            if name != "smart-vallee":
                wanted.setdefault(name, set()).add(one)

    assert {name: ages for name, ages in wanted.items() if len(ages) > 1} == {}


def test_the_edge_is_light(pyproject: dict[str, Any]) -> None:
    edge = " ".join(pyproject["project"]["optional-dependencies"]["edge"])

    assert not re.search("numpy|pandas|ortools|influxdb|sqlalchemy|fastapi", edge)


def test_every_package_of_the_wheel_is_watched(house: House, pyproject: dict[str, Any]) -> None:
    packages = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert pyproject["tool"]["importlinter"]["root_packages"] == packages
    assert pyproject["tool"]["mypy"]["packages"] == [*packages, "tests"]
    assert all((house.root / package / "py.typed").exists() for package in packages)


def test_every_program_is_there(pyproject: dict[str, Any]) -> None:
    for target in pyproject["project"]["scripts"].values():
        module, _, function = target.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


def test_no_tool_has_a_second_config_file(house: House) -> None:
    second = ("ruff.toml", ".ruff.toml", "mypy.ini", ".mypy.ini", "pytest.ini", "tox.ini")
    more = ("setup.cfg", "setup.py", ".importlinter", ".coveragerc")

    assert [name for name in (*second, *more) if (house.root / name).exists()] == []


@pytest.mark.parametrize(
    "target", ["demo", "test", "format", "lint", "types", "imports", "bench", "clean", "help"]
)
def test_make_help_tells_every_command(house: House, target: str) -> None:
    told = subprocess.run(
        ["make", "help"], cwd=house.root, capture_output=True, text=True, check=True
    ).stdout

    assert re.search(rf"^make {target} +\S", told, re.MULTILINE)


def test_an_old_python_is_told_in_one_sentence(house: House, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    makefile = house.root / "Makefile"

    # In an empty folder there is no .venv yet.
    done = subprocess.run(
        ["make", "-f", makefile, ".venv/bin/python", f"PYTHON={old}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_what_people_run(house: House) -> None:
    ci = (house.root / ".ci" / "run").read_text(encoding="utf-8")

    made = {word for line in re.findall(r"\bmake ([a-z ]+)", ci) for word in line.split()}
    assert made >= {"lint", "types", "imports", "test"}
    assert "VALLEE_REQUIRE_LIVE=1 make test" in ci
