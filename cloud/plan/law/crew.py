"""A crew on its way through a shift, as the search for its breaks sees it."""

from typing import NamedTuple


class Break(NamedTuple):
    """A break of a shift.

    Attributes:
        at: the work done before it.
        visit: the next one to serve.
        after_wait_s: how long the crew waits at the door first.
        lasts_s: how long it rests.
    """

    at: int
    visit: int
    after_wait_s: int
    lasts_s: int


class Crew(NamedTuple):
    """A crew after a break, or at the start.

    Attributes:
        at: the work done.
        visit: the next one to serve.
        lag_s: how far the clock is ahead of the work.
        late_s: the lag up to which its break could still be made longer.
        driven_by: up to what driving of the course it may drive.
        begun: whether the first part of a driving break is taken.
        work_by: for each work rule, up to what work of the course it may work.
        fed: whether no lunch is owed.
        bound_s: the shift cannot end before.
        rested: whether a break just ended: another one here would be the same one.
        came: the crew before, how much longer its break became, and the break that ended.
    """

    at: int
    visit: int
    lag_s: int
    late_s: int
    driven_by: int
    begun: bool
    work_by: tuple[int, ...]
    fed: bool
    bound_s: int
    rested: bool
    came: "tuple[Crew, int, Break] | None"

    def stands_for(self, other: "Crew", *, may_wait: bool) -> bool:
        """Tell whether it is behind another at the same point and of the same kind in nothing.

        Crews are of one kind only if they are alike in `begun` and `fed`: a first part taken is no
        mere gain, since the next break then ends the reckoning sooner. Where crews may wait, the
        sooner one must be able to spend the difference as a break.
        """
        return (
            self.lag_s <= other.lag_s
            and self.driven_by >= other.driven_by
            and (not may_wait or self.late_s >= other.late_s)
            and all(a >= b for a, b in zip(self.work_by, other.work_by, strict=True))
        )

    def breaks(self, longer_s: int) -> tuple[Break, ...]:
        """Return the breaks that led here, in their order, the last one longer by so much."""
        crew, taken = self, []
        while crew.came:
            crew, before_s, rest = crew.came
            taken.append(rest._replace(lasts_s=rest.lasts_s + longer_s))
            longer_s = before_s
        return tuple(reversed(taken))


class Pause(NamedTuple):
    """Where and when a crew may rest.

    Attributes:
        at: the work done.
        visit: the next one to serve.
        now_s: the instant.
        since_s: when the rest begins; before now only if it was under way at the start.
        at_door: whether the next thing is a service that has windows.
        late_s: the lag up to which the break before could be made longer.
        waited_s: how long the crew has waited since that break.
        longer_s: how much longer that break has become instead of a wait.
    """

    at: int
    visit: int
    now_s: int
    since_s: int
    at_door: bool
    late_s: int
    waited_s: int
    longer_s: int
