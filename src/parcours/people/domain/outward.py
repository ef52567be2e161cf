"""Requests to an address that someone typed: never to our own machines behind the wall."""

import ipaddress
import socket
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager


class LeadsInside(Exception):
    """A name leads to a machine that is not for everyone: its ``address``."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def check(host: str) -> None:
    """Let a name pass of which every address is for everyone.

    It may lead elsewhere a moment later: only an `outward` session is sure.

    Raises:
        LeadsInside: one is not.
        OSError: nobody knows the name.
    """
    try:
        found = socket.getaddrinfo(host, None)
    except UnicodeError as error:
        raise OSError(str(error)) from None
    for *_family, where in found:
        _check(str(where[0]))


def session(*, is_outward: bool) -> requests.Session:
    """Return a session that uses neither proxies nor passwords of the environment.

    Args:
        is_outward: whether it sends nothing before it knows that whom it reached is for
            everyone, whatever was said of the name before; else `LeadsInside` is raised.
    """
    made = requests.Session()
    made.trust_env = False
    if is_outward:
        made.mount("http://", _Guarded())
        made.mount("https://", _Guarded())
    return made


def _check(address: str) -> None:
    where = ipaddress.ip_address(address.partition("%")[0])
    where = getattr(where, "ipv4_mapped", None) or where
    if not where.is_global or where.is_multicast:
        raise LeadsInside(str(where))


def _checked(connected: socket.socket) -> socket.socket:
    try:
        _check(str(connected.getpeername()[0]))
    except LeadsInside:
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
