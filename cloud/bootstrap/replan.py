"""The newest plan of a day made again while it is driven: from where the trucks are now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from cloud.bootstrap.parts import local_zone, registry
from cloud.bootstrap.plan import figures, problem_of, show
from cloud.dispatch.standing import standing
from cloud.errors import NoPlan
from cloud.plan.changes import Change, changes
from cloud.plan.effort import Effort
from cloud.plan.news import News
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from cloud.plan.replan import under_way_again
from cloud.plan.route import Plan, read_plan, write_plan
from cloud.registry.driven import open_driven
from cloud.registry.registry import Registry
from cloud.registry.values import Issued
from cloud.settings import Settings

SECONDS = 4.0
"""A dispatcher on the telephone waits no longer."""

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Again:
    """A plan made again, and what it changes of the one before."""

    plan: Plan
    changes: tuple[Change, ...]


def replan(settings: Settings, day: date | None, news: News, now_us: int) -> Again:
    """Make the newest plan again and issue it; `news` without a time are of now.

    What dispatchers have decided of the day at the desk holds, as in `plan`; only a truck that has
    broken down gives away what is locked to it.

    Raises NoPlan if there is none, if the news speak of what the day does not know, or if the
    checker refuses what was found.
    """
    with registry(settings) as records:
        zone = local_zone(records)
        now = datetime.fromtimestamp(now_us / 1e6, zone)
        planned = _since_whole(records, day or now.date())
        if not planned:
            raise NoPlan(f"there is no plan of {day or now.date()} to make again")
        old = planned[-1]
        date_ = date.fromisoformat(old.day)
        midnight = datetime.combine(date_, time.min, zone)
        at_s = round((now - midnight).total_seconds()) if news.at_s is None else news.at_s
        heard = replace(news, at_s=at_s)
        asked = _asked(settings, records, date_, heard, now_us)
        left = under_way_again(asked, planned, heard)
        made = plan_day(
            left.problem,
            issued_at_us=now_us,
            # Somebody waits: the second walk would end a second or two after the first.
            effort=Effort(settings.planning.seed, ROUNDS, SECONDS, walks=1),
            start=left.tours,
            news=heard,
        )
        records.issue_plan(Issued(date_, now_us, write_plan(made), figures(made)))
    show(settings, made, zone)
    return Again(made, changes(old, made, left.done))


def _asked(settings: Settings, records: Registry, day: date, news: News, now_us: int) -> Problem:
    """Return the whole day's problem with what dispatchers have decided of it at the desk."""
    whole = problem_of(settings, records, day)
    with open_driven(settings.registry.url, lambda: now_us) as driven:
        return standing(whole, records, driven, day, news.broken)


def _since_whole(records: Registry, day: date) -> list[Plan]:
    """Return the newest plan of a whole day and those that were made of it since, in order."""
    plans: list[Plan] = []
    for issued in records.plans(day):
        plans.append(read_plan(issued.body))
        if plans[-1].news is None:
            break
    return plans[::-1]
