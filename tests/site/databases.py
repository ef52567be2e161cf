"""The test's database, for processes that a test starts."""

import os
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def address() -> str:
    """Return the address of the database that the test uses now."""
    given: dict[str, Any] = connection.settings_dict
    name = str(given["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(name)}"
    user, host, port = given["USER"], quote(given["HOST"], safe=""), given["PORT"]
    return f"postgres://{user}:{given['PASSWORD']}@/{name}?host={host}&port={port}"


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that shares the test's database and data folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PARCOURS_DATA": str(settings.DATA),
        "PARCOURS_DATABASE_URL": address(),
        **more,
    }
