"""The ways an invitation goes out, by channel. A new channel is a new entry here."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from parcours.core.refusal import Refused
from parcours.listen.domain.surveys import mailing
from parcours.listen.models import Sending

Send = Callable[[Sending, str], None]

_FOR_GOOD: Final = 500
"""The first reply code of SMTP that trying again does not change."""


class NotSent(Refused):
    """It certainly did not go out; trying again later may help."""


class Refusing(NotSent):
    """It did not go out and never will: what it says or who sends it is refused."""


class Bounced(NotSent):
    """It did not go out: nobody is at this address."""


class Doubtful(Refused):
    """Nobody knows whether it went out."""


@contextmanager
def email() -> Iterator[Send]:
    """Give what sends invitations by mail, over one connection to the server.

    Raises:
        NotSent, Bounced, Refusing, Doubtful: what became of it.
    """
    connection = get_connection()
    try:
        yield lambda sending, address: _mail(connection, sending, address)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


SENDERS: Final = {"email": email}


def _mail(connection: BaseEmailBackend, sending: Sending, address: str) -> None:
    mail = mailing.message(sending.invitation, address, reminder=sending.reminder)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_said(error)) from error
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refused(Bounced, code, words) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _refused(Refusing, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        # The line may have broken before or after the server took it.
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
        raise Doubtful(_said(error)) from error


def _refused(for_good: type[NotSent], code: int, words: bytes | str) -> NotSent:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return (for_good if code >= _FOR_GOOD else NotSent)(f"{code} {said}")


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
