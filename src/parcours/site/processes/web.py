"""The child that serves pages: ``python -m parcours.site.processes.web FD``."""

import os
import socket
import sys
from importlib import import_module

import uvicorn

from parcours.site.processes.child import run_as_child


class _Server(uvicorn.Server):
    """Warms the pages up as soon as it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        from parcours.site.processes import warming

        warming.begin()


def serve(listening: socket.socket) -> int:
    """Set up what is missing, then answer on the socket until a signal comes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from parcours.site.bootstrap import bootstrap

    bootstrap()
    from parcours.site.asgi import application

    # Every address is ready before the first visitor is let in.
    import_module(settings.ROOT_URLCONF)
    config = uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips="*" if settings.BEHIND_PROXY else None,
        # A browser that listens never leaves by itself.
        timeout_graceful_shutdown=2,
    )
    _Server(config).run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(run_as_child(lambda: serve(socket.socket(fileno=int(sys.argv[1])))))
