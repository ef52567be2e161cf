"""One reader of announcements per process, and the open pages it tells."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Final

from django.db import connection

from parcours.ledger.models import Announcement
from parcours.site.changes import Changes
from parcours.site.live.tail import Tail

_log = logging.getLogger(__name__)
_LOOK_EVERY: Final = 0.5  # seconds, where nothing is heard
_MOST_UNREAD: Final = 1_000

Wanted = Callable[[str], bool]


class Listener:
    """An open page: what it has not read yet of what it wants to hear."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._unread: asyncio.Queue[Announcement | None] = asyncio.Queue(_MOST_UNREAD)

    def tell(self, news: Iterable[Announcement]) -> None:
        """Keep what the page wants of *news*. One that reads too slowly has to come back."""
        for each in news:
            if self._unread.full():
                self.dismiss()
                return
            if self._wanted(each.topic):
                self._unread.put_nowait(each)

    def dismiss(self) -> None:
        """Make the page come back: it says what it heard last, and misses nothing."""
        while not self._unread.empty():
            self._unread.get_nowait()
        self._unread.put_nowait(None)

    async def next(self) -> Announcement | None:
        """Return the next announcement, null where the page has to come back."""
        return await self._unread.get()


class Hub:
    """Tells every open page of a process what is announced anywhere."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._stopping = threading.Event()
        self._is_reading = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.last = 0

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start to read, in a thread, and return once it does."""
        self._loop = loop
        self._stopping.clear()
        self._is_reading.clear()
        self._thread = threading.Thread(target=self._read, name="live", daemon=True)
        self._thread.start()
        self._is_reading.wait(5)

    def stop(self) -> None:
        """Stop reading."""
        self._stopping.set()
        self._thread.join(5)

    def listen(self, wanted: Wanted) -> Listener:
        """Return a new listener. Whatever is committed from now on reaches it."""
        listener = Listener(wanted)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        self._listeners.discard(listener)

    def _read(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow()
            except Exception:  # noqa: BLE001 - whatever happens, it goes on
                _log.exception("announcements cannot be read; trying again")
                self._stopping.wait(1)
            finally:
                connection.close()

    def _follow(self) -> None:
        changes = Changes("announcement")
        try:
            tail = Tail()
            self.last = tail.last
            # After the database was away pages come back, and say what they heard last.
            self._soon(self._dismiss)
            self._is_reading.set()
            while not self._stopping.is_set():
                if news := tail.news():
                    self.last = tail.last
                    self._soon(self._tell, news)
                changes.wait(_LOOK_EVERY)
        finally:
            changes.close()

    def _soon(self, act: Callable[..., None], *given: object) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act, *given)

    def _tell(self, news: list[Announcement]) -> None:
        for listener in self._listeners:
            listener.tell(news)

    def _dismiss(self) -> None:
        for listener in self._listeners:
            listener.dismiss()
