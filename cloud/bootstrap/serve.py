"""The web application, its parts joined."""

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from cloud.bootstrap.alarms import alarms
from cloud.bootstrap.driven import field_of
from cloud.bootstrap.installing import installing
from cloud.bootstrap.ledger import days_kept
from cloud.bootstrap.page_server import page_names, serve_pages
from cloud.bootstrap.parts import directory, now_us, registry, store
from cloud.bootstrap.people import entrance
from cloud.bootstrap.weighbridge import weighbridge, weighed
from cloud.ledger.read import DAYS
from cloud.mending.desk import MendingDesk
from cloud.metrics.meters import Meters
from cloud.settings import Settings, Web
from cloud.web.alarms.desk import RegistryAlarmsDesk
from cloud.web.app import create_app
from cloud.web.desk import RegistryDesk
from cloud.web.ledger.desk import RegistryLedgerDesk
from cloud.web.letters.desk import RegistryLettersDesk
from cloud.web.letters.view import Letters
from cloud.web.measured import Requests
from cloud.web.people.view import Entrance
from cloud.web.weighbridge.desk import RegistryWeighingsDesk
from cloud.web.zone.desk import RegistryZoneDesk


def serve(settings: Settings) -> None:
    """Serve the pages until SIGINT or SIGTERM."""
    web, small = settings.web, settings.footfall.withhold_below
    with (
        registry(settings) as records,
        store(settings) as points,
        entrance(settings, records) as people,
        installing(settings) as installations,
        alarms(settings) as kept_alarms,
        weighbridge(settings) as kept_weighings,
        field_of(settings, records, people.guard) as field,
    ):
        app = create_app(
            RegistryDesk(records, points, now_us),
            RegistryZoneDesk(records, points, now_us, small),
            ledger=RegistryLedgerDesk(
                records, points, now_us, lambda: days_kept(settings, points, DAYS, now_us())
            ),
            letters=Letters(
                RegistryLettersDesk(
                    records, MendingDesk(records, points, directory(records), now_us)
                ),
                secrets.token_urlsafe(32) if _may_write(web) else None,
            ),
            people=people,
            installing=installations,
            alarms=RegistryAlarmsDesk(records, kept_alarms, now_us, lambda: _names(people)),
            weighings=RegistryWeighingsDesk(
                records, weighed(settings, records, kept_weighings), now_us
            ),
            cab=field.cab,
            dispatch=field.dispatch,
            requests=Requests(Meters(), time.monotonic),
            allowed_hosts=page_names(web),
        )
        with drawing_ahead(app.state.draw):
            serve_pages(app, web)


@contextmanager
def drawing_ahead(draw: Callable[[], None]) -> Iterator[None]:
    """Have the first page drawn beside the start; whoever asks for it finds out what is wrong."""
    with ThreadPoolExecutor(1, "first page") as beside:
        drawn = beside.submit(draw)
        yield
        drawn.cancel()


def _may_write(web: Web) -> bool:
    """Tell whether who reaches the page may mend, there being no accounts yet.

    On loopback it is who has a shell here, unless a proxy lets others in: under another name.
    """
    if web.desk_writes:
        return True
    return web.is_here and not (web.allowed_hosts or web.behind_proxy)


def _names(people: Entrance) -> dict[str, str]:
    return {one.id: one.name for one in people.desk.accounts.everyone()}
