"""Sending to an address that someone typed: never to our own machines behind the wall."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.people.domain import outward
from parcours.people.domain.outward import LeadsInside

_PATIENCE: Final = (5, 10)  # seconds to connect, and to answer
_READ: Final = 1_000  # bytes of the answer that are kept


class PrivateAddress(Refused):
    """An address leads to a machine that is not for everyone."""

    @classmethod
    def of(cls, led: LeadsInside) -> "PrivateAddress":
        """Return it in words."""
        return cls(
            _("{address} is in a private network: see PARCOURS_WEBHOOKS_PRIVATE.").format(
                address=led.address
            )
        )


def allow(url: str) -> None:
    """Let an address pass that leads out.

    Raises:
        PrivateAddress: it is none, or leads to a private network.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PrivateAddress(_("An address begins with https://."))
    if settings.WEBHOOKS_PRIVATE:
        return
    try:
        outward.check(parts.hostname)
    except OSError:
        raise PrivateAddress(_("Nobody knows {host}.").format(host=parts.hostname)) from None
    except LeadsInside as led:
        raise PrivateAddress.of(led) from None


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send *body*, and return the status and the beginning of the answer.

    Redirections are not followed, proxies of the environment not used.

    Raises:
        PrivateAddress: the name leads to a private network by now.
        requests.RequestException: nobody answered.
    """
    try:
        with (
            outward.session(is_outward=not settings.WEBHOOKS_PRIVATE) as session,
            session.post(
                url,
                data=body,
                headers=headers,
                timeout=_PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            found = next(response.iter_content(_READ), b"")
            return response.status_code, found.decode(errors="replace").replace("\0", "")
    except LeadsInside as led:
        raise PrivateAddress.of(led) from None
