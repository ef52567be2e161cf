"""Listening to /live from a test, as a browser does."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from parcours.people.models import Member


def cookie_of(member: Member) -> str:
    """Return the session cookie of a member who signs in."""
    client = Client()
    client.force_login(member)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


class Ear:
    """An open stream: its status, and each announcement as it comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.status = 0
        self.last_id = ""

    @classmethod
    async def open(cls, server: str, query: str = "", **headers: str) -> "Ear":
        """Ask for /live, and wait for the answer's head."""
        parts = urlsplit(server)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        lines = [f"GET /live{query} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        ear = cls(reader, writer)
        head = await reader.readuntil(b"\r\n\r\n")
        ear.status = int(head.split()[1])
        return ear

    async def hear(self, seconds: float = 10) -> dict[str, Any]:
        """Return the next announcement."""
        async with asyncio.timeout(seconds):
            while True:
                for said in self._read(await self._reader.readline()):
                    return said

    async def ready(self) -> "Ear":
        """Wait until the stream has said from where it goes on."""
        async with asyncio.timeout(10):
            while not (await self._reader.readline()).startswith(b"retry:"):
                pass
        return self

    def _read(self, line: bytes) -> Iterator[dict[str, Any]]:
        field, _colon, value = line.decode().strip().partition(": ")
        if field == "id":
            self.last_id = value
        if field == "data":
            yield json.loads(value)

    async def close(self) -> None:
        """Leave, as a tab that is closed."""
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
