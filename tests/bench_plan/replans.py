"""Plans made again at nine, after something went wrong: how long, and what changes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from cloud.plan.changes import changes
from cloud.plan.effort import Effort
from cloud.plan.news import News
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from cloud.plan.replan import FROZEN, under_way
from cloud.plan.route import Plan, Route
from tests.bench_plan.apart import Job, Took, each
from tests.bench_plan.judge import Verdict, judged
from tests.bench_plan.page import rows, say
from tests.bench_plan.sizes import ENDLESS, working
from tests.bench_plan.towns import Town, town

NINE_S: Final = 9 * 3600
LATE_S: Final = 45 * 60
ALARMS: Final = 3
PLANNED_S: Final = 20.0
AGAIN: Final = Effort(1, 3, 4.0, walks=1)
WANTED_S: Final = 5.0
TOWN: Final = Town(300, 300, 6, rules=working())
HEAD: Final = f"""\
## Made again at nine

A plan of {TOWN.containers} containers and {TOWN.trucks} trucks is under way when news come in;
`under_way` and `plan_day`, at most {AGAIN.rounds} rounds or {AGAIN.seconds:.0f} s. Seconds by the
clock from the news to the checked plan, starting two processes included. *Moved* are containers
that another truck lifts now.
"""


@dataclass(frozen=True, slots=True)
class Again:
    """A plan made again.

    Attributes:
        open: containers that were still to be lifted.
        calm: whether each truck's next stops are those it had read.
    """

    name: str
    seconds: float
    open: int
    moved: int
    added: int
    dropped: int
    calm: bool
    verdict: Verdict


def replans(share: float) -> Took[list[Again]]:
    """Plan a day, and then again for each kind of news."""
    seconds = max(4.0, share * PLANNED_S)
    job = Job("plans made again", partial(_all, seconds), 2)
    return next(each([job], 1))[1]


def written(found: Took[list[Again]]) -> str:
    """Return the table, and what is late or restless."""
    heads = ["news", "seconds", "still open", "moved", "added", "dropped", "next two stops kept"]
    body = [
        [
            one.name,
            f"{one.seconds:.1f}",
            *map(str, (one.open, one.moved, one.added, one.dropped)),
            "yes" if one.calm else "**no**",
        ]
        for one in found.result
    ]
    missed = [line for one in found.result for line in _missed(one)]
    words = "\n".join(missed) or f"All within {WANTED_S:.0f} s, and legal."
    spent = f"CPU seconds of this table: {found.cpu_s:.0f}.\n"
    return "\n\n".join([HEAD.strip(), rows(heads, body), words, spent])


def _all(seconds: float) -> list[Again]:
    day = _waiting(town(TOWN))
    plan = plan_day(day, issued_at_us=0, effort=Effort(1, ENDLESS, seconds))
    shut = replace(day, travels=town(replace(TOWN, closed=True)).travels)
    cases = [(day, name, news) for name, news in _news(plan)]
    cases.insert(-1, (shut, "the main street closed", News()))
    return [_again(now, plan, name, news) for now, name, news in cases]


def _waiting(day: Problem) -> Problem:
    """Return the day with some containers that nobody would lift: alarms come from them."""
    may = [one.container for one in day.pickups if not one.must][:ALARMS]
    pickups = (replace(one, prize_ueur=0) if one.container in may else one for one in day.pickups)
    return replace(day, pickups=tuple(pickups))


def _news(plan: Plan) -> list[tuple[str, News]]:
    to_come = {
        route.truck: [one for one in route.containers if one.leave_s > NINE_S]
        for route in plan.routes
    }
    busy = max(to_come, key=lambda truck: len(to_come[truck]))
    left = frozenset(one.container for one in plan.left[:ALARMS])
    some = frozenset(one.ref for one in to_come[busy][4:7])
    return [
        ("nothing at all", News()),
        (f"{busy} breaks down", News(broken=frozenset({busy}))),
        (f"{len(left)} alarms among what was left", News(alarms=left)),
        ("three containers out of reach", News(closed=some)),
        (f"{busy} {LATE_S // 60} minutes late", News(late_s={busy: LATE_S})),
    ]


def _again(day: Problem, plan: Plan, name: str, news: News) -> Again:
    begun_s = time.perf_counter()
    now = under_way(day, plan, news, NINE_S)
    new = plan_day(now.problem, issued_at_us=1, effort=AGAIN, start=now.tours)
    seconds = time.perf_counter() - begun_s
    what = [one.what for one in changes(plan, new, now.done)]
    old = {route.truck: route for route in plan.routes}
    calm = all(
        _ahead(old[route.truck], NINE_S - news.late_s.get(route.truck, 0), news.closed)
        == [stop.ref for stop in route.duties[1:-1]][:FROZEN]
        for route in new.routes
        if any(stop.leave_s <= NINE_S for stop in old[route.truck].duties[1:])
    )
    say(f"{name}: {seconds:.1f} s, {what.count('moved')} moved")
    return Again(
        name,
        seconds,
        len(now.problem.pickups),
        what.count("moved"),
        what.count("added"),
        what.count("dropped"),
        calm,
        judged(now.problem, new),
    )


def _ahead(route: Route, at_s: int, closed: frozenset[str]) -> list[str]:
    """Return the next stops of a route at an instant, but those out of reach."""
    ahead = [stop.ref for stop in route.duties[1:-1] if stop.leave_s > at_s][:FROZEN]
    return [ref for ref in ahead if ref not in closed]


def _missed(one: Again) -> Sequence[str]:
    late = [f"- {one.name}: {one.seconds:.1f} s."] if one.seconds > WANTED_S else []
    wrong = [f"- {one.name}: {', '.join(one.verdict.faults[:3])}."] if one.verdict.faults else []
    return [*late, *wrong]
