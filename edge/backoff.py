"""How long to wait before trying again."""


def wait_s(attempt: int, first_s: float, ceiling_s: float, jitter: float) -> float:
    """Return the seconds to wait after `attempt` failures (0 is the first).

    Doubles from `first_s` up to `ceiling_s`. `jitter` in [0, 1) is drawn by the caller and takes
    off up to half, so that a thousand nodes do not come back in the same second.
    """
    full = min(ceiling_s, first_s * 2.0 ** min(attempt, 30))
    return full * (1.0 - jitter / 2.0)
