"""Which tests run in one process: those of a file, and those of files that share what is dear."""

from typing import Final

# xdist ships no types.
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Weeks of the valley, made once for all who look at them.
_TOGETHER: Final = {
    "tests/cloud/upkeep/": "filled",
    "tests/live/test_restore.py": "filled",
    "tests/dashboards/": "dashboards",
    "tests/flow/test_bytes_to_plan.py": "valley",
    "tests/flow/test_desk.py": "valley",
}
# Its tests are long and share nothing.
_APART: Final = "tests/docs/test_commands.py"


class Spread(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole files in their order: what a file makes for its tests is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)


def share(nodeid: str) -> str:
    """Return what a test goes with; all that go with the same run in one process."""
    file = nodeid.partition("::")[0]
    if file == _APART:
        return nodeid
    for beginning, name in _TOGETHER.items():
        if file.startswith(beginning):
            return name
    return file
