"""Pages of long lists: opaque cursors, that stay right while rows come and go."""

import base64
import binascii
from typing import Any, Final

import orjson
from django.utils.translation import gettext as _

from parcours.site.api.problems import Problem

MOST: Final = 500
FEW: Final = 100


def written(*place: Any) -> str:
    """Return the cursor of the row after which the next page begins."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place(cursor: str, *kinds: type) -> list[Any]:
    """Return what `written` made a cursor of; empty for none.

    Args:
        kinds: of its parts.

    Raises:
        Problem: it is no cursor of this list.
    """
    if not cursor:
        return []
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        found = None
    is_ours = isinstance(found, list) and len(found) == len(kinds)
    if not is_ours or not all(map(isinstance, found, kinds)):
        detail = _("This is no cursor of this list: take “next” of the page before.")
        raise Problem(422, "wrong-cursor", detail)
    return list(found)
