"""Alarms by e-mail: the one file that knows SMTP."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from cloud.alarms.errors import Undelivered
from cloud.registry.values import Message
from cloud.settings import Alarms
from contract.config import read_secret
from contract.errors import BadSettings

WAIT_S: Final = 20.0
# From here on the server is well, and does not like this message or its reader.
_REFUSED: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


@dataclass(frozen=True, slots=True)
class Mail:
    """The way to one mail address, over the server that the settings name."""

    wishes: Alarms

    @property
    def server(self) -> str:
        """The mail server."""
        return f"smtp:{self.wishes.smtp_host}:{self.wishes.smtp_port}"

    def send(self, message: Message, now_us: int) -> None:  # noqa: ARG002 - the port's signature
        """Hand a message over; raise Undelivered."""
        try:
            link = self._link()
        except (OSError, smtplib.SMTPException, BadSettings) as error:
            raise Undelivered(f"the mail server {self.server}: {_short(error)}") from None
        try:
            link.send_message(letter(message, self.wishes.sender))
        except (OSError, smtplib.SMTPException) as error:
            only_this = isinstance(error, _REFUSED)
            raise Undelivered(f"mail: {_short(error)}", only_this=only_this) from None
        finally:
            # It has taken the message, or it has not: how it says good-bye changes neither.
            with suppress(OSError, smtplib.SMTPException):
                link.quit()

    def _link(self) -> smtplib.SMTP:
        wishes = self.wishes
        if wishes.smtp_security == "none":
            return self._logged_in(smtplib.SMTP(wishes.smtp_host, wishes.smtp_port, timeout=WAIT_S))
        trust = ssl.create_default_context(cafile=wishes.ca_file)
        if wishes.smtp_security == "tls":
            return self._logged_in(
                smtplib.SMTP_SSL(wishes.smtp_host, wishes.smtp_port, timeout=WAIT_S, context=trust)
            )
        link = smtplib.SMTP(wishes.smtp_host, wishes.smtp_port, timeout=WAIT_S)
        try:
            link.starttls(context=trust)
        except BaseException:
            link.close()
            raise
        return self._logged_in(link)

    def _logged_in(self, link: smtplib.SMTP) -> smtplib.SMTP:
        wishes = self.wishes
        if wishes.username is not None:
            try:
                secret = read_secret(wishes.password_file) if wishes.password_file else ""
                link.login(wishes.username, secret)
            except BaseException:
                link.close()
                raise
        return link


def letter(message: Message, sender: str) -> EmailMessage:
    """Return a message as mail: the same bytes each time, under a name that stays."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = " ".join(message.content["subject"].split())
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.made_us // 1_000_000, UTC))
    domain = sender.rpartition("@")[2]
    mail["Message-ID"] = f"<vallee-{message.key}@{domain}>"
    if thread := message.content.get("thread"):
        # What is said of one alarm stands together at the reader's.
        mail["References"] = f"<vallee-{thread}@{domain}>"
    # No out-of-office answer to this.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Vallee-Alarm"] = str(message.alarm or message.event.value)
    mail.set_content(message.content["text"])
    return mail


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
