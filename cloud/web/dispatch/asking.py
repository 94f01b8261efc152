"""What the desk's addresses are asked for: days, names, numbers, each refused in one sentence."""

import re
from datetime import date

from fastapi import Request

from cloud.web.operations import Asked, Unfit


def text_in(request: Request, asked: Asked, otherwise: str | None = None) -> str:
    """Return a parameter; raise Unfit if it is missing or not as it should be."""
    given = request.path_params if asked.place == "path" else request.query_params
    told = given.get(asked.name, otherwise)
    # Twice the same parameter is two questions.
    twice = asked.place == "query" and len(request.query_params.getlist(asked.name)) > 1
    if told is None or twice or re.fullmatch(asked.pattern, str(told)) is None:
        raise Unfit(400, f"{asked.name} is not as it should be: {asked.about}")
    return str(told)


def day_in(request: Request, asked: Asked) -> date:
    """Return the day that a parameter names; raise Unfit if it names none."""
    return must_be_day(text_in(request, asked))


def must_be_day(told: str) -> date:
    """Return a day; raise Unfit if there is none of this date."""
    try:
        if not told.isascii():
            raise ValueError
        return date.fromisoformat(told)
    except ValueError:
        raise Unfit(400, f"there is no day {told}; write it as 2026-01-31") from None
