"""A real PostgreSQL of the test's own."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from tests.services.daemon import POLL_S, START_S, Daemon, DaemonDied


class Postgres(Daemon):
    """A PostgreSQL server on loopback, without passwords: it lives for one test run."""

    def __init__(self, program: Path, folder: Path) -> None:
        super().__init__(program, folder)
        # It refuses to run as root; Debian's package brings this user.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        subprocess.run(
            [
                str(program.with_name("initdb")),
                *("--pgdata", str(folder / "data"), "--username", "vallee"),
                *("--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            user=self.user,
        )

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://vallee@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one statement of our own making, by itself."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        """Start; return when it answers, which is some moments after it listens."""
        super().start()
        deadline = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DaemonDied(f"PostgreSQL listens, but does not answer: {error}") from None
                time.sleep(POLL_S)
            else:
                return

    def argv(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            # It never has to live through a power cut, and nobody copies from it.
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "autovacuum": "off",
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return ["-D", str(self.folder / "data"), *options]
