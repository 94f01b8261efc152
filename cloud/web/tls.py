"""A server's end of TLS: its context, and a certificate that is changed while it serves."""

import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

from contract.errors import BadSettings


def serving_context() -> ssl.SSLContext:
    """Return the context of a server of ours, which has no certificate yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


class OwnCertificate:
    """The certificate and key in two files, or in one, and the context that shows them.

    Raises BadSettings, with the mend, if they cannot be shown.
    """

    def __init__(self, cert_file: Path, key_file: Path) -> None:
        self.context = serving_context()
        self._files = (cert_file, key_file)
        self._shown = (b"", b"")
        self.look()

    def look(self) -> bool:
        """Show what is in the files now; return whether it is another than before.

        Raises BadSettings if that is not to be shown; what was shown until now stays.
        """
        cert, key = found = tuple(_read(file) for file in self._files)
        if found == self._shown:
            return False
        # What was tried is what is shown: the files may be changed in between. A context that
        # takes a certificate and then refuses its key has lost both, so another one tries.
        with TemporaryDirectory() as folder:
            files = (_kept(folder, "cert.pem", cert), _kept(folder, "key.pem", key))
            try:
                serving_context().load_cert_chain(*files, password=_no_password)
                self.context.load_cert_chain(*files, password=_no_password)
            except (OSError, ValueError) as error:
                raise BadSettings(
                    f"{self._files[0]} and {self._files[1]} are no certificate and its key, as PEM"
                    " without a password"
                ) from error
        self._shown = (cert, key)
        return True


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadSettings(f"{file} cannot be read: {error.strerror}") from None


def _kept(folder: str, name: str, body: bytes) -> Path:
    # The folder is its maker's alone.
    file = Path(folder) / name
    file.write_bytes(body)
    return file


def _no_password() -> str:
    """Refuse to ask at a terminal, as OpenSSL would."""
    raise ValueError("the key has a password")
