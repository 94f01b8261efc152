"""Plans that would have differed, had all been known then: noted, never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from cloud.registry import tables
from cloud.registry.local import begins_us

# A reason names so many days, and counts the rest.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class PlanMark:
    """Why a plan would have been another one, and since when that is known."""

    plan: int
    day: date
    issued_at_us: int
    at_us: int
    reason: str


def mark(
    connection: Connection,
    changed: Sequence[tuple[str, date]],
    history_days: int,
    zone: ZoneInfo,
    now_us: int,
) -> int:
    """Mark the plans that rest on a day that has changed; return how many.

    A plan rests on the days up to its own that had begun when it was issued, and of those on
    the last `history_days`.
    """
    rows = []
    table = tables.plans
    for plan in connection.execute(select(table.c.id, table.c.day, table.c.issued_at_us)):
        first_us = plan.issued_at_us - history_days * 86_400_000_000
        used = [
            (container, day)
            for container, day in changed
            if day <= plan.day and first_us <= begins_us(day, zone) <= plan.issued_at_us
        ]
        if used:
            rows.append({"plan": plan.id, "at_us": now_us, "reason": _reason(used)})
    if rows:
        connection.execute(insert(tables.plan_marks), rows)
    return len(rows)


def listed(connection: Connection, limit: int) -> list[PlanMark]:
    """Read at most `limit` marks, the newest first."""
    marks, plans = tables.plan_marks, tables.plans
    columns = (marks.c.plan, plans.c.day, plans.c.issued_at_us, marks.c.at_us, marks.c.reason)
    query = (
        select(*columns)
        .join(plans, plans.c.id == marks.c.plan)
        .order_by(marks.c.id.desc())
        .limit(limit)
    )
    return [PlanMark(*row) for row in connection.execute(query)]


def _reason(used: Sequence[tuple[str, date]]) -> str:
    named = ", ".join(f"{container} on {day}" for container, day in used[:_NAMED])
    more = f" and {len(used) - _NAMED} more" if len(used) > _NAMED else ""
    return f"known otherwise since: {named}{more}"
