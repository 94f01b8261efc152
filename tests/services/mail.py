"""A real SMTP server on loopback with STARTTLS and a login, and a real server of webhooks."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.services.certificates import Files
from tests.services.daemon import free_port

USER, PASSWORD = "astreinte", "un mot de passe"


@dataclass
class MailServer:
    """What it took, by whom it was logged in over what, and what it is to answer."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    in_clear: list[bool] = field(default_factory=list)
    answer: Callable[[str], str] = lambda _reader: "250 OK"
    heard: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.in_clear.append(session.ssl is None)
        self.heard.set()
        return "250 taken"


def _login(
    _server: object, _session: object, _envelope: object, _how: str, told: object
) -> AuthResult:
    assert isinstance(told, LoginPassword)
    is_known = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    # Not handled: the server itself says no.
    return AuthResult(success=is_known, handled=False)


@contextmanager
def plain_mail_server() -> Iterator[MailServer]:
    """Serve mail to anybody, and offer no TLS, as if somebody between had taken the offer away."""
    server = MailServer(free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def mail_server(files: Files) -> Iterator[MailServer]:
    """Serve mail over STARTTLS to who logs in, and to nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.cert, files.key)
    server = MailServer(free_port())
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=_login,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class HookServer:
    """What was posted to it, and what it answers."""

    url: str
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    location: str = ""


@contextmanager
def hook_server() -> Iterator[HookServer]:
    """Serve an address that takes webhooks."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            hooks.posts.append((dict(self.headers.items()), self.rfile.read(length)))
            self.send_response(hooks.status)
            if hooks.location:
                self.send_header("Location", hooks.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hooks = HookServer(f"http://127.0.0.1:{server.server_port}/alarmes?de=vallee")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hooks
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
