"""The server: Django in a bounded pool of threads, live routes in the event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from parcours.site.live.hub import Hub
from parcours.site.live.stream import Live

# A page of a few hundred kilobytes fits into the queue: a slow reader holds no thread.
_CHUNKS = 500

pages: Any = WSGIMiddleware(
    cast("Any", get_wsgi_application()), workers=settings.WEB_THREADS, send_queue_size=_CHUNKS
)
hub = Hub()


async def health(_request: Request) -> JSONResponse:
    """Say that the server answers, however busy the pages are."""
    return JSONResponse({"status": "ok", "version": settings.VERSION})


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    await asyncio.to_thread(hub.start, asyncio.get_running_loop())
    yield
    await asyncio.to_thread(hub.stop)


application = Starlette(
    routes=[
        Route("/health", health),
        Route("/live", Live(hub, pages.executor).__call__),
        Mount("/", app=pages),
    ],
    lifespan=_lifespan,
)
