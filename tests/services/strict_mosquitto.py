"""A real mosquitto that lets in only who shows a certificate, and whose list of revoked is kept."""

from pathlib import Path

from tests.services.enroller import Ca
from tests.services.mosquitto import Mosquitto


class StrictMosquitto(Mosquitto):
    """A broker for nodes; give it `ca` before it starts, and `crl` if somebody is revoked."""

    ca: Ca
    crl: str = ""

    def argv(self) -> list[str]:
        cert_file, key_file = self.ca.serve(self.folder)
        chain = self.folder / "chain.pem"
        chain.write_text(self.ca.chain_pem)
        lines = [
            f"listener {self.port} 127.0.0.1",
            "allow_anonymous false",
            "require_certificate true",
            "use_identity_as_username true",
            "use_username_as_clientid true",
            f"cafile {chain}",
            f"certfile {cert_file}",
            f"keyfile {key_file}",
            "user root",
        ]
        if self.crl:
            (self.folder / "crl.pem").write_text(self.crl)
            lines.append(f"crlfile {self.folder / 'crl.pem'}")
        config = self.folder / "mosquitto.conf"
        config.write_text("\n".join(lines) + "\n")
        return ["-v", "-c", str(config)]

    def said(self, text: str) -> bool:
        """Tell whether the log holds `text`."""
        return text in self.log.read_text(errors="replace")


def strict(program: Path, folder: Path, ca: Ca) -> StrictMosquitto:
    """Return one that is not started yet."""
    folder.mkdir()
    broker = StrictMosquitto(program, folder)
    broker.ca = ca
    return broker
