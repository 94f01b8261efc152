"""How long the breaks of a shift are at the least, for who cannot place them."""

from cloud.plan.law.course import Course
from cloud.plan.law.crew import Crew
from cloud.plan.law.rules import Rules


def breaks_s(rules: Rules, driving_s: int, work_s: int, starts_s: int, ends_s: int) -> int:
    """Return a lower bound of the breaks in a shift with so much driving and work, all told.

    `work_s` holds the driving and what is known of the waiting; the shift would end at `ends_s`
    without breaks. Breaks count for each other, so the longest demand is the bound.
    """
    owed = [_times(work_s, rule.limit_s) * rule.break_s for rule in rules.work]
    if rules.driving:
        owed.append(_times(driving_s, rules.driving.limit_s) * rules.driving.whole_s)
    if rules.lunch and starts_s < rules.lunch.until_s < ends_s:
        owed.append(rules.lunch.lasts_s)
    return max(owed, default=0)


def bound_s(rules: Rules, course: Course, crew: Crew) -> int:
    """Return when a crew ends its shift at the soonest."""
    ends_s, owed_s = course.length_s + crew.lag_s, 0
    for rule, by in zip(rules.work, crew.work_by, strict=True):
        owed_s = max(
            owed_s, _times(course.length_s - by + rule.limit_s, rule.limit_s) * rule.break_s
        )
    if rules.driving and course.driving_s > crew.driven_by:
        rule_d = rules.driving
        left_s = course.driving_s - crew.driven_by + rule_d.limit_s
        # The parts make up the whole, so that a first part spares no more than it cost.
        spared_s = rule_d.whole_s - rule_d.second_s if crew.begun else 0
        owed_s = max(owed_s, _times(left_s, rule_d.limit_s) * rule_d.whole_s - spared_s)
    if rules.lunch and not crew.fed and ends_s > rules.lunch.until_s:
        owed_s = max(owed_s, rules.lunch.lasts_s)
    return ends_s + owed_s


def _times(lasts_s: int, limit_s: int) -> int:
    """Return how many breaks part so much into stretches within a limit."""
    return max(0, (lasts_s - 1) // limit_s)
