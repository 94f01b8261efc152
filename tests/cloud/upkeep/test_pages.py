"""What the pages on servers and backups tell people to type works, and what they name is there."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["set-up-a-server", "back-up-and-restore"])
def test_what_a_page_says_to_type_works_in_this_order(name: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")
    typed = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    program = tmp_path / "bin" / "vallee-cloud"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{RUN}" "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", typed],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(paths),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr + done.stdout


RUN = "from cloud.cli import main; main()"


@pytest.mark.parametrize("page", ["docs/why/threats.md"])
def test_every_test_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    named = re.findall(r"`(tests/[\w/.]+)`", text)

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
