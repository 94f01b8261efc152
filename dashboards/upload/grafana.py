"""A Grafana over its HTTP API: the only door to grafana-api.

Everything is named by uid: numbers differ from one Grafana to the next, and Grafana 13 no longer
finds data sources by them. What grafana-api has no method for goes through its low-level client.
"""

import io
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from grafana_api.grafana_api import GrafanaClientError, GrafanaException
from grafana_api.grafana_face import GrafanaFace
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from contract.errors import BadSettings
from dashboards.errors import GrafanaDown, GrafanaRefused

TIMEOUT_S: Final = 30.0

# A Grafana that is just starting refuses connections for some seconds: 0, 1, 2, 4 s between tries.
RETRIES: Final = 4
FIRST_WAIT_S: Final = 0.5

_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = (401, 403)

Json = dict[str, object]


class Grafana:
    """One organisation of a Grafana server, as the owner of a token sees it.

    Methods raise GrafanaDown if there is no answer, and GrafanaRefused if it is a no.
    """

    def __init__(self, url: str, token: str, wait_s: float = FIRST_WAIT_S) -> None:
        """Remember where Grafana is; nothing is sent yet. `wait_s` grows from try to try."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadSettings("--url must look like https://grafana.example.org/prefix")
        prefix = parts.path.strip("/")
        self._place = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        self._face: Any = GrafanaFace(
            auth=token,
            host=parts.hostname,
            port=parts.port,
            protocol=parts.scheme,
            url_path_prefix=f"{prefix}/" if prefix else "",
            timeout=TIMEOUT_S,
        )
        session: requests.Session = self._face.api.s
        session.hooks["response"].append(_never_empty)
        # All that we send may be sent twice: each request sets a state that it names.
        retry = Retry(
            total=RETRIES,
            backoff_factor=wait_s,
            status_forcelist=(502, 503, 504),
            allowed_methods=None,
            raise_on_status=False,
        )
        session.mount(f"{parts.scheme}://", HTTPAdapter(max_retries=retry))

    def put_folder(self, uid: str, title: str) -> None:
        """Make the folder, or give it its title."""
        face = self._face
        found = self._found(f"folder {uid}", lambda: face.folder.get_folder(uid))
        if found is None:
            made = {"uid": uid, "title": title}
            self._do(f"folder {uid}", lambda: face.api.POST("/folders", json=made))
        elif found.get("title") != title:
            self._do(f"folder {uid}", lambda: face.folder.update_folder(uid, title, overwrite=True))

    def put_source(self, source: Json) -> None:
        """Make the data source of this uid, or replace it."""
        api, uid = self._face.api, source["uid"]
        where, what = f"/datasources/uid/{uid}", f"data source {uid}"
        if self._found(what, lambda: api.GET(where)) is None:
            self._do(what, lambda: self._face.datasource.create_datasource(source))
        else:
            self._do(what, lambda: api.PUT(where, json=source))

    def put_dashboard(self, board: Json, folder: str, message: str) -> int:
        """Make or replace the dashboard of this uid in `folder`; return its version there.

        One that is the same already is left alone: Grafana makes a version of every save.
        """
        what, face = f"dashboard {board['uid']}", self._face
        found = self._found(what, lambda: face.dashboard.get_dashboard(board["uid"]))
        if found is not None and _same(found, board, folder):
            return self._version(found["dashboard"], what)
        wanted = {
            "dashboard": {**board, "id": None},
            "folderUid": folder,
            "overwrite": True,
            "message": message,
        }
        return self._version(self._do(what, lambda: face.dashboard.update_dashboard(wanted)), what)

    def put_rules(self, folder: str, group: Json) -> None:
        """Make or replace a group of alert rules, which people may go on editing in Grafana."""
        where = f"/v1/provisioning/folder/{folder}/rule-groups/{group['title']}"
        headers = {"X-Disable-Provenance": "true"}
        self._do("alert rules", lambda: self._face.api.PUT(where, json=group, headers=headers))

    def _version(self, said: object, what: str) -> int:
        version = said.get("version") if isinstance(said, dict) else None
        if not isinstance(version, int):
            raise GrafanaRefused(f"{self._place} does not answer as Grafana does about {what}")
        return version

    def _found(self, what: str, call: Callable[[], object]) -> Json | None:
        try:
            return self._do(what, call)
        except GrafanaRefused as error:
            cause = error.__cause__
            if isinstance(cause, GrafanaClientError) and cause.status_code == _NOT_FOUND:
                return None
            raise

    def _do(self, what: str, call: Callable[[], object]) -> Json:
        try:
            said = call()
        except GrafanaException as error:
            raise GrafanaRefused(self._no(what, error)) from error
        except requests.exceptions.JSONDecodeError as error:
            raise GrafanaRefused(f"{self._place} answers about {what}, but not in JSON") from error
        except requests.RequestException as error:
            raise GrafanaDown(f"Grafana at {self._place} cannot be reached: {error}") from error
        except TypeError as error:
            # grafana-api stumbles over a proxy's page of text that holds the word "message".
            raise GrafanaRefused(f"a proxy before {self._place} refuses {what}") from error
        if not isinstance(said, dict):
            raise GrafanaRefused(f"{self._place} does not answer as Grafana does about {what}")
        return said

    def _no(self, what: str, error: GrafanaException) -> str:
        status, said = error.status_code, error.response
        if status in _NOT_ALLOWED:
            why = "the token may not; it takes a service account's of role Admin"
        elif status == _NOT_FOUND:
            why = "there is no such address; check --url and its prefix"
        else:
            why = str(said.get("message", "")) if isinstance(said, dict) else ""
        return (
            f"Grafana at {self._place} refuses {what} (HTTP {status}): {why or 'no reason given'}"
        )


def _same(found: Json, board: Json, folder: str) -> bool:
    """Tell whether a dashboard is kept as `board` in `folder`, but for Grafana's own numbers."""
    kept, meta = found.get("dashboard"), found.get("meta")
    if not isinstance(kept, dict) or not isinstance(meta, dict):
        return False
    own = {"id": None, "version": None}
    return {**kept, **own} == {**board, **own} and meta.get("folderUid") == folder


def _never_empty(response: requests.Response, *_: object, **__: object) -> requests.Response:
    """Give an empty body as `{}`: grafana-api reads JSON out of every answer."""
    if response.content:
        return response
    full = requests.Response()
    full.status_code, full.url, full.request = response.status_code, response.url, response.request
    full.headers = response.headers
    full.raw = io.BytesIO(b"{}")
    return full
