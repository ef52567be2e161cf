"""Sending to an address that someone typed: never to our own machines behind the wall."""

import ipaddress
import socket
from typing import Any, Final, cast
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from parcours.core.refusal import Refused

_PATIENCE: Final = (5, 10)  # seconds to connect, and to answer
_READ: Final = 1_000  # bytes of the answer that are kept


class PrivateAddress(Refused):
    """An address leads to a machine that is not for everyone."""


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
        found = socket.getaddrinfo(parts.hostname, None)
    except (OSError, UnicodeError):
        raise PrivateAddress(_("Nobody knows {host}.").format(host=parts.hostname)) from None
    for *_family, where in found:
        _refuse_private(str(where[0]))


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send *body*, and return the status and the beginning of the answer.

    Redirections are not followed, proxies of the environment not used.

    Raises:
        PrivateAddress: the name leads to a private network by now.
        requests.RequestException: nobody answered.
    """
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", _Guarded())
        session.mount("https://", _Guarded())
        with session.post(
            url,
            data=body,
            headers=headers,
            timeout=_PATIENCE,
            allow_redirects=False,
            stream=True,
        ) as response:
            found = next(response.iter_content(_READ), b"")
            return response.status_code, found.decode(errors="replace").replace("\0", "")


def _refuse_private(address: str) -> None:
    where = ipaddress.ip_address(address.partition("%")[0])
    where = getattr(where, "ipv4_mapped", None) or where
    if not where.is_global or where.is_multicast:
        raise PrivateAddress(
            _("{address} is in a private network: see PARCOURS_WEBHOOKS_PRIVATE.").format(
                address=where
            )
        )


def _checked(connected: socket.socket) -> socket.socket:
    """Return a connection, if it does not lead where none may: a name can change its mind."""
    if not settings.WEBHOOKS_PRIVATE:
        try:
            _refuse_private(str(connected.getpeername()[0]))
        except PrivateAddress:
            connected.close()
            raise
    return connected


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _Safe(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = cast("Any", _Plain)


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = cast("Any", _Safe)


class _Guarded(HTTPAdapter):
    """What connects only to addresses that are for everyone."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """Make connections of our kind."""
        super().init_poolmanager(*given, **named)
        manager = cast("PoolManager", self.poolmanager)
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}
