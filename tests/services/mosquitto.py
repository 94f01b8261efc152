"""A real mosquitto of the test's own."""

from pathlib import Path

from tests.services.certificates import loopback
from tests.services.daemon import Daemon


class Mosquitto(Daemon):
    """A broker that keeps its sessions on disk, as docs and configs ask of a real one."""

    def argv(self) -> list[str]:
        config = self.folder / "mosquitto.conf"
        config.write_text(
            f"listener {self.port} 127.0.0.1\n"
            "allow_anonymous true\n"
            "persistence true\n"
            f"persistence_location {self.folder}/\n"
            "autosave_interval 1\n"
            "max_inflight_messages 1000\n"
            "max_queued_messages 100000\n"
            # Started by root it would become `mosquitto`, who may not write in our folder;
            # started by anybody else it ignores this line.
            "user root\n"
        )
        return ["-c", str(config)]


class TlsMosquitto(Mosquitto):
    """The same behind TLS, with a certificate for loopback, anew at each start."""

    ca_file: Path

    def argv(self) -> list[str]:
        files = loopback(self.folder)
        self.ca_file = files.ca
        argv = super().argv()
        with (self.folder / "mosquitto.conf").open("a") as config:
            config.write(f"certfile {files.cert}\nkeyfile {files.key}\n")
        return argv
