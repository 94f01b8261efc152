"""Requests to an InfluxDB server: the only door to influxdb-client."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from cloud.errors import StoreDown
from cloud.store import influxql
from contract.errors import BadSettings

NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = (401, 403)

Query = list[tuple[str, str]]


class NotDone(Exception):
    """The server answered, and not with a 2xx."""

    def __init__(self, status: int, body: bytes, phrase: str) -> None:
        self.status = status
        # InfluxDB's own words; None if it was somebody else who answered.
        self.said = influxql.reason(body)
        super().__init__(f"HTTP {status}: {self.said or phrase or 'no reason given'}")


class InfluxServer:
    """One server and who we are to it; any thread may use it.

    `login` is USER:PASSWORD of 1.x, `token` that of 2.x; empty if the server asks for none.
    """

    def __init__(
        self, url: str, *, token: str, login: str, timeout_s: float, ca_file: Path | None
    ) -> None:
        # Scheme, host and port, never what else may stand in an address.
        self.place: Final = _place(url)
        self._client: Any = InfluxDBClient(
            url,
            token=login or token,
            auth_basic=bool(login),
            timeout=round(timeout_s * 1000),
            ssl_ca_cert=None if ca_file is None else str(ca_file),
        )

    def call(
        self, method: str, path: str, query: Query, body: bytes | Mapping[str, object] = b""
    ) -> bytes:
        """Send one request; raise NotDone for any answer but a 2xx, StoreDown if there is none."""
        # The client itself writes JSON out of a dict, and of nothing else.
        kind = "text/plain" if isinstance(body, bytes) else "application/json"
        try:
            response = self._client.api_client.call_api(
                path,
                method,
                query_params=query,
                header_params={"Content-Type": f"{kind}; charset=utf-8"},
                body=body,
                _preload_content=False,
                _return_http_data_only=True,
            )
            return bytes(response.data)
        except ApiException as error:
            said = error.body if isinstance(error.body, bytes) else b""
            raise NotDone(error.status, said, error.reason or "") from error
        except HTTPError as error:
            raise StoreDown(f"{self.place} cannot be reached: {error}") from error

    def down(self, error: NotDone, database: str) -> StoreDown:
        """Return what an answer means that is about the request and not about the points."""
        if error.status in _NOT_ALLOWED:
            what = "it refuses us: check the token, or the username and password"
        elif error.status == NOT_FOUND:
            what = f"it knows no database or bucket {database}: make it, or check the version"
        else:
            what = "it could not do what was asked"
        return StoreDown(f"{self.place}: {what} ({error})")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _place(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        if parts.scheme in {"http", "https"} and parts.hostname:
            return f"{parts.scheme}://{parts.hostname}{port}"
    except ValueError:
        pass
    raise BadSettings("the InfluxDB URL must look like http://host:8086")
