"""How a plan's distances were found, in the reader's language."""

import re
from typing import Final

from cloud.plan.route import Plan
from cloud.web.words import Words

_CROW: Final = re.compile(r"crow flight [x×] (\d+(?:\.\d+)?)(?: at (\d+(?:\.\d+)?) km/h)?")


def travelled(plan: Plan, words: Words) -> str:
    """Say how distances were found; a number of ours is written the reader's way."""
    if plan.exact_roads:
        return words.say("roads", travel=plan.travel)
    crow = _CROW.fullmatch(plan.travel)
    if crow is None:
        return words.say("crow.bare", travel=plan.travel)
    factor = words.number(float(crow[1]), 2)
    if crow[2] is None:
        return words.say("crow", factor=factor)
    return words.say("crow.speed", factor=factor, speed=words.number(float(crow[2])))
