"""The server: Django in a bounded pool of threads, live routes in the event loop."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.routing import Mount

from parcours.site.wsgi import application as django

_THREADS = 8

_pages: Any = WSGIMiddleware(cast("Any", django), workers=_THREADS)

application = Starlette(routes=[Mount("/", app=_pages)])
