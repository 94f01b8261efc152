"""Who sits at the command line."""

import getpass


def name_of(told: str | None) -> str:
    """Return the name that was told, else that of who is logged in."""
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return "unknown"
