"""A shift as one road of work: how far along it each visit lies, and where a limit ends."""

from bisect import bisect_right

from cloud.plan.law.timetable import Visit


class Course:
    """The visits of a shift by the seconds of driving and service that lie before them.

    Attributes:
        visits: in their order.
        reached: for each, the work done when its door is reached.
        done: for each, the work done after its service.
        driven: for each, the driving done when its door is reached.
        windowed: the indices of those that have windows.
        last_windowed: the last of them, or -1.
        length_s: all the work of the shift.
        driving_s: all its driving.
    """

    def __init__(self, visits: tuple[Visit, ...]) -> None:
        self.visits = visits
        self.reached: list[int] = []
        self.done: list[int] = []
        self.driven: list[int] = []
        self.windowed: list[int] = []
        work_s = driving_s = 0
        for index, visit in enumerate(visits):
            driving_s += visit.drive_s
            work_s += visit.drive_s
            self.driven.append(driving_s)
            self.reached.append(work_s)
            work_s += visit.service_s
            self.done.append(work_s)
            if visit.windows:
                self.windowed.append(index)
        self.last_windowed = self.windowed[-1] if self.windowed else -1
        self.length_s = work_s
        self.driving_s = driving_s

    def driven_at(self, at: int, visit: int) -> int:
        """Return the driving done where the work is `at`, on the way to a visit or at its door."""
        return self.driven[visit] - self.reached[visit] + at

    def last_stop(self, work_by: int, driven_by: int) -> tuple[int, int] | None:
        """Return the last point where a break keeps within two limits; None if none is needed.

        It is on the road, after a service or before one, never inside.
        """
        count = len(self.visits)
        visit = bisect_right(self.done, work_by)
        point = (min(work_by, self.reached[visit]), visit) if visit < count else None
        visit = bisect_right(self.driven, driven_by)
        if visit < count:
            other = (self.reached[visit] - self.driven[visit] + driven_by, visit)
            return other if point is None else min(point, other)
        return point


def opening(visit: Visit, at_s: int) -> int | None:
    """Return the first instant from `at_s` on at which a visit can be served; None if none is."""
    if not visit.windows:
        return at_s
    for window in visit.windows:
        begin_s = max(window.opens_s, at_s)
        if begin_s + visit.service_s <= window.closes_s:
            return begin_s
    return None


def closing(visit: Visit, begin_s: int) -> int:
    """Return until when a visit that has windows and begins at an instant could be done."""
    return next(w.closes_s for w in visit.windows if begin_s + visit.service_s <= w.closes_s)
