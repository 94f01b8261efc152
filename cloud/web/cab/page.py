"""The document of the crew's app, which is the same for everybody: the rest is on the phone."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from cloud.web.cab.assets import HOME, Assets
from cloud.web.install.page import POLICY
from cloud.web.words import Language, Words

# A photo comes from the phone's own camera program, which needs no leave of ours.
PERMISSIONS: Final = "camera=(), geolocation=(self), microphone=()"


@dataclass(frozen=True, slots=True)
class CabPage:
    """The shell of the app and the manifest that lets a phone install it."""

    environment: Environment
    assets: Assets
    sign_out: str
    about_me: str

    def shell(self, language: Language) -> Response:
        """Return the document, in which the scripts then draw."""
        text = self.environment.get_template("cab/shell.html").render(
            w=Words(language, ZoneInfo("UTC")), page=self, home=HOME, assets=self.assets
        )
        headers = {
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Content-Security-Policy": POLICY,
            "Permissions-Policy": PERMISSIONS,
            # By this the worker knows whether it has the files that belong to it.
            "X-Release": self.assets.release,
        }
        return HTMLResponse(text, headers=headers)

    def manifest(self, language: Language) -> Response:
        """Return what a phone needs to put the app among its programs."""
        words = Words(language, ZoneInfo("UTC"))
        told = {
            "id": HOME,
            "name": f"{words.say('cab.title')} · Smart Vallée",
            "short_name": words.say("cab.title"),
            "lang": language,
            "start_url": HOME,
            "scope": HOME,
            "display": "standalone",
            "background_color": "#0e1417",
            "theme_color": "#0b5f5c",
            "icons": [
                {
                    "src": self.assets.path("icon.svg"),
                    "type": "image/svg+xml",
                    "sizes": "any",
                    # All that is drawn stands within the circle that a phone may cut out.
                    "purpose": "any maskable",
                }
            ],
        }
        return Response(msgspec.json.encode(told), media_type="application/manifest+json")


def load_page(assets: Assets, sign_out: str, about_me: str) -> CabPage:
    """Read the template; the addresses are where a stay ends, and what is known of me."""
    environment = Environment(
        loader=PackageLoader("cloud.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return CabPage(environment, assets, sign_out, about_me)
