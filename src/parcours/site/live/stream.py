"""``/live``: the stream of announcements of one open browser, in the event loop."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from datetime import timedelta
from importlib import import_module
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from parcours.ledger.models import Announcement
from parcours.people.models import Member
from parcours.site.live.hub import Hub
from parcours.site.live.topics import heard_by

T = TypeVar("T")

_LONGEST: Final = 600.0  # seconds; then the browser comes back, and its rights are read again
_RETRY: Final = 1_000  # milliseconds
_OVERLAP: Final = 200
_LATEST: Final = timedelta(seconds=30)
_MOST: Final = 2_000
_OLDEST: Final = timedelta(hours=1)


class Live:
    """Answers ``/live`` for members: session and role are read once, in the pool of pages."""

    def __init__(self, hub: Hub, pool: Executor) -> None:
        self._hub = hub
        self._pool = pool

    async def __call__(self, request: Request) -> Response:
        cookie = request.cookies.get(settings.SESSION_COOKIE_NAME, "")
        member = await self._in_pool(lambda: member_of(cookie))
        if member is None:
            return PlainTextResponse("Not Found", status_code=404)
        topics = [each for each in request.query_params.get("topics", "").split(",") if each]
        return EventSourceResponse(
            self._said(request, heard_by(member, topics)), headers={"Cache-Control": "no-cache"}
        )

    async def _said(
        self, request: Request, hears: Callable[[str], bool]
    ) -> AsyncIterator[ServerSentEvent]:
        listener = self._hub.listen(hears)
        try:
            last, told = self._hub.last, set()
            for each in await self._in_pool(lambda: missed(request)):
                if hears(each.topic):
                    told.add(each.pk)
                    yield written(each)
            # Who hears nothing for long still knows from where to go on.
            yield ServerSentEvent(id=str(last), retry=_RETRY)
            async with asyncio.timeout(_LONGEST):
                while (new := await listener.next()) is not None:
                    if new.pk not in told:
                        yield written(new)
        except TimeoutError:
            return
        finally:
            self._hub.leave(listener)

    async def _in_pool(self, read: Callable[[], T]) -> T:
        def with_connection() -> T:
            close_old_connections()
            return read()

        return await asyncio.get_running_loop().run_in_executor(self._pool, with_connection)


def member_of(session_key: str) -> Member | None:
    """Return who is signed in with a session, null for a visitor or a stranger."""
    request: Any = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, Member) and user.is_active and user.role else None


def missed(request: Request) -> list[Announcement]:
    """Return what was announced since the browser heard something, or began to load its page.

    A number below the last it heard may have been committed after it: a few are said again,
    and the browser knows what it has heard.
    """
    now = timezone.now()
    last = request.headers.get("last-event-id") or request.query_params.get("since", "")
    age = request.query_params.get("age", "")
    if last.isdecimal():
        after = int(last)
        late = Q(pk__gt=after - _OVERLAP, at__gt=now - _LATEST)
        asked = Q(pk__gt=after) | late
    elif age.isdecimal():
        asked = Q(at__gte=now - min(timedelta(milliseconds=int(age)), _OLDEST))
    else:
        return []
    return list(Announcement.objects.filter(asked).order_by("-pk")[:_MOST])[::-1]


def written(each: Announcement) -> ServerSentEvent:
    """Return an announcement as a page reads it."""
    said = {"id": each.pk, "topic": each.topic, "payload": each.payload}
    return ServerSentEvent(json.dumps(said), id=str(each.pk))
