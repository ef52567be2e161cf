"""The door for servers: ``uvicorn parcours.site.asgi:application``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
django.setup()

from parcours.site.server import application  # noqa: E402 - Django has to be ready first

__all__ = ["application"]
