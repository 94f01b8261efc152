"""The document of the installer's page: the same for everybody, the rest is on the phone."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from cloud.web.headers import sealed
from cloud.web.install.assets import HOME, Assets
from cloud.web.words import Language, Words

# Nothing inline and nothing from outside; a photo is shown from the phone's own memory.
POLICY: Final = sealed(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
# The worker fetches the page and its files, and does nothing else.
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'"
# The only page that needs either.
PERMISSIONS: Final = "camera=(self), geolocation=(self), microphone=()"


@dataclass(frozen=True, slots=True)
class InstallPage:
    """The shell of the page and the manifest that lets a phone install it."""

    environment: Environment
    assets: Assets
    sign_out: str

    def shell(self, language: Language) -> Response:
        """Return the document, in which the scripts then draw."""
        text = self.environment.get_template("install/shell.html").render(
            w=Words(language, ZoneInfo("UTC")), assets=self.assets, sign_out=self.sign_out
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
        """Return what a phone needs to put the page among its programs."""
        words = Words(language, ZoneInfo("UTC"))
        told = {
            "id": HOME,
            "name": f"{words.say('install.title')} · Smart Vallée",
            "short_name": words.say("install.short"),
            "lang": language,
            "start_url": HOME,
            "scope": HOME,
            "display": "standalone",
            "background_color": "#f5f6f3",
            "theme_color": "#0b5f5c",
            "icons": [self._icon("icon.svg", "any"), self._icon("icon-maskable.svg", "maskable")],
        }
        return Response(msgspec.json.encode(told), media_type="application/manifest+json")

    def _icon(self, name: str, purpose: str) -> dict[str, str]:
        return {
            "src": self.assets.path(name),
            "type": "image/svg+xml",
            "sizes": "any",
            "purpose": purpose,
        }


def load_page(assets: Assets, sign_out: str) -> InstallPage:
    """Read the template of the shell; `sign_out` is the address that ends a stay."""
    environment = Environment(
        loader=PackageLoader("cloud.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return InstallPage(environment, assets, sign_out)
