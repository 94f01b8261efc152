"""One person who may look at all that people work with, and the link that lets him in."""

from typing import Final

from demo.answers import Plan
from demo.stack import Stack
from demo.stage import Stage
from demo.view import Screen

WHO: Final = "demo"
_LINK: Final = "people-link"


def open_door(stage: Stage, stack: Stack, screen: Screen, plan: Plan) -> None:
    """Let one person in: he plans at the desk, drives the first round, and hangs up nodes."""
    driven = next((route.truck for route in plan.routes if route.stops), None)
    with screen.step("people") as said:
        stack.run("people-add", stage.commands.add_person(WHO, driven))
        link = stack.run(_LINK, stage.commands.link(WHO, stage.web.address)).decode().strip()
        # It lets in whoever has it: it is shown, and kept nowhere.
        (stage.logs / f"{_LINK}.out").unlink(missing_ok=True)
        said.append("desk, crew's page, installer's page: sign in once by this link")
    screen.link(link)
