"""The test's database, for processes that a test starts."""

import os
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection


def address() -> str:
    """Return the address of the database that the test uses now."""
    given: dict[str, Any] = connection.settings_dict
    name = str(given["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(name)}"
    name, user, password = (quote(str(given[each])) for each in ("NAME", "USER", "PASSWORD"))
    options = urlencode(given["OPTIONS"])
    host = f"{given['HOST']}:{given['PORT']}" if given["HOST"] else ""
    return f"postgres://{user}:{password}@{host}/{name}?{options}"


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that shares the test's database and data folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PARCOURS_DATA": str(settings.DATA),
        "PARCOURS_DATABASE_URL": address(),
        **more,
    }
