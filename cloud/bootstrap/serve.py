"""The web application on uvicorn."""

import secrets
import time
from ipaddress import ip_address

import uvicorn

from cloud.bootstrap.ledger import days_kept
from cloud.bootstrap.parts import directory, now_us, registry, store
from cloud.ledger.read import DAYS
from cloud.mending.desk import MendingDesk
from cloud.metrics.meters import Meters
from cloud.settings import Settings, Web
from cloud.web.app import create_app
from cloud.web.desk import RegistryDesk
from cloud.web.ledger.desk import RegistryLedgerDesk
from cloud.web.letters.desk import RegistryLettersDesk
from cloud.web.letters.view import Letters
from cloud.web.measured import Requests
from cloud.web.zone.desk import RegistryZoneDesk


def serve(settings: Settings) -> None:
    """Serve the pages until SIGINT or SIGTERM."""
    web, small = settings.web, settings.footfall.withhold_below
    with registry(settings) as records, store(settings) as points:
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
            requests=Requests(Meters(), time.monotonic),
            allowed_hosts=web.allowed_hosts,
        )
        uvicorn.run(app, host=web.host, port=web.port, log_level="warning", server_header=False)


def _may_write(web: Web) -> bool:
    """Tell whether who reaches the page may mend, there being no accounts yet.

    On loopback it is who has a shell here, unless a proxy lets others in: under another name.
    """
    if web.desk_writes:
        return True
    try:
        is_here = web.host == "localhost" or ip_address(web.host).is_loopback
    except ValueError:
        return False
    return is_here and not web.allowed_hosts
