"""The web application on uvicorn."""

import uvicorn

from cloud.bootstrap.parts import now_us, registry, store
from cloud.settings import Settings
from cloud.web.app import create_app
from cloud.web.desk import RegistryDesk
from cloud.web.zone.desk import RegistryZoneDesk


def serve(settings: Settings) -> None:
    """Serve the pages until SIGINT or SIGTERM."""
    web, small = settings.web, settings.footfall.withhold_below
    with registry(settings) as records, store(settings) as points:
        app = create_app(
            RegistryDesk(records, points, now_us),
            RegistryZoneDesk(records, points, now_us, small),
            allowed_hosts=web.allowed_hosts,
        )
        uvicorn.run(app, host=web.host, port=web.port, log_level="warning", server_header=False)
