"""A real mosquitto of the test's own."""

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
