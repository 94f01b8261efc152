"""Whether the kernel holds its clock for synchronised."""

import ctypes
from typing import Final

# linux/timex.h: struct timex begins with `modes` and four longs, then `status`.
_MODES_ARE_READ_ONLY: Final = 0
_STA_UNSYNC: Final = 0x40
# More than struct timex has on any Linux.
_REST_BYTES: Final = 512


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * _REST_BYTES),
    )


def is_synchronised() -> bool:
    """Return the kernel's flag: set by a time service, cleared whenever somebody sets the time.

    It is cleared, too, when the service has had no server for about nine hours.
    """
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (AttributeError, OSError):
        # No Linux: nobody to ask.
        return False
    state = _Timex(modes=_MODES_ARE_READ_ONLY)
    return adjtimex(ctypes.byref(state)) >= 0 and not state.status & _STA_UNSYNC
