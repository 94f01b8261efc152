"""What a container needs: the value that planning knows of forecasting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One container on the eve of a planning day.

    Attributes:
        container: its id in the registry.
        as_of_us: time of the newest reading used, µs since 1970 UTC; None if there is none.
        fill_ratio: smoothed fill now, 1.0 = the full line; None if not known.
        fill_at_visit: expected fill when a truck may come, at the planning day's shift start.
        load_kg: expected weight then.
        load_spread_kg: one standard deviation of it.
        p_overflow_if_left: probability of being full before the *next* chance, the shift start
            of the collection day after the planned one.
        overflows_at_us: when the expected fill reaches 1.0; None if not within the horizon.
        emptied_at_us: the newest emptying found; None if none was.
        trouble: None, or why the figures are weak: "silent" (no reading for too long),
            "stuck" (does not move), "short" (too little history).
    """

    container: str
    as_of_us: int | None
    fill_ratio: float | None
    fill_at_visit: float
    load_kg: int
    load_spread_kg: int
    p_overflow_if_left: float
    overflows_at_us: int | None
    emptied_at_us: int | None
    trouble: str | None = None
