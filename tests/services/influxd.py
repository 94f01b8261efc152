"""A real influxd 1.x of the test's own."""

import urllib.parse
import urllib.request

from tests.services.daemon import Daemon


class Influxd(Daemon):
    """An InfluxDB 1.x server; every one of its listeners is on loopback.

    Attributes:
        max_body: how large a request may be; it counts from the next start.
    """

    max_body = 25_000_000
    _login = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def require_login(self, username: str, password: str) -> None:
        """Make an administrator, and start again as a server that lets nobody else in."""
        secret = password.replace("\\", "\\\\").replace("'", "\\'")
        statement = f"CREATE USER \"{username}\" WITH PASSWORD '{secret}' WITH ALL PRIVILEGES"
        body = urllib.parse.urlencode({"q": statement}).encode()
        urllib.request.urlopen(f"{self.url}/query", body).close()  # noqa: S310 - our own server
        self.stop()
        self._login = True
        self.start()

    def argv(self) -> list[str]:
        config = self.folder / "influxdb.conf"
        config.write_text(
            "reporting-disabled = true\n"
            # The backup and restore port: any free one, but never on all interfaces.
            'bind-address = "127.0.0.1:0"\n'
            f'[meta]\ndir = "{self.folder}/meta"\n'
            f'[data]\ndir = "{self.folder}/data"\nwal-dir = "{self.folder}/wal"\n'
            "query-log-enabled = false\n"
            f'[http]\nbind-address = "127.0.0.1:{self.port}"\nlog-enabled = false\n'
            f"auth-enabled = {str(self._login).lower()}\nmax-body-size = {self.max_body}\n"
            "[monitor]\nstore-enabled = false\n"
            "[subscriber]\nenabled = false\n"
            "[continuous_queries]\nenabled = false\n"
            "[retention]\nenabled = false\n"
            "[shard-precreation]\nenabled = false\n"
        )
        return ["-config", str(config)]
