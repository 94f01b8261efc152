"""What is at which address of the desk's pages, for dispatchers.

    GET  /bureau                       a day's plan, map and list; ?jour=2026-01-31
    POST /bureau/deplacer              move a container, or only ask the checker
    POST /bureau/verrou                lock or unlock a container
    POST /bureau/abandonner            back to the issued plan
    POST /bureau/publier, /envoyer     issue the plan; send it once more
    GET  /bureau/refaire               what went wrong; POST: a proposal with what it changes
    POST /bureau/refaire/publier       issue the proposal
    GET  /bureau/suivi                 deliveries, plan against actual, incidents
    POST /bureau/suivi/…               incident, clos, position
    GET  /bureau/rues, /calendrier     streets by name and date; rounds by month
    GET  /bureau/plans/DAY/…           GPX, GeoJSON and round sheets of the issued plan
    GET  /moi/positions                for a crew: when the desk looked where its truck was

The addresses for programs stand beside them, in `api`.
"""

from fastapi import FastAPI

from cloud.web.dispatch.acts import Acts
from cloud.web.dispatch.api import Dispatch
from cloud.web.dispatch.files import Files
from cloud.web.dispatch.following import Following
from cloud.web.dispatch.looked import Looked
from cloud.web.dispatch.page import load_dispatch_pages
from cloud.web.dispatch.rehearsal import Rehearsal
from cloud.web.dispatch.replanning import Replanning
from cloud.web.dispatch.shown import Gathering
from cloud.web.view import Desk
from cloud.web.words import Language

HOME = "/bureau"
MINE = "/moi/positions"


def add_dispatch_pages(
    app: FastAPI, desk: Desk, dispatch: Dispatch, languages: tuple[Language, ...]
) -> None:
    """Put the desk's pages at their addresses."""
    pages, gathering = load_dispatch_pages(languages), Gathering(desk, dispatch)
    acts = Acts(gathering, pages, languages)
    follow = Following(gathering, pages, languages)
    rehearsal = Rehearsal(dispatch.board, dispatch.rounds, dispatch.seed)
    again = Replanning(gathering, rehearsal, pages, languages)
    files, looked = Files(gathering, languages), Looked(dispatch, pages, languages)
    app.add_api_route(MINE, looked.mine, methods=["GET", "HEAD"], response_model=None)
    for path, shows in (
        ("", acts.plan),
        ("/refaire", again.ask),
        ("/suivi", follow.followed),
        ("/rues", follow.streets),
        ("/calendrier", follow.calendar),
        ("/plans/{day}/plan.geojson", files.geojson),
        ("/plans/{day}/plan.gpx", files.gpx),
        ("/plans/{day}/camions/{truck}.gpx", files.truck_gpx),
        ("/plans/{day}/feuilles.pdf", files.sheets),
        ("/plans/{day}/camions/{truck}.pdf", files.sheet),
    ):
        app.add_api_route(HOME + path, shows, methods=["GET", "HEAD"], response_model=None)
    for path, acted in (
        ("/deplacer", acts.move),
        ("/verrou", acts.lock),
        ("/abandonner", acts.give_up),
        ("/publier", acts.publish),
        ("/envoyer", acts.send),
        ("/refaire", again.propose),
        ("/refaire/publier", again.publish),
        ("/suivi/incident", follow.open_incident),
        ("/suivi/clos", follow.close_incident),
        ("/suivi/position", follow.position),
    ):
        app.add_api_route(HOME + path, acted, methods=["POST"], response_model=None)
