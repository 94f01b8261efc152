"""Becomes the program named after it, bound to die with its parent.

    python leash.py PARENT_PID PROGRAM ARGUMENT…

A parent that is killed with SIGKILL cannot end its children; on Linux the kernel does it. The
wish is made between fork and exec by this small program, since code run there inside a parent
that has threads may deadlock. It imports nothing of ours: it is started as a file.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask the kernel for it, then exec; the program keeps the wish."""
    parent, program, *arguments = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != int(parent):
            # It died before the kernel heard of our wish.
            sys.exit(1)
    os.execv(program, [program, *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
